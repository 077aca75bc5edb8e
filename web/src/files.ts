// The files that programs write: trained models, predictions. They are kept in the browser's storage, and every notebook
// sees those of the others.

import type { File } from './messages';

const database = 'nexttoken files', store = 'files';

export class Files {
  private all = new Map<string, Uint8Array>();
  private versions = new Map<string, number>(); // counts every change, by path
  private seen = new WeakMap<Worker, number>(); // the last change that a worker knows
  private changes_ = 0;
  private opened: Promise<IDBDatabase>;
  private writing: Promise<void>[] = [];

  /** Gets a sentence when a file cannot be kept: it is then lost when the page is closed. */
  failed: (sentence: string) => void = () => undefined;

  constructor() {
    this.opened = open();
  }

  /** The files that a worker does not know yet. */
  async changes(worker: Worker, isNew: boolean): Promise<File[]> {
    if (this.changes_ === 0) {
      await this.read();
    }
    const last = isNew ? 0 : this.seen.get(worker) ?? 0;
    this.seen.set(worker, this.changes_);
    const changed = [...this.versions].filter(([, version]) => version > last);
    return changed.map(([path]) => ({ path, data: this.all.get(path) ?? null }));
  }

  /** Keeps a file that a worker wrote. */
  write(file: File, worker: Worker): void {
    this.note(file);
    this.seen.set(worker, this.changes_);
    this.writing.push(this.keep(file).catch(error => this.failed(
      `A file could not be kept in this browser's storage (${error.name}): it is lost when the page is closed.`)));
  }

  /** Waits until all is written. */
  async kept(): Promise<void> {
    await Promise.all(this.writing.splice(0));
  }

  private note(file: File): void {
    this.versions.set(file.path, ++this.changes_);
    file.data ? this.all.set(file.path, file.data) : this.all.delete(file.path);
  }

  private async read(): Promise<void> {
    try {
      const files = (await this.opened).transaction(store).objectStore(store);
      const [paths, data] = await Promise.all([done(files.getAllKeys()), done(files.getAll())]);
      paths.forEach((path, i) => this.note({ path: String(path), data: data[i] }));
    } catch (error) {
      this.failed(`This browser keeps no files (${(error as Error).name}).`);
    }
    this.changes_++;
  }

  private async keep(file: File): Promise<void> {
    const transaction = (await this.opened).transaction(store, 'readwrite');
    const files = transaction.objectStore(store);
    file.data ? files.put(file.data, file.path) : files.delete(file.path);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
    });
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
