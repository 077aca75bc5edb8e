// Files and folders in memory, by their paths, as JavaScript uses them. memfs.ts gives the same ones to Go.

/** Gets what is written to a file. */
export type Sink = (bytes: Uint8Array) => void;

export interface Node {
  isFolder: boolean;
  data: Uint8Array;
  size: number; // data may be longer
  changed: number; // in milliseconds
  number: number;
  sink?: Sink;
}

export const nothing = new Uint8Array(0);

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export class Tree {
  workingFolder = '/';
  protected nodes = new Map<string, Node>();
  private nextNumber = 1;

  constructor() {
    this.nodes.set('/', this.node(true));
    this.makeFolder('/tmp');
  }

  makeFolder(path: string): void {
    const full = this.absolute(path);
    if (full !== '/' && !this.nodes.has(full)) {
      this.makeFolder(parentOf(full));
      this.nodes.set(full, this.node(true));
    }
  }

  writeFile(path: string, data: Uint8Array | string): void {
    const full = this.absolute(path);
    this.makeFolder(parentOf(full));
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    this.nodes.set(full, { ...this.node(false), data: bytes, size: bytes.length });
  }

  readFile(path: string): Uint8Array | undefined {
    const node = this.nodes.get(this.absolute(path));
    return node?.isFolder ? undefined : node?.data.subarray(0, node.size);
  }

  /** The files below a folder that hold something: the buffer of the others is the same one. */
  files(folder: string): { path: string; data: Uint8Array }[] {
    const all = [...this.nodes].filter(([path, node]) => node.size > 0 && path.startsWith(folder + '/'));
    return all.map(([path, node]) => ({ path, data: node.data.subarray(0, node.size) }));
  }

  remove(path: string): void {
    this.nodes.delete(this.absolute(path));
  }

  /** Gives what programs write to a file to a function. */
  device(path: string, sink: Sink): void {
    this.writeFile(path, nothing);
    this.nodes.get(this.absolute(path))!.sink = sink;
  }

  absolute(path: string): string {
    const parts: string[] = [];
    for (const part of (path.startsWith('/') ? path : this.workingFolder + '/' + path).split('/')) {
      if (part === '..') {
        parts.pop();
      } else if (part !== '' && part !== '.') {
        parts.push(part);
      }
    }
    return '/' + parts.join('/');
  }

  /** The names in a folder. */
  protected inside(folder: string): string[] {
    const paths = [...this.nodes.keys()].filter(path => path !== '/' && parentOf(path) === folder);
    return paths.map(path => path.slice(path.lastIndexOf('/') + 1));
  }

  protected node(isFolder: boolean): Node {
    return { isFolder, data: nothing, size: 0, changed: Date.now(), number: this.nextNumber++ };
  }

  /** Makes a file at least so long. Its data may have more room than that. */
  protected grow(node: Node, size: number): void {
    if (size > node.data.length) {
      const data = new Uint8Array(Math.max(size, node.data.length * 2, 4096));
      data.set(node.data.subarray(0, node.size));
      node.data = data;
    }
    node.size = Math.max(node.size, size);
  }
}
