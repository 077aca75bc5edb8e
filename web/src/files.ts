// The files that programs read and write. They are kept in the browser's storage, and every notebook sees those of the
// others, also in other tabs.

import type { Contents } from '@jupyterlab/services';
import { Database } from './database';
import { Listed } from './listed';
import type { File } from './messages';
import { isBehind } from './timeleft';

const name = 'nexttoken files';

interface Change {
  number: number;
  by?: Worker;
}

export class Files {
  private all = new Map<string, Uint8Array>();
  private changed = new Map<string, Change>(); // the last change of each file, by its path
  private count = 0; // of changes
  private seen = new WeakMap<Worker, number>(); // how many changes there were when a worker last began
  private models = new Database(name);
  private listed: Listed;
  private otherTabs = new BroadcastChannel(name); // they get the path of a file when it was kept
  private begun: Promise<void> | undefined;
  private writing: Promise<void> = Promise.resolve(); // one file after the other
  private unkept = new Set<string>(); // the paths of files that could not be kept

  /** Gets a sentence when a file cannot be kept: it is then lost when the page is closed. */
  failed: (sentence: string) => void = () => undefined;

  constructor(contents: Contents.IManager) {
    this.listed = new Listed(contents);
    this.otherTabs.onmessage = event => void this.keptElsewhere(event.data as string);
  }

  /** The files that a worker does not know yet. */
  async changes(worker: Worker): Promise<File[]> {
    await (this.begun ??= this.read());
    if (this.unkept.size > 0) {
      this.tryAgain(); // perhaps there is room now
    }
    if (this.listed.changed) {
      await this.readList();
    }
    const last = this.seen.get(worker) ?? 0;
    this.seen.set(worker, this.count);
    const changed = [...this.changed].filter(([, { number, by }]) => number > last && by !== worker);
    return changed.map(([path]) => ({ path, data: this.all.get(path) ?? null }));
  }

  /** Keeps a file that a worker wrote. */
  write(file: File, worker: Worker): void {
    const kept = this.all.get(file.path);
    if (isBehind(file, kept)) {
      this.note({ path: file.path, data: kept! }); // another notebook was faster: the worker gets its model
      return;
    }
    this.note(file, worker);
    this.writing = this.writing.then(() => this.keep(file)).catch(error => {
      this.unkept.add(file.path);
      this.failed(notKept(file, error));
    });
  }

  /** Tries to keep what could not be kept before. */
  private tryAgain(): void {
    for (const path of this.unkept) {
      this.writing = this.writing.then(() => this.keep({ path, data: this.all.get(path) ?? null })).
        catch(() => undefined); // the sentence was shown
    }
  }

  /** Waits until all is written. */
  async kept(): Promise<void> {
    await this.writing;
  }

  private note(file: File, by?: Worker): void {
    this.changed.set(file.path, { number: ++this.count, by });
    file.data ? this.all.set(file.path, file.data) : this.all.delete(file.path);
  }

  private async keep(file: File): Promise<void> {
    await (this.listed.has(file.path) ? this.listed : this.models).keep(file);
    this.unkept.delete(file.path);
    this.otherTabs.postMessage(file.path);
  }

  private async keptElsewhere(path: string): Promise<void> {
    if (this.listed.has(path)) {
      this.listed.changed = true;
    } else if (this.begun) {
      this.note(await this.models.get(path));
    }
  }

  private async read(): Promise<void> {
    try {
      (await this.models.all()).forEach(file => this.note(file));
    } catch (error) {
      this.failed(`This browser keeps no files (${(error as Error).name}).`);
    }
  }

  /** Reads the files of the list again. Those that are no longer there are removed. */
  private async readList(): Promise<void> {
    await this.writing;
    const before = this.count;
    const isOlder = (path: string) => // in the list than here
      this.unkept.has(path) || (this.changed.get(path)?.number ?? 0) > before;
    try {
      const found = await this.listed.all(), paths = found.map(file => file.path);
      const gone = [...this.all.keys()].filter(path => this.listed.has(path) && !paths.includes(path));
      const other = found.filter(file => !same(file.data!, this.all.get(file.path)));
      [...other, ...gone.map(path => ({ path, data: null }))].filter(file => !isOlder(file.path)).
        forEach(file => this.note(file));
    } catch (error) {
      this.failed(`The files of the list cannot be read (${(error as Error).name}).`);
    }
  }
}

function same(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return a.length === b?.length && a.every((byte, i) => byte === b[i]);
}

function notKept({ path }: File, error: Error): string {
  const why = error.name === 'QuotaExceededError' ? 'its storage is full' : error.name;
  return `This browser cannot keep ${path.slice(path.lastIndexOf('/') + 1)} (${why}): it is there until this page is ` +
    'closed. Download your pages, and delete files that you do not need.';
}
