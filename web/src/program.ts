// Runs programs that Go built for js/wasm: the compiler, the linker, cells. It needs Go's own wasm_exec.js.

import type { MemFS } from './memfs';

/** What wasm_exec.js defines. */
interface GoProgram {
  argv: string[];
  env: Record<string, string>;
  exit: (code: number) => void;
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
  exited?: boolean;
  _scheduledTimeouts: Map<number, number>;
  _pendingEvent: unknown;
  _resume(): void;
}

declare const Go: new () => GoProgram;

/** Where Go's package syscall finds files and the process. */
interface Environment {
  fs: MemFS;
  process: object;
  path: object;
}

/** A library of functions that work in the memory of a program, which imports them. */
export interface Library {
  name: string;
  module: WebAssembly.Module;
}

type Functions = Record<string, (...numbers: number[]) => void>;

/** The functions of a library. It is started at the first call, since it needs the memory of the program. */
function functionsOf({ module }: Library, memory: () => WebAssembly.Memory): Functions {
  let started: Functions | undefined;
  const all = () => started ??=
    new WebAssembly.Instance(module, { env: { memory: memory() } }).exports as unknown as Functions;
  const names = WebAssembly.Module.exports(module).filter(one => one.kind === 'function').map(one => one.name);
  return Object.fromEntries(names.map(name => [name, (...numbers: number[]) => all()[name](...numbers)]));
}

/** Starts a program with these files and variables. The promise gives its exit status. */
function start(module: WebAssembly.Module, fs: MemFS, argv: string[], env: Record<string, string>, library?: Library):
  [GoProgram, Promise<number>] {
  const none = () => 0;
  Object.assign(globalThis as unknown as Environment, {
    fs,
    path: { resolve: (...parts: string[]) => parts.join('/') },
    process: {
      getuid: none, getgid: none, geteuid: none, getegid: none, getgroups: () => [0], pid: 1, ppid: 0,
      umask: () => 0o22, cwd: () => fs.workingFolder, chdir: (to: string) => { fs.workingFolder = fs.absolute(to); }
    }
  });
  const go = new Go();
  let status = 0;
  go.argv = argv;
  go.env = { HOME: '/', TMPDIR: '/tmp', ...env };
  go.exit = code => {
    status = code;
    go._scheduledTimeouts.forEach(timeout => clearTimeout(timeout)); // or Go wakes a program that has ended, and throws
    go._scheduledTimeouts.clear();
  };
  if (library) {
    go.importObject[library.name] = functionsOf(library, () => instance.exports.mem as WebAssembly.Memory);
  }
  const instance = new WebAssembly.Instance(module, go.importObject);
  const ended = go.run(instance);
  return [go, ended.then(() => status)];
}

/** Runs a program to its end, and returns its exit status. */
export async function run(module: WebAssembly.Module, fs: MemFS, argv: string[], env: Record<string, string> = {},
  library?: Library): Promise<number> {
  const [go, ended] = start(module, fs, argv, env, library);
  if (!go.exited && go._scheduledTimeouts.size === 0 && fs.fetching === 0) { // nothing will wake it: Go prints why
    go._pendingEvent = { id: 0 };
    go._resume();
  }
  return ended;
}

/** Runs the compiler or the linker. Returns what it printed, and whether it succeeded. */
export async function tool(module: WebAssembly.Module, fs: MemFS, argv: string[]): Promise<[string, boolean]> {
  let output = '';
  const decoder = new TextDecoder();
  fs.output = (_stream, bytes) => { output += decoder.decode(bytes, { stream: true }); };
  const status = await run(module, fs, argv, { GOOS: 'js', GOARCH: 'wasm', GOROOT: '/go' });
  return [output, status === 0];
}

/** Starts a program that goes on for ever, and answers calls of the functions that it gives to JavaScript. */
export function serve(module: WebAssembly.Module, fs: MemFS): void {
  start(module, fs, ['kernel'], {});
}
