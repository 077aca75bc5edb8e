// Fetches files that lie packed on the server, and unpacks them here, so that any server will do.

/** Fetches a .gz file, and returns it unpacked. came gets the number of packed bytes as they come. */
export async function gunzipped(url: string, came: (bytes: number) => void = () => undefined): Promise<Response> {
  const response = await fetch(url);
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
  // Some servers mark such a file, and then the browser has unpacked it.
  const packed = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  const unpack = new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>;
  const unpacked = packed ? bytes.pipeThrough(unpack) : bytes;
  return new Response(unpacked as ReadableStream, { headers: { 'Content-Type': 'application/wasm' } });
}
