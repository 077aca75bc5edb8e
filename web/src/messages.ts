// What the page and its workers send to each other.

/** A box of HTML, with the same as plain text. */
export interface Box {
  html: string;
  text: string;
}

/** What package session found in a cell. */
export interface Reading {
  notes: Box[] | null;
  error: Box | null;
  output: string;
  program: string;
  imports: string[] | null;
  runs: boolean;
}

/** What is known of a program that ended. */
export interface Ending {
  stdout: string;
  stderr: string;
  status: number;
  displayed: boolean;
  why: string;
}

/** What package session shows when a program has ended. */
export interface Result {
  stderr: string;
  notes: Box[] | null;
  error: Box | null;
}

/** A call of a session of package session, in the toolchain's worker. */
export interface Call {
  session: string;
  call: 'read' | 'built' | 'stopped' | 'ended' | 'forget';
  source?: string;
  number?: number;
  output?: string;
  ok?: boolean;
}

/** A program that was built, or what the compiler or the linker printed. */
export interface Build {
  wasm: Uint8Array | null;
  output: string;
}

/** What the toolchain's worker is asked. */
export type Question =
  | { kind: 'call'; call: Call & Partial<Ending> }
  | { kind: 'build'; program: string; imports: string[]; link: boolean };

/** What it answers, one answer for each question; progress comes before. */
export interface Answer {
  id: number;
  value?: unknown;
  failure?: string;
}

/** How many bytes of what a page needs have come. */
export interface Progress {
  loaded: number;
  total: number;
}

/** A file of the student's, or of a training; null if it was removed. */
export interface File {
  path: string;
  data: Uint8Array | null;
}

/** A file that one worker lends to another. */
export interface Lent {
  path: string;
  data: Uint8Array;
}

/** What the linker's worker gets. */
export interface Link {
  linker: WebAssembly.Module;
  argv: string[];
  files: Lent[];
  result: string; // the path of the program that it writes
}

/** What it sends: the program, or what the linker printed, and the files, which it gives back. */
export interface Linked {
  output: string;
  wasm: Uint8Array<ArrayBuffer> | null;
  files: Lent[];
  failure?: string; // why the linker ended; if its worker did, the files are lost
}

/** All buffers of an answer. */
export function buffersIn({ files, wasm }: Linked): ArrayBuffer[] {
  return [...buffersOf(files), ...wasm ? [wasm.buffer] : []];
}

/** The buffers that files lie in, to send them to another worker without a copy. */
export function buffersOf(files: Lent[]): ArrayBuffer[] {
  return [...new Set(files.map(file => file.data.buffer as ArrayBuffer))];
}

/** What a cell's worker gets: a program to run. */
export interface Start {
  wasm: Uint8Array;
  files: File[];
  env: Record<string, string>;
}

/** What it sends. */
export type Event =
  | { kind: 'text'; stream: number; text: string }
  | { kind: 'display'; id: string; data: Record<string, unknown> }
  | { kind: 'file'; file: File }
  | { kind: 'ended'; status: number; why: string };
