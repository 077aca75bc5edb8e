// The worker that holds Go's compiler and linker, the archives of the packages, and the Go program that reads cells.
// All notebooks of a page share it; it does one thing at a time.

import { unpacked } from './fetched';
import { MemFS } from './memfs';
import { keep } from './offline';
import { buffersOf, type Answer, type Build, type Link, type Linked, type Question } from './messages';
import { Index, Packages } from './packages';
import { serve, tool } from './program';

declare function importScripts(...urls: string[]): void;
declare const nexttoken: (request: string) => string;

const folder = new URL('./', self.location.href).href;
const fs = new MemFS();

async function program(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(unpacked(`${folder}${name}.wasm`));
}

importScripts(folder + 'wasm_exec.js');
const compiler = program('compile'), linker = program('link');
const packages = begin();

/** Starts the program that reads cells. */
async function begin(): Promise<Packages> {
  const [kernel, list] = await Promise.all([program('kernel'), unpacked(folder + 'packages.json')]);
  const text = await list.text();
  Object.assign(globalThis, { packages: JSON.stringify(JSON.parse(text).packages) });
  serve(kernel, fs);
  return new Packages(JSON.parse(text) as Index, fs, folder, progress => postMessage({ progress }));
}

async function build(source: string, imports: string[], runs: boolean): Promise<Build> {
  if (await (await packages).prepare(imports)) {
    void keep();
  }
  fs.writeFile('/cell/main.go', source);
  fs.workingFolder = '/cell';
  const list = ['-importcfg', '/packages/importcfg'];
  const [output, ok] = await tool(await compiler, fs, ['compile', '-o', '/cell/main.a', '-p', 'main', '-trimpath',
    '/cell=>', '-pack', '-complete', '-dwarf=false', '-c=1', '-nolocalimports', ...list, '/cell/main.go']);
  if (!ok || !runs) {
    return { wasm: null, output: ok ? '' : output };
  }
  return link(['link', '-o', '/cell/main', '-s', '-w', '-buildmode=exe', ...list, '/cell/main.a'], '/cell/main');
}

/** Runs the linker in a worker of its own, which has the files until then. */
async function link(argv: string[], result: string): Promise<Build> {
  const files = [...fs.files('/packages'), ...fs.files('/cell')];
  const worker = new Worker(folder + 'link.worker.js');
  try {
    const linked = await asked(worker, { linker: await linker, argv, files, result });
    linked.files.forEach(file => fs.writeFile(file.path, file.data));
    return { wasm: linked.wasm, output: linked.wasm ? '' : linked.output };
  } catch (error) {
    (await packages).forget();
    throw error;
  } finally {
    worker.terminate();
  }
}

function asked(worker: Worker, link: Link): Promise<Linked> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (message: MessageEvent<Linked>) => resolve(message.data);
    worker.onerror = event => reject(new Error(`the linker ended: ${event.message}`));
    worker.postMessage(link, buffersOf(link.files));
  });
}

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'call':
      await packages;
      return JSON.parse(nexttoken(JSON.stringify(question.call)));
    case 'build':
      return build(question.program, question.imports, question.link);
  }
}

let last: Promise<unknown> = Promise.resolve(); // the question before

self.onmessage = (event: MessageEvent<{ id: number; question: Question }>) => {
  const { id, question } = event.data;
  last = last.then(async () => {
    const reply: Answer = { id };
    try {
      reply.value = await answer(question);
    } catch (error) {
      reply.failure = String(error);
    }
    const wasm = (reply.value as Build | undefined)?.wasm;
    (self as unknown as Worker).postMessage(reply, wasm ? [wasm.buffer] : []);
  });
};
