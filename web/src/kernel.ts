// The notebook's kernel: it reads a cell, builds its program, runs it, and shows what it prints and displays.

import type { KernelMessage } from '@jupyterlab/services';
import { BaseKernel, type IKernel } from '@jupyterlite/services';
import type { Files } from './files';
import type { Box, Ending, Event, Reading, Result, Start } from './messages';
import { notice } from './notice';
import { timeLeft } from './timeleft';
import type { Toolchain } from './toolchain';

declare const goVersion: string; // build.mjs knows it

type ExecuteReply = KernelMessage.IExecuteReplyMsg['content'];

const variables = { NEXTTOKEN_DISPLAY: '/dev/display', NEXTTOKEN_MODELS: '/home/models', GOGC: '200' };
let count = 0; // of kernels
const interrupted = -2; // the status of a program that ■ ended, as package session wants it

export class GoKernel extends BaseKernel {
  private asked: { stopsOnError: boolean }; // by the request that is handled
  private session = `${this.id} ${++count}`; // a kernel that is started again has the id of the one before
  private worker: Worker | undefined;
  private stop: (() => void) | undefined; // ends the program that runs
  private stopped = false; // ■ was pressed while the cell was built
  private shown = new Set<string>(); // the ids of displays
  private curve = false; // a curve of the program that runs shows the time left

  constructor(options: IKernel.IOptions, private toolchain: Toolchain, private files: Files, private folder: string) {
    const asked = { stopsOnError: true };
    super({ ...options, sendMessage: message => options.sendMessage(asked.stopsOnError ? message : goingOn(message)) });
    this.asked = asked;
  }

  async kernelInfoRequest(): Promise<KernelMessage.IInfoReplyMsg['content']> {
    return {
      status: 'ok', implementation: 'nexttoken', implementation_version: '1', protocol_version: '5.3',
      banner: 'Go, compiled in this browser', help_links: [],
      language_info: {
        // As in the pages: else JupyterLab would ask to save a page that was only opened.
        name: 'go', version: goVersion, mimetype: 'text/x-go', file_extension: '.go', codemirror_mode: '',
        pygments_lexer: '', nbconvert_exporter: ''
      }
    };
  }

  async executeRequest(content: KernelMessage.IExecuteRequestMsg['content']): Promise<ExecuteReply> {
    if (this.isDisposed) { // the cell waited
      return this.succeed();
    }
    this.stopped = false;
    this.asked.stopsOnError = content.stop_on_error !== false;
    try {
      const error = await this.execute(content.code);
      return error ? this.fail(error) : this.succeed();
    } catch (error) { // the network, or a fault of ours
      const text = `The cell could not be built: ${error}`;
      return this.fail({ html: escaped(text), text });
    }
  }

  /** Runs a cell. Returns why it failed. */
  private async execute(source: string): Promise<Box | null> {
    const session = this.session;
    const reading = await this.toolchain.call<Reading>(
      { session, call: 'read', source, number: this.executionCount });
    if (this.isDisposed) {
      return null;
    }
    reading.notes?.forEach(note => this.show(note));
    if (reading.output) {
      this.stream({ name: 'stdout', text: reading.output });
    }
    if (reading.error || !reading.program) {
      return reading.error;
    }
    const built = await this.toolchain.build(reading.program, reading.imports ?? [], reading.runs);
    if (this.isDisposed) {
      return null;
    }
    if (this.stopped) {
      return this.toolchain.call<Box>({ session, call: 'stopped' });
    }
    const ok = !built.output;
    const error = await this.toolchain.call<Box | null>({ session, call: 'built', output: built.output, ok });
    if (error || !built.wasm) {
      return error;
    }
    const ending = await this.run(built.wasm);
    if (this.isDisposed) {
      return null;
    }
    const result = await this.toolchain.call<Result>({ session, call: 'ended', ...ending });
    if (result.stderr) {
      this.stream({ name: 'stderr', text: result.stderr });
    }
    result.notes?.forEach(note => this.show(note));
    return result.error;
  }

