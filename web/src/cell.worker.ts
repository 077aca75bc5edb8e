// The worker that runs the programs of one notebook's cells, one after the other. Whoever wants to stop a program ends
// the worker: what it wrote to files was posted before.

import { once } from './fetched';
import { MemFS } from './memfs';
import type { Event, Start } from './messages';
import { keep } from './offline';
import { run } from './program';

declare function importScripts(...urls: string[]): void;

const home = '/home', models = '/home/models/';
const folder = new URL('./', self.location.href).href;
const part = /\/\.|\.part\d*$/; // of a file that package atomicfile is writing
const mostBytes = 1 << 20, mostLines = 10_000; // that a cell may print

importScripts(folder + 'wasm_exec.js');
const shipped = once<string[]>(() => fetch(folder + 'models.json').then(response => response.json()));
const arithmetic = fetch(folder + 'arithmetic.wasm').then(response => response.arrayBuffer()).then(bytes =>
  ({ name: 'arithmetic', module: new WebAssembly.Module(bytes) }));
let known: string[] = []; // the models that are on the server and were not opened yet
const fs = new MemFS();
fs.makeFolder(home);
fs.device('/dev/display', display);
fs.output = print;
fs.changed = path => {
  if (path.startsWith(home + '/') && !part.test(path)) {
    send({ kind: 'file', file: { path, data: fs.readFile(path)?.slice() ?? null } });
  }
};

fs.fetch = path => {
  const name = path.slice(models.length);
  if (path.startsWith(models) && known.includes(name)) {
    known = known.filter(other => other !== name);
    return model(name);
  }
};

/** Fetches a model that was trained before. */
async function model(name: string): Promise<Uint8Array> {
  const response = await fetch(`${folder}models/${name}`);
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  const data = new Uint8Array(await response.arrayBuffer());
  void keep();
  return data;
}

let decoders: TextDecoder[];
let displays: string;
let bytes: number, lines: number;
let why: string;

function send(event: Event): void {
  postMessage(event);
}

/** Sends what a program prints. One that prints for ever is ended. */
function print(stream: number, part: Uint8Array): void {
  bytes += part.length;
  lines += part.reduce((sum, byte) => sum + Number(byte === 10), 0);
  send({ kind: 'text', stream, text: decoders[stream].decode(part, { stream: true }) });
  if (bytes > mostBytes || lines > mostLines) {
    why = 'Stopped: this cell printed more than 1 MB or 10000 lines. Perhaps a loop never ends: does its variable ' +
      'change? If it does end, print less.';
    throw new Error(why);
  }
}

/** Sends what a program displays: lines of JSON. */
function display(part: Uint8Array): void {
  displays += decoders[0].decode(part, { stream: true });
  const all = displays.split('\n');
  displays = all.pop()!;
  for (const line of all) {
    send({ kind: 'display', ...JSON.parse(line) });
  }
}

self.onmessage = async (message: MessageEvent<Start>) => {
  const { wasm, files, env } = message.data;
  for (const file of files) {
    file.data ? fs.writeFile(file.path, file.data) : fs.remove(file.path);
  }
  decoders = [0, 1, 2].map(() => new TextDecoder());
  [displays, bytes, lines, why] = ['', 0, 0, ''];
  fs.workingFolder = home;
  known = (await shipped().catch(() => [])).filter(name => !fs.readFile(models + name));
  let status = 2;
  try {
    status = await run(new WebAssembly.Module(wasm as BufferSource), fs, ['cell'], env, await arithmetic);
  } catch (error) {
    why ||= `The program ended: ${error}`;
  }
  fs.closeAll();
  send({ kind: 'ended', status, why });
};

self.onmessageerror = () => {
  throw new Error('a message could not be read'); // the page's onerror gets it
};
