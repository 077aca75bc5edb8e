// The shape of Node's fs over files in memory, as Go's package syscall uses it under js/wasm. Callbacks are called at
// once.

import { Tree, nothing, parentOf, type Node } from './tree';

type Callback<T = void> = (error: Error | null, value?: T) => void;

interface Open {
  node: Node;
  path: string;
  position: number;
  appends: boolean;
  written: boolean;
}

const O_WRONLY = 1, O_RDWR = 2, O_CREAT = 64, O_EXCL = 128, O_TRUNC = 512, O_APPEND = 1024, O_DIRECTORY = 65536;
const S_IFDIR = 0o040000, S_IFREG = 0o100000, S_IFCHR = 0o020000;

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

export class MemFS extends Tree {
  constants = { O_RDONLY: 0, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_SYNC: 0 };
  /** Gets what a program prints. */
  output: (stream: number, bytes: Uint8Array) => void = () => undefined;
  /** Gets the path of a file that was written, renamed to or removed. */
  changed: (path: string) => void = () => undefined;

  /** Fetches a file that is not there, if it can be had. */
  fetch: (path: string) => Promise<Uint8Array> | undefined = () => undefined;
  /** How many files are being fetched. */
  fetching = 0;

  private open_ = new Map<number, Open>();
  private nextFile = 10;

  writeSync(file: number, bytes: Uint8Array): number {
    this.output(file, bytes.slice());
    return bytes.length;
  }

  open(path: string, flags: number, _mode: number, done: Callback<number>): void {
    const full = this.absolute(path);
    let node = this.nodes.get(full);
    if (!node) {
      const coming = flags & O_CREAT ? undefined : this.fetch(full);
      if (coming) {
        return void this.openFetched(coming, full, flags, done);
      }
      if (!(flags & O_CREAT) || !this.nodes.get(parentOf(full))?.isFolder) {
        return done(failure('ENOENT'));
      }
      node = this.node(false);
      this.nodes.set(full, node);
    } else if (flags & O_CREAT && flags & O_EXCL) {
      return done(failure('EEXIST'));
    } else if (node.isFolder && flags & (O_WRONLY | O_RDWR)) {
      return done(failure('EISDIR'));
    } else if (!node.isFolder && flags & O_DIRECTORY) {
      return done(failure('ENOTDIR'));
    } else if (flags & O_TRUNC && !node.isFolder) {
      node.data = nothing;
      node.size = 0;
    }
    const file = this.nextFile++;
    const written = !!(flags & (O_CREAT | O_TRUNC));
    this.open_.set(file, { node, path: full, position: 0, appends: !!(flags & O_APPEND), written });
    done(null, file);
  }

  /** Opens a file that is being fetched; one that does not come is not there. */
  private async openFetched(coming: Promise<Uint8Array>, path: string, flags: number, done: Callback<number>):
    Promise<void> {
    this.fetching++;
    const data = await coming.catch(() => undefined);
    this.fetching--;
    if (!data) {
      return done(failure('ENOENT'));
    }
    this.writeFile(path, data);
    this.open(path, flags, 0, done);
  }

  close(file: number, done: Callback): void {
    const open = this.open_.get(file);
    this.open_.delete(file);
    if (open) {
      this.closed(open);
    }
    done(null);
  }

  /** Closes what a program that has ended left open. */
  closeAll(): void {
    this.open_.forEach(open => this.closed(open));
    this.open_.clear();
  }

  private closed({ written, node, path }: Open): void {
    if (written && !node.sink && this.nodes.get(path) === node) { // it was not removed since
      this.changed(path);
    }
  }

  read(file: number, buffer: Uint8Array, offset: number, length: number, position: number | null,
    done: Callback<number>): void {
    if (file === 0) {
      return done(null, 0); // there is no keyboard
    }
    const open = this.open_.get(file);
    if (!open || open.node.isFolder) {
      return done(failure(open ? 'EISDIR' : 'EBADF'));
    }
    const from = position ?? open.position;
    const count = Math.max(0, Math.min(length, open.node.size - from));
    buffer.set(open.node.data.subarray(from, from + count), offset);
    if (position === null) {
      open.position += count;
    }
    done(null, count);
  }

