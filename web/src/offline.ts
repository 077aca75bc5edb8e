// Keeps what the site has fetched, so that it works without a network later. JupyterLite's service worker answers from
// this cache, but it does not see what was fetched before it began.

const cacheName = 'precache'; // JupyterLite's own

/** Forgets all, since the site was renewed: its files belong together. */
export async function forget(): Promise<void> {
  await globalThis.caches?.delete(cacheName);
}

/** Keeps all that this page, or this worker, has fetched so far, and more addresses. */
export async function keep(...more: string[]): Promise<void> {
  if (!('caches' in globalThis)) {
    return; // only https and localhost have caches
  }
  const cache = await caches.open(cacheName);
  const fetched = performance.getEntriesByType('resource').map(entry => entry.name);
  for (const address of new Set([...fetched, ...more])) {
    if (address.startsWith(location.origin) && !address.includes('/api/kernels') && !await cache.match(address)) {
      // The browser has it: it need not ask the server again.
      await add(cache, new Request(address, { cache: 'force-cache' })).catch(() => undefined);
    }
  }
}

async function add(cache: Cache, request: Request): Promise<void> {
  const answer = await fetch(request);
  if (answer.ok) { // no page can be opened from an answer that was redirected
    await cache.put(request, answer.redirected ? new Response(answer.body, answer) : answer);
  }
}
