// The worker that runs Go's linker once. Then it is ended: the linker takes more memory than all else, and so it is
// free again at once.

import { MemFS } from './memfs';
import { buffersIn, type Link, type Linked } from './messages';
import { tool } from './program';

declare function importScripts(...urls: string[]): void;

importScripts(new URL('./wasm_exec.js', self.location.href).href);

self.onmessage = async (message: MessageEvent<Link>) => {
  const { linker, argv, files, result } = message.data;
  const linked: Linked = { output: '', wasm: null, files };
  try {
    const fs = new MemFS();
    files.forEach(file => fs.writeFile(file.path, file.data));
    const [output, ok] = await tool(linker, fs, argv);
    linked.output = output;
    linked.wasm = ok ? fs.readFile(result)!.slice() : null;
  } catch (error) {
    linked.failure = `the linker ended: ${error}`;
  }
  (self as unknown as Worker).postMessage(linked, buffersIn(linked));
};

self.onmessageerror = () => {
  throw new Error('a message could not be read'); // the page's onerror gets it
};
