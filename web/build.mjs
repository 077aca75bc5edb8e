// Bundles the extension and its workers: node build.mjs FOLDER. With BROTLI=1, they fetch .br where they can.

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const folder = process.argv[2];
const goVersion = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
const shared = ['@jupyterlab/coreutils', '@jupyterlab/mainmenu', '@jupyterlite/services'];

/** Takes the packages that JupyterLite shares from the page, where container.ts has put them. */
const fromJupyterLite = {
  name: 'from JupyterLite',
  setup(bundle) {
    const filter = new RegExp(`^(${shared.join('|')})$`);
    bundle.onResolve({ filter }, ({ path }) => ({ path, namespace: 'shared' }));
    bundle.onLoad({ filter: /./, namespace: 'shared' }, ({ path }) => ({
      contents: `module.exports = globalThis.nexttokenShared[${JSON.stringify(path)}]`
    }));
  }
};

execFileSync('node_modules/.bin/asc', ['arithmetic/arithmetic.ts', '--enable', 'simd', '--importMemory', '--runtime',
  'stub', '-O3', '--noAssert', '-o', `${resolve(folder)}/go/arithmetic.wasm`], { cwd: import.meta.dirname });

await build({
  entryPoints: {
    'extension/remoteEntry': 'src/container.ts',
    'go/toolchain.worker': 'src/toolchain.worker.ts',
    'go/link.worker': 'src/link.worker.ts',
    'go/cell.worker': 'src/cell.worker.ts'
  },
  absWorkingDir: import.meta.dirname,
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  define: {
    sharedNames: JSON.stringify(shared),
    goVersion: JSON.stringify(goVersion),
    hasBrotli: String(Boolean(process.env.BROTLI))
  },
  plugins: [fromJupyterLite]
});
