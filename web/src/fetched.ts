// Fetches files that lie packed on the server, and unpacks them here, so that any server will do.

import { forget } from './offline';

declare const hasBrotli: boolean; // build.mjs knows whether the site has each file as .br, besides .gz

/** How the files are packed that this browser fetches. */
const packing = hasBrotli && unpacks('brotli') ?
  { ending: '.br', format: 'brotli' } : { ending: '.gz', format: 'gzip' };

/** Returns a function that gets something once, and again only after a failure. */
export function once<T>(get: () => Promise<T>): () => Promise<T> {
  let got: Promise<T> | undefined;
  return () => got ??= get().catch(error => {
    got = undefined;
    throw error;
  });
}

/** Fetches a file, and returns it unpacked. came gets the number of packed bytes as they come. */
export async function unpacked(url: string, came: (bytes: number) => void = () => undefined): Promise<Response> {
  const response = await fetch(url + packing.ending);
  if (response.status === 404) {
    await forget();
    throw new Error('the site was renewed since this page was opened. Save your page, and load it again.');
  }
  if (!response.ok || !response.body) {
    throw new Error(`${url}: ${response.status} ${response.statusText}`);
  }
  const reader = response.body.getReader();
  const first = await reader.read();
  const add = (part: Uint8Array, controller: ReadableStreamDefaultController<Uint8Array>) => {
    came(part.length);
    controller.enqueue(part);
  };
  const bytes = new ReadableStream<Uint8Array>({
    start(controller) {
      first.value ? add(first.value, controller) : controller.close();
    },
    async pull(controller) {
      const { value } = await reader.read();
      value ? add(value, controller) : controller.close();
    }
  });
  const unpack = new DecompressionStream(packing.format as CompressionFormat) as ReadableWritablePair;
  const all = isPacked(first.value) ? bytes.pipeThrough(unpack) : bytes;
  return new Response(all as ReadableStream, { headers: { 'Content-Type': 'application/wasm' } });
}

/** Some servers mark a packed file, and then the browser has unpacked it: a program, an archive or JSON. */
function isPacked(begin: Uint8Array = new Uint8Array(1)): boolean {
  return !['\0asm', '!<arch>', '{'].some(magic => String.fromCharCode(...begin.subarray(0, magic.length)) === magic);
}

function unpacks(format: string): boolean {
  try {
    new DecompressionStream(format as CompressionFormat);
    return true;
  } catch {
    return false;
  }
}