  /** Runs a program in this notebook's worker, which is a new one after each program that was stopped. */
  private async run(wasm: Uint8Array): Promise<Ending> {
    const ending: Ending = { stdout: '', stderr: '', status: 0, displayed: false, why: '' };
    if (this.stopped) {
      return { ...ending, status: interrupted };
    }
    this.shown.clear();
    this.curve = false;
    const worker = this.worker ??= new Worker(this.folder + 'cell.worker.js');
    const ended = new Promise<void>(resolve => {
      const end = () => {
        worker.terminate();
        this.worker = undefined;
        resolve();
      };
      this.stop = () => {
        ending.status = interrupted;
        end();
      };
      worker.onerror = event => {
        ending.why = `The program ended: ${event.message ?? 'its worker could not be fetched.'}`;
        end();
      };
      worker.onmessage = (message: MessageEvent<Event>) => {
        const event = message.data;
        if (event.kind === 'ended') {
          worker.onerror = null; // what comes later is no error of this cell
          [ending.status, ending.why] = [event.status, event.why];
          event.why ? end() : resolve();
        } else {
          this.handle(event, ending, worker);
        }
      };
    });
    const start: Start = { wasm, files: await this.files.changes(worker), env: variables };
    worker.postMessage(start, [wasm.buffer]); // a worker that was ended meanwhile does not get it
    await ended;
    this.stop = undefined;
    notice('');
    await this.files.kept();
    return ending;
  }

  /** Handles what a program prints, displays or writes. */
  private handle(event: Exclude<Event, { kind: 'ended' }>, ending: Ending, worker: Worker): void {
    switch (event.kind) {
      case 'text':
        if (event.stream === 1) {
          ending.stdout += event.text;
          this.stream({ name: 'stdout', text: event.text });
        } else {
          ending.stderr += event.text;
        }
        break;
      case 'display':
        ending.displayed = true;
        this.display(event.id, event.data);
        if (!this.curve && event.id && /\ds left/.test(JSON.stringify(event.data))) {
          this.curve = true;
          notice('');
        }
        break;
      case 'file':
        this.files.write(event.file, worker);
        if (event.file.data && !this.curve) { // before a checkpoint is replaced, it is removed
          notice(timeLeft(event.file));
        }
    }
  }

  private display(id: string, data: Record<string, unknown>): void {
    const content = { data: data as never, metadata: {}, transient: id ? { display_id: `${this.id} ${id}` } : {} };
    if (id && this.shown.has(id)) {
      this.updateDisplayData(content as KernelMessage.IUpdateDisplayDataMsg['content']);
    } else {
      this.shown.add(id);
      this.displayData(content);
    }
  }

  private show(box: Box, metadata: Record<string, never> = {}): void {
    const data = { 'text/html': box.html, 'text/plain': box.text };
    this.displayData({ data, metadata });
  }

  private succeed(): ExecuteReply {
    return { status: 'ok', execution_count: this.executionCount, user_expressions: {} };
  }

  private fail(box: Box): ExecuteReply {
    this.show(box, { nexttoken: { failed: true } } as never);
    return {
      status: 'error', execution_count: this.executionCount, ename: 'error', evalue: box.text, traceback: [box.text]
    };
  }

  /** Ends the program that runs, or does not run the one that is being built. */
  interrupt(): void {
    this.stopped = true;
    this.stop?.();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.interrupt();
      this.worker?.terminate();
      this.toolchain.call({ session: this.session, call: 'forget' }).catch(() => undefined);
    }
    super.dispose();
  }

  async completeRequest(content: KernelMessage.ICompleteRequestMsg['content']):
    Promise<KernelMessage.ICompleteReplyMsg['content']> {
    const at = content.cursor_pos;
    return { status: 'ok', matches: [], cursor_start: at, cursor_end: at, metadata: {} };
  }

  async inspectRequest(): Promise<KernelMessage.IInspectReplyMsg['content']> {
    return { status: 'ok', found: false, data: {}, metadata: {} };
  }

  async isCompleteRequest(): Promise<KernelMessage.IIsCompleteReplyMsg['content']> {
    return { status: 'unknown' };
  }

  async commInfoRequest(): Promise<KernelMessage.ICommInfoReplyMsg['content']> {
    return { status: 'ok', comms: {} };
  }

  inputReply(): void { /* there is no keyboard */ }
  async commOpen(): Promise<void> { /* nothing uses comms */ }
  async commMsg(): Promise<void> { /* nothing uses comms */ }
  async commClose(): Promise<void> { /* nothing uses comms */ }
}

/** Marks the reply to a cell that fails on purpose, so that JupyterLite does not forget the cells after it. */
function goingOn(message: KernelMessage.IMessage): KernelMessage.IMessage {
  if (message.header.msg_type === 'execute_reply') {
    message.metadata = { ...message.metadata, cause: 'interrupt' };
  }
  return message;
}

/** Returns a text as HTML. */
function escaped(text: string): string {
  const element = document.createElement('div');
  element.textContent = text;
  return element.outerHTML;
}
