// The files in JupyterLab's list, besides the pages. Programs can read what a student uploads there, and a student can
// download what programs write.

import type { Contents } from '@jupyterlab/services';
import type { File } from './messages';

const home = '/home/';

export class Listed {
  /** The list was changed by others than keep. */
  changed = true;
  private own = new Set<string>(); // what keep is writing

  constructor(private contents: Contents.IManager) {
    contents.fileChanged.connect((_, { oldValue, newValue }) => {
      const paths = [oldValue?.path, newValue?.path].filter(path => path !== undefined);
      this.changed ||= paths.some(path => !path.endsWith('.ipynb') && !this.own.has(path));
    });
  }

  /** Whether a program's file belongs into the list. */
  has(path: string): boolean {
    return path.startsWith(home) && !path.startsWith(home + 'models/') && !path.endsWith('.ipynb');
  }

  async all(): Promise<File[]> {
    this.changed = false;
    try {
      return await this.inside('');
    } catch (error) {
      this.changed = true; // the next cell tries again
      throw error;
    }
  }

  async keep({ path, data }: File): Promise<void> {
    const name = path.slice(home.length), folders = foldersOf(name), own = [...folders, name];
    own.forEach(path => this.own.add(path));
    try {
      if (data) {
        await this.makeFolders(folders);
        await this.contents.save(name, { type: 'file', format: 'base64', content: packed(data) });
      } else {
        await this.contents.delete(name);
      }
    } finally {
      own.forEach(path => this.own.delete(path));
    }
  }

  private async makeFolders(paths: string[]): Promise<void> {
    for (const path of paths) {
      const there = await this.contents.get(path, { content: false }).then(() => true, () => false);
      if (!there) {
        await this.contents.save(path, { type: 'directory', format: 'json' });
      }
    }
  }

  private async inside(folder: string): Promise<File[]> {
    const { content } = await this.contents.get(folder, { content: true });
    const files = (content as Contents.IModel[]).filter(one => one.type !== 'notebook').map(one =>
      one.type === 'directory' ? this.inside(one.path) : this.file(one.path));
    return (await Promise.all(files)).flat();
  }

  private async file(path: string): Promise<File> {
    const { content, format } = await this.contents.get(path, { content: true });
    return { path: home + path, data: bytes(content, format) };
  }
}

/** The folders that a path leads through, the outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** The bytes of a file, as JupyterLab has it. */
function bytes(content: unknown, format: Contents.FileFormat): Uint8Array {
  if (format === 'base64') {
    return Uint8Array.from(atob(content as string), character => character.charCodeAt(0));
  }
  return new TextEncoder().encode(format === 'json' ? JSON.stringify(content) : content as string);
}

/** Bytes as base64. */
function packed(data: Uint8Array): string {
  return btoa(Array.from(data, byte => String.fromCharCode(byte)).join(''));
}
