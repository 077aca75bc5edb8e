package site

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/serviceworker"

	"nexttoken/test/browser"
)

// allKept is whether the site's cache has all that the page has fetched, and what its program was made with.
const allKept = `(async () => {
	const cache = await caches.open('precache'), keys = (await cache.keys()).map(key => key.url);
	const fetched = performance.getEntriesByType('resource').filter(one => one.responseStatus < 400 &&
		one.name.startsWith(location.origin) && !one.name.includes('/api/kernels')).map(one => one.name);
	const needed = ['compile.wasm', 'link.wasm', 'kernel.wasm', 'packages.json', '.bin.', 'arithmetic.wasm'];
	window.allKept = fetched.every(name => keys.includes(name)) &&
		needed.every(part => keys.some(key => key.includes(part)));
})() && window.allKept`

// goOffline waits until the page has kept what it needs. Then the server is gone, and the browser has only that.
func goOffline(t *testing.T, page *browser.Page, server *Server) {
	t.Helper()
	must(t, page.Until(allKept))
	server.Gone.Store(true)
	must(t, page.Do(network.ClearBrowserCache()))
}

// A browser ends the service worker when it is idle. It starts again without a network, twice, and nothing was saved.
func TestOfflineAfterTheBrowserWasIdle(t *testing.T) {
	page, server := open(t, "00_start_here.ipynb")
	output(t, page, place, six)
	goOffline(t, page, server)
	for range 2 {
		must(t, page.Do(serviceworker.Enable(), serviceworker.StopAllWorkers()))
		must(t, page.Open(server.Page("00_start_here.ipynb")))
		if got := output(t, page, place, six); got != "6" {
			t.Errorf("without a network, it shows %q", got)
		}
	}
}
