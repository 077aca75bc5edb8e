// The page's side of the toolchain's worker.

import {
  buffersIn, buffersOf, type Answer, type Build, type Call, type Ending, type Link, type Linked, type Progress,
  type Question
} from './messages';

export class Toolchain {
  private worker: Worker | undefined; // none after a failure: the next question starts one
  private waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  private last = 0;
  private linker: Worker | undefined;

  /** progress gets how much has come of what a program needs. */
  constructor(private folder: string, private progress: (progress: Progress) => void) {
    this.worker = this.begin();
  }

  private begin(): Worker {
    const worker = new Worker(this.folder + 'toolchain.worker.js');
    worker.onmessage = event => {
      if ('progress' in event.data) {
        this.progress(event.data.progress);
      } else if ('link' in event.data) {
        this.link(event.data.link, worker);
      } else {
        this.answered(event.data);
      }
    };
    worker.onerror = event => this.failed(worker, event.message ?? 'it could not be fetched');
    worker.onmessageerror = () => this.failed(worker, 'its message could not be read');
    return worker;
  }

  /** Ends a worker that failed. Whatever was asked of it has no answer. */
  private failed(worker: Worker, why: string): void {
    worker.onmessage = worker.onerror = worker.onmessageerror = null;
    worker.terminate();
    this.linker?.terminate();
    this.worker = undefined;
    this.progress({ loaded: 0, total: 0 });
    const asked = [...this.waiting.values()], error = `the worker with Go's compiler failed (${why})`;
    this.waiting.clear();
    asked.forEach(({ reject }) => reject(new Error(`${error}. Run this page again from its top.`)));
  }

  /** Runs the linker in a worker that ends with it. The page starts it: in Firefox, a worker's own worker may hang. */
  private link(link: Link, asking: Worker): void {
    const end = (linked: Linked) => {
      this.linker?.terminate();
      asking.postMessage({ linked }, buffersIn(linked));
    };
    const lost = (why: string) => end({ output: '', wasm: null, files: [], failure: `the linker ended: ${why}` });
    this.linker = new Worker(this.folder + 'link.worker.js');
    this.linker.onmessage = (message: MessageEvent<Linked>) => end(message.data);
    this.linker.onerror = event => lost(event.message ?? 'it could not be fetched');
    this.linker.onmessageerror = () => lost('its message could not be read');
    this.linker.postMessage(link, buffersOf(link.files));
  }

  /** Calls a method of a notebook's session. */
  call<T>(call: Call & Partial<Ending>): Promise<T> {
    return this.ask({ kind: 'call', call });
  }

  /** Compiles a program, and links it if it is to run. */
  build(program: string, imports: string[], link: boolean): Promise<Build> {
    return this.ask({ kind: 'build', program, imports, link });
  }

  private ask<T>(question: Question): Promise<T> {
    const id = ++this.last;
    (this.worker ??= this.begin()).postMessage({ id, question });
    return new Promise<T>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private answered(answer: Answer): void {
    const { resolve, reject } = this.waiting.get(answer.id)!;
    this.waiting.delete(answer.id);
    answer.failure ? reject(new Error(answer.failure)) : resolve(answer.value as never);
  }
}
