// The archives of the packages that programs import. They come in bundles; a bundle is fetched when a program first
// needs a package of it.

import { unpacked } from './fetched';
import type { MemFS } from './memfs';
import type { Progress } from './messages';

/** A package, as packages.json has it. */
interface Package {
  path: string;
  bundle: number;
  from: number; // its archive's place in the unpacked bundle
  size: number;
  deps: number[] | null; // all that it needs, directly or not
}

interface Bundle {
  file: string;
  size: number; // packed
}

export interface Index {
  packages: Package[];
  bundles: Bundle[];
}

export class Packages {
  private places = new Map<string, number>();
  private loading = new Map<number, Promise<void>>();

  constructor(private index: Index, private fs: MemFS, private folder: string,
    private progress: (progress: Progress) => void) {
    index.packages.forEach((one, place) => this.places.set(one.path, place));
  }

  /**
   * Fetches what a program with these imports is linked with, and writes the list that the toolchain reads. Returns
   * whether anything was fetched.
   */
  async prepare(imports: string[]): Promise<boolean> {
    const needed = this.closure([...imports, 'runtime']);
    const bundles = [...new Set(needed.map(place => this.index.packages[place].bundle))];
    const missing = bundles.filter(bundle => !this.loading.has(bundle));
    const total = missing.reduce((sum, bundle) => sum + this.index.bundles[bundle].size, 0);
    let loaded = 0;
    for (const bundle of missing) {
      this.loading.set(bundle, this.load(bundle, bytes => this.progress({ loaded: loaded += bytes, total })));
    }
    try {
      await Promise.all(bundles.map(bundle => this.loading.get(bundle)));
    } finally {
      this.progress({ loaded: total, total }); // with brotli, fewer bytes have come
    }
    const list = needed.map(place => this.index.packages[place].path);
    this.fs.writeFile('/packages/importcfg', list.map(path => `packagefile ${path}=${archive(path)}\n`).join(''));
    return missing.length > 0;
  }

  /** Fetches all again when it is needed: the archives are lost. */
  forget(): void {
    this.loading.clear();
  }

  private closure(imports: string[]): number[] {
    const found = new Set<number>();
    for (const path of imports) {
      const place = this.places.get(path);
      if (place !== undefined) {
        found.add(place);
        (this.index.packages[place].deps ?? []).forEach(dep => found.add(dep));
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  private async load(bundle: number, came: (bytes: number) => void): Promise<void> {
    try {
      const response = await unpacked(this.folder + this.index.bundles[bundle].file, came);
      const bytes = new Uint8Array(await response.arrayBuffer());
      for (const one of this.index.packages.filter(one => one.bundle === bundle)) {
        this.fs.writeFile(archive(one.path), bytes.subarray(one.from, one.from + one.size));
      }
    } catch (error) {
      this.loading.delete(bundle); // the next cell tries again
      throw error;
    }
  }
}

function archive(path: string): string {
  return `/packages/${path}.a`;
}
