// How long a training still takes, from its last checkpoint: the first one is written after two seconds.

import type { File } from './messages';

const hint = '■ stops it, and its steps are kept. Fewer steps take less time.';

/** Returns a sentence about a training that is on its way; '' if the file is no checkpoint of one. */
export function timeLeft({ path, data }: File): string {
  const steps = Number(/-(\d+)\.safetensors$/.exec(path)?.[1] ?? 0);
  const state = data && steps ? stateIn(data) : undefined;
  if (!state?.step || state.finished) {
    return '';
  }
  const seconds = (steps - state.step) * state.seconds / state.step;
  return `Training: step ${state.step} of ${steps}, about ${duration(seconds)} left. ${hint}`;
}

/** Whether a file is a checkpoint that is behind another one of the same training. */
export function isBehind({ path, data }: File, other: Uint8Array | undefined): boolean {
  if (!data || !other || !path.endsWith('.safetensors')) {
    return false;
  }
  const mine = stateIn(data), theirs = stateIn(other);
  return !!mine && !!theirs && (theirs.finished && !mine.finished || theirs.step > mine.step);
}

interface State {
  step: number;
  seconds: number; // that its steps took
  finished: boolean;
}

/** Reads the state of a training from the header of a safetensors file: its length in 8 bytes, then JSON. */
function stateIn(data: Uint8Array): State | undefined {
  try {
    const length = Number(new DataView(data.buffer, data.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(data.subarray(8, 8 + length)));
    return JSON.parse(header.__metadata__.state);
  } catch {
    return undefined; // a file of another kind
  }
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} minutes`;
}
