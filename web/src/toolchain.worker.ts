// The worker that holds Go's compiler and linker, the archives of the packages, and the Go program that reads cells.
// All notebooks of a page share it; it does one thing at a time.

import { once, unpacked } from './fetched';
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
let linked: (linked: Linked) => void; // gets what the linker's worker sends
const compiler = once(() => program('compile')), linker = once(() => program('link')), packages = once(begin);
[compiler, linker, packages].forEach(get => void get().catch(() => undefined)); // the first cell may need them soon

/** Starts the program that reads cells. */
async function begin(): Promise<Packages> {
  const [kernel, list] = await Promise.all([program('kernel'), unpacked(folder + 'packages.json')]);
  const text = await list.text();
  Object.assign(globalThis, { packages: JSON.stringify(JSON.parse(text).packages) });
  serve(kernel, fs);
  return new Packages(JSON.parse(text) as Index, fs, folder, progress => postMessage({ progress }));
}

async function build(source: string, imports: string[], runs: boolean): Promise<Build> {
  if (await (await packages()).prepare(imports)) {
    linker().then(() => keep()).catch(() => undefined);
  }
  fs.writeFile('/cell/main.go', source);
  fs.workingFolder = '/cell';
  const list = ['-importcfg', '/packages/importcfg'];
  const [output, ok] = await tool(await compiler(), fs, ['compile', '-o', '/cell/main.a', '-p', 'main', '-trimpath',
    '/cell=>', '-pack', '-complete', '-dwarf=false', '-c=1', '-nolocalimports', ...list, '/cell/main.go']);
  if (!ok || !runs) {
    return { wasm: null, output: ok ? '' : output };
  }
  return link(['link', '-o', '/cell/main', '-s', '-w', '-buildmode=exe', ...list, '/cell/main.a'], '/cell/main');
}

/** Lets the page run the linker, in a worker that has the files until then. */
async function link(argv: string[], result: string): Promise<Build> {
  const module = await linker();
  const files = [...fs.files('/packages'), ...fs.files('/cell')];
  const start: Link = { linker: module, argv, files, result };
  const back = new Promise<Linked>(resolve => { linked = resolve; });
  (self as unknown as Worker).postMessage({ link: start }, buffersOf(files));
  files.forEach(file => fs.remove(file.path)); // they are not here until they come back
  const { wasm, output, files: returned, failure } = await back;
  returned.forEach(file => fs.writeFile(file.path, file.data));
  if (returned.length === 0) {
    (await packages()).forget();
  }
  if (failure) {
    throw new Error(failure);
  }
  return { wasm, output: wasm ? '' : output };
}

/** Calls the program that reads cells. */
function called(call: object): unknown {
  const { value, failure } = JSON.parse(nexttoken(JSON.stringify(call)));
  if (failure) {
    throw new Error(failure);
  }
  return value;
}

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'call':
      await packages();
      return called(question.call);
    case 'build':
      return build(question.program, question.imports, question.link);
  }
}

let last: Promise<unknown> = Promise.resolve(); // the question before

self.onmessage = (event: MessageEvent<{ id: number; question: Question } | { linked: Linked }>) => {
  if ('linked' in event.data) {
    return linked(event.data.linked);
  }
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

self.onmessageerror = () => {
  throw new Error('a message could not be read'); // the page's onerror gets it
};
