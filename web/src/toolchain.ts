// The page's side of the toolchain's worker.

import {
  buffersIn, buffersOf, type Answer, type Build, type Call, type Ending, type Link, type Linked, type Progress,
  type Question
} from './messages';

export class Toolchain {
  private worker: Worker;
  private waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  private last = 0;
  private linker: Worker | undefined;

  /** progress gets how much has come of what a program needs. */
  constructor(private folder: string, progress: (progress: Progress) => void) {
    this.worker = new Worker(folder + 'toolchain.worker.js');
    this.worker.onmessage = event => {
      if ('progress' in event.data) {
        progress(event.data.progress);
      } else if ('link' in event.data) {
        this.link(event.data.link);
      } else {
        this.answered(event.data);
      }
    };
  }

  /** Runs the linker in a worker that ends with it. The page starts it: in Firefox, a worker's own worker may hang. */
  private link(link: Link): void {
    const end = (linked: Linked) => {
      this.linker?.terminate();
      this.worker.postMessage({ linked }, buffersIn(linked));
    };
    this.linker = new Worker(this.folder + 'link.worker.js');
    this.linker.onmessage = (message: MessageEvent<Linked>) => end(message.data);
    this.linker.onerror = event =>
      end({ output: '', wasm: null, files: [], failure: `the linker ended: ${event.message}` });
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
    this.worker.postMessage({ id, question });
    return new Promise<T>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private answered(answer: Answer): void {
    const { resolve, reject } = this.waiting.get(answer.id)!;
    this.waiting.delete(answer.id);
    answer.failure ? reject(new Error(answer.failure)) : resolve(answer.value as never);
  }
}
