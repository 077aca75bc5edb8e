// Packs a site's files with brotli, each beside itself: node brotli.mjs SITE. A page fetches the compiler and the
// packages so where the browser can unpack it, from any server. JupyterLab's own files need a server that knows .br.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip } from 'node:zlib';

const pack = promisify(brotliCompress), unpack = promisify(gunzip);
const kinds = /\.(css|gz|html|ipynb|js|json|svg|wasm|safetensors)$/;
const fewBytes = 1000; // below, packing gains nothing

async function write(path) {
  let content = await readFile(path);
  if (path.endsWith('.gz')) {
    content = await unpack(content);
  } else if (content.length <= fewBytes) {
    return;
  }
  const packed = await pack(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length
    }
  });
  await writeFile(path.replace(/\.gz$/, '') + '.br', packed);
}

const site = process.argv[2];
const entries = await readdir(site, { recursive: true, withFileTypes: true });
const paths = entries.filter(entry => entry.isFile() && kinds.test(entry.name)).map(e => join(e.parentPath, e.name));
const left = paths.values();
await Promise.all([1, 2, 3, 4].map(async () => {
  for (const path of left) {
    await write(path);
  }
}));
