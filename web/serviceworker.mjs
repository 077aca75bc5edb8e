// Mends JupyterLite's service worker, which lets the site work without a network: node serviceworker.mjs FILE. It fails
// when the worker is not the one that it knows.

import { readFileSync, writeFileSync } from 'node:fs';

const changes = [
  // A browser ends the worker after half a minute, and starts it again without "activate", which alone set this.
  ['let enableCache=!1;', 'let enableCache="true"===new URL(location.href).searchParams.get("enableCache");'],
  // Without the list of the site's pages, a page that was not saved cannot be opened.
  ['t.pathname.includes("/api/")}', 't.pathname.includes("/api/")&&!t.pathname.includes("/api/contents/")}'],
  // The address of a page is that of another one with another query: the file is the same one.
  ['await t.match(e);', 'await t.match(e,{ignoreSearch:"navigate"===e.mode});'],
  // An error of the server must not take the place of a file. A browser refuses to open a page from an answer that was
  // redirected, as some servers do with index.html.
  ['async function updateCache(e,t){return(await openCache()).put(e,t)}',
    'async function updateCache(e,t){if(t.ok)return(await openCache()).put(e,t.redirected?new Response(t.body,t):t)}']
];

const file = process.argv[2];
let worker = readFileSync(file, 'utf8');
for (const [before, after] of changes) {
  if (worker.split(before).length !== 2) {
    throw new Error(`${file} has not once: ${before}`);
  }
  worker = worker.replace(before, () => after);
}
writeFileSync(file, worker);