  write(file: number, buffer: Uint8Array, offset: number, length: number, position: number | null,
    done: Callback<number>): void {
    const part = buffer.subarray(offset, offset + length);
    if (file === 1 || file === 2) {
      this.output(file, part.slice());
      return done(null, length);
    }
    const open = this.open_.get(file);
    if (!open) {
      return done(failure('EBADF'));
    }
    if (open.node.sink) {
      open.node.sink(part.slice());
      return done(null, length);
    }
    const at = position ?? (open.appends ? open.node.size : open.position);
    this.grow(open.node, at + length);
    open.node.data.set(part, at);
    open.node.changed = Date.now();
    open.written = true;
    if (position === null) {
      open.position = at + length;
    }
    done(null, length);
  }

  fstat(file: number, done: Callback<object>): void {
    const open = this.open_.get(file);
    if (open || file < 3) {
      return done(null, this.status(open?.node));
    }
    done(failure('EBADF'));
  }

  stat(path: string, done: Callback<object>): void {
    const node = this.nodes.get(this.absolute(path));
    node ? done(null, this.status(node)) : done(failure('ENOENT'));
  }

  lstat(path: string, done: Callback<object>): void {
    this.stat(path, done);
  }

  mkdir(path: string, _mode: number, done: Callback): void {
    const full = this.absolute(path);
    if (this.nodes.has(full)) {
      return done(failure('EEXIST'));
    }
    if (!this.nodes.get(parentOf(full))?.isFolder) {
      return done(failure('ENOENT'));
    }
    this.nodes.set(full, this.node(true));
    done(null);
  }

  readdir(path: string, done: Callback<string[]>): void {
    const full = this.absolute(path);
    if (!this.nodes.get(full)?.isFolder) {
      return done(failure('ENOENT'));
    }
    done(null, this.inside(full));
  }

  unlink(path: string, done: Callback): void {
    const full = this.absolute(path);
    if (!this.nodes.delete(full)) {
      return done(failure('ENOENT'));
    }
    this.changed(full);
    done(null);
  }

  rmdir(path: string, done: Callback): void {
    const full = this.absolute(path);
    if (this.inside(full).length > 0) {
      return done(failure('ENOTEMPTY'));
    }
    this.unlink(path, done);
  }

  rename(from: string, to: string, done: Callback): void {
    const [old, full] = [this.absolute(from), this.absolute(to)];
    const node = this.nodes.get(old);
    if (!node || node.isFolder) {
      return done(failure(node ? 'ENOSYS' : 'ENOENT'));
    }
    this.nodes.delete(old);
    this.nodes.set(full, node);
    this.changed(old);
    this.changed(full);
    done(null);
  }

  ftruncate(file: number, length: number, done: Callback): void {
    const open = this.open_.get(file);
    if (!open) {
      return done(failure('EBADF'));
    }
    this.grow(open.node, length);
    open.node.size = length;
    open.written = true;
    done(null);
  }

  truncate(path: string, length: number, done: Callback): void {
    const node = this.nodes.get(this.absolute(path));
    if (!node) {
      return done(failure('ENOENT'));
    }
    this.grow(node, length);
    node.size = length;
    this.changed(this.absolute(path));
    done(null);
  }

  fsync(_file: number, done: Callback): void { done(null); }
  chmod(_path: string, _mode: number, done: Callback): void { done(null); }
  fchmod(_file: number, _mode: number, done: Callback): void { done(null); }
  chown(_path: string, _user: number, _group: number, done: Callback): void { done(null); }
  fchown(_file: number, _user: number, _group: number, done: Callback): void { done(null); }
  lchown(_path: string, _user: number, _group: number, done: Callback): void { done(null); }
  utimes(_path: string, _read: number, _changed: number, done: Callback): void { done(null); }
  link(_path: string, _to: string, done: Callback): void { done(failure('ENOSYS')); }
  symlink(_path: string, _to: string, done: Callback): void { done(failure('ENOSYS')); }
  readlink(_path: string, done: Callback): void { done(failure('EINVAL')); }

  /** What stat returns; without a node, of the standard streams. */
  private status(node?: Node): object {
    const kind = !node ? S_IFCHR | 0o666 : node.isFolder ? S_IFDIR | 0o755 : S_IFREG | 0o644;
    const [size, time] = [node?.size ?? 0, node?.changed ?? 0];
    return {
      dev: 1, ino: node?.number ?? 0, mode: kind, nlink: 1, uid: 0, gid: 0, rdev: 0, size, blksize: 4096,
      blocks: Math.ceil(size / 512), atimeMs: time, mtimeMs: time, ctimeMs: time, isDirectory: () => !!node?.isFolder
    };
  }
}
