// The worker that holds Go's compiler and linker, the archives of the packages, and the Go program that reads cells.
// All notebooks of a page share it; it does one thing at a time.

import { unpacked } from './fetched';
import { MemFS } from './memfs';
import { keep } from './offline';
import type { Answer, Build, Question } from './messages';
import { Index, Packages } from './packages';
import { run, serve } from './program';

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

/** Runs the compiler or the linker. Returns what it printed, and whether it succeeded. */
async function tool(name: Promise<WebAssembly.Module>, argv: string[]): Promise<[string, boolean]> {
  let output = '';
  const decoder = new TextDecoder();
  fs.output = (_stream, bytes) => { output += decoder.decode(bytes, { stream: true }); };
  const status = await run(await name, fs, argv, { GOOS: 'js', GOARCH: 'wasm', GOROOT: '/go' });
  return [output, status === 0];
}

async function build(source: string, imports: string[], link: boolean): Promise<Build> {
  if (await (await packages).prepare(imports)) {
    void keep();
  }
  fs.writeFile('/cell/main.go', source);
  fs.workingFolder = '/cell';
  const list = ['-importcfg', '/packages/importcfg'];
  let [output, ok] = await tool(compiler, ['compile', '-o', '/cell/main.a', '-p', 'main', '-trimpath', '/cell=>', '-pack',
    '-complete', '-dwarf=false', '-c=1', '-nolocalimports', ...list, '/cell/main.go']);
  if (ok && link) {
    [output, ok] = await tool(linker, ['link', '-o', '/cell/main', '-s', '-w', '-buildmode=exe', ...list, '/cell/main.a']);
  }
  const wasm = ok && link ? fs.readFile('/cell/main')!.slice() : null;
  fs.remove('/cell/main');
  return { wasm, output: ok ? '' : output };
}

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'call':
      await packages;
      return JSON.parse(nexttoken(JSON.stringify(question.call)));
    case 'prepare':
      return (await packages).prepare(question.imports);
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
