// Files in the browser's storage that no list shows: trained models, predictions.

import type { File } from './messages';

const store = 'files';

export class Database {
  private opened: Promise<IDBDatabase>;

  constructor(name: string) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    this.opened = done(request);
  }

  async all(): Promise<File[]> {
    const files = (await this.opened).transaction(store).objectStore(store);
    const [paths, data] = await Promise.all([done(files.getAllKeys()), done(files.getAll())]);
    return paths.map((path, i) => ({ path: String(path), data: data[i] }));
  }

  async get(path: string): Promise<File> {
    const files = (await this.opened).transaction(store).objectStore(store);
    return { path, data: await done(files.get(path)) ?? null };
  }

  /** Writes or removes a file. After an error, what was there before is there still. */
  async keep(file: File): Promise<void> {
    const transaction = (await this.opened).transaction(store, 'readwrite');
    const files = transaction.objectStore(store);
    file.data ? files.put(file.data, file.path) : files.delete(file.path);
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
    });
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
