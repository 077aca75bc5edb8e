// The page's side of the toolchain's worker.

import type { Answer, Build, Call, Ending, Progress, Question } from './messages';

export class Toolchain {
  private worker: Worker;
  private waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  private last = 0;

  /** progress gets how much has come of what a program needs. */
  constructor(folder: string, progress: (progress: Progress) => void) {
    this.worker = new Worker(folder + 'toolchain.worker.js');
    this.worker.onmessage = event => {
      'progress' in event.data ? progress(event.data.progress) : this.answered(event.data);
    };
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
