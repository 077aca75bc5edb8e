package site

// What a student keeps in the browser's storage: pages, files, and what other tabs wrote.

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"nexttoken/test/browser"
)

// contents is a call of JupyterLab's list of files.
const contents = `window.jupyterapp.serviceManager.contents`

func ask(t *testing.T, page *browser.Page, script string) (answer string) {
	t.Helper()
	must(t, page.Ask(script, &answer))
	return answer
}

func TestAFreshCopyStandsBesideTheStudentsPage(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	output(t, page, place, "%%\nfmt.Println(\"changed\")")
	must(t, page.Save())
	for _, want := range []string{"00_start_here.fresh.ipynb", "00_start_here.fresh-2.ipynb"} {
		must(t, page.Command("nexttoken:fresh-copy"))
		must(t, page.Until(`window.jupyterapp.shell.currentWidget.context?.path === '`+want+`'`))
	}
	const source = contents + `.get('%', {content: true}).then(page => page.content.cells[1].source.toString())`
	for name, want := range map[string]string{"00_start_here": "changed", "00_start_here.fresh": "Hello. This is"} {
		if got := ask(t, page, strings.Replace(source, "%", name+".ipynb", 1)); !strings.Contains(got, want) {
			t.Errorf("in %s, the cell is %q", name, got)
		}
	}
	if got := ask(t, page, `Promise.resolve([...document.querySelectorAll('.lm-MenuBar-itemLabel')].
		map(label => label.textContent).join())`); !strings.Contains(got, "File") {
		t.Errorf("the menus are %q", got)
	}
}

func TestProgramsReadUploadsAndStudentsDownloadWhatProgramsWrite(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	const read = "%%\ntext, err := os.ReadFile(\"my-names.txt\")\nfmt.Println(string(text), err)"
	if got := output(t, page, place, read); !strings.Contains(got, "o such file or directory") {
		t.Errorf("without the file, it shows %q", got)
	}
	for _, name := range []string{"Zoë", "Ada"} { // the second one in its place
		ask(t, page, contents+`.save('my-names.txt', {type: 'file', format: 'text', content: '`+name+`'}).
			then(() => '')`)
		if got := output(t, page, place, read); got != name+" <nil>" {
			t.Errorf("with %s, it shows %q", name, got)
		}
	}
	output(t, page, place, "%%\nos.WriteFile(\"out.txt\", []byte(\"Zoë\"), 0o644)")
	got := ask(t, page, contents+`.getDownloadUrl('out.txt').then(fetch).then(file => file.text())`)
	if got != "Zoë" {
		t.Errorf("the download has %q", got)
	}
	ask(t, page, contents+`.delete('my-names.txt').then(() => '')`)
	if got := output(t, page, place, read); !strings.Contains(got, "o such file or directory") {
		t.Errorf("when the file was deleted, it shows %q", got)
	}
}

func TestTwoTabsShareFilesAndLoseNoPage(t *testing.T) {
	page, server := open(t, "00_start_here.ipynb")
	const read = "%%\ntext, err := os.ReadFile(\"models/guess\")\nfmt.Println(string(text), err)"
	other, err := page.Another()
	must(t, err)
	t.Cleanup(other.Close)
	must(t, other.Open(server.Page("00_start_here.ipynb")))
	for _, tab := range []*browser.Page{page, other} { // both have read the files
		if got := output(t, tab, place, read); !strings.Contains(got, "o such file or directory") {
			t.Errorf("at first, a tab shows %q", got)
		}
	}
	output(t, other, place,
		"%%\nos.MkdirAll(\"models\", 0o755)\nos.WriteFile(\"models/guess\", []byte(\"abi\"), 0o644)")
	if got := output(t, page, place, read); got != "abi <nil>" {
		t.Errorf("what the other tab wrote is %q", got)
	}
	must(t, page.Save())
	must(t, other.Command("docmanager:save")) // the page was saved in the first tab since
	must(t, other.Until(`document.querySelector('.jp-Dialog')?.textContent.includes('has changed')`))
}

// full makes the page's storage refuse what is written, as a browser does whose storage is full.
const full = `(IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }, 0)`

// With a full storage, there is one sentence, and nothing that was there is lost.
func TestAFullStorage(t *testing.T) {
	page, server := open(t, "00_start_here.ipynb")
	const write = "%%\nos.MkdirAll(\"models\", 0o755)\n" +
		"os.WriteFile(\"models/guess\", []byte(strings.Repeat(\"a\", SIZE)), 0o644)\nfmt.Println(\"written\")"
	output(t, page, place, strings.Replace(write, "SIZE", "3", 1))
	must(t, page.Save())
	must(t, page.Do(chromedp.Evaluate(full, nil)))
	for range 2 {
		if got := output(t, page, place, strings.Replace(write, "SIZE", "30_000", 1)); got != "written" {
			t.Errorf("it shows %q", got)
		}
	}
	must(t, page.Until(`document.querySelectorAll('[role=alert]').length === 1 &&
		document.querySelector('[role=alert]').textContent.includes('its storage is full')`))
	const read = "%%\ntext, _ := os.ReadFile(\"models/guess\")\nfmt.Println(len(text))"
	if got := output(t, page, place, read); got != "30000" {
		t.Errorf("while the page is open, the file has %s bytes", got)
	}
	must(t, page.Open(server.Page("00_start_here.ipynb")))
	if got := output(t, page, place, read); got != "3" {
		t.Errorf("after the page was closed, the file has %s bytes, not those of before", got)
	}
}

// Whoever makes room keeps what could not be kept before: a new file, and a changed one.
func TestRoomInAFullStorage(t *testing.T) {
	page, server := open(t, "00_start_here.ipynb")
	const write = "%%\nos.WriteFile(\"NAME\", []byte(strings.Repeat(\"a\", SIZE)), 0o644)"
	writes := func(name, size string) {
		output(t, page, place, strings.NewReplacer("NAME", name, "SIZE", size).Replace(write))
	}
	writes("old.txt", "3")
	writes("large.txt", "30_000")
	must(t, page.Do(chromedp.Evaluate(`window.put = IDBObjectStore.prototype.put`, nil), chromedp.Evaluate(full, nil)))
	writes("old.txt", "30")
	writes("new.txt", "40")
	const read = "%%\nfor _, name := range []string{\"old.txt\", \"new.txt\", \"large.txt\"} {\n" +
		"\ttext, _ := os.ReadFile(name)\n\tfmt.Print(len(text), \" \")\n}"
	ask(t, page, contents+`.delete('large.txt').then(() => '')`)
	if got := output(t, page, place, read); got != "30 40 0" {
		t.Errorf("when a file was deleted and the storage is full, the files have %s bytes", got)
	}
	must(t, page.Do(chromedp.Evaluate(`(IDBObjectStore.prototype.put = window.put, 0)`, nil)))
	output(t, page, place, read)
	must(t, page.Open(server.Page("00_start_here.ipynb")))
	if got := output(t, page, place, read); got != "30 40 0" {
		t.Errorf("when there was room and the page was opened again, the files have %s bytes", got)
	}
}

func TestFilesInFoldersAndFilesThatAreNotClosedAreKept(t *testing.T) {
	page, server := open(t, "00_start_here.ipynb")
	output(t, page, place, `%%
os.MkdirAll("notes/may", 0o755)
os.WriteFile("notes/may/first.txt", []byte("in a folder"), 0o644)
file, _ := os.Create("open.txt")
fmt.Fprint(file, "not closed")`)
	must(t, page.Open(server.Page("00_start_here.ipynb")))
	got := output(t, page, place, `%%
for _, name := range []string{"notes/may/first.txt", "open.txt"} {
	text, err := os.ReadFile(name)
	fmt.Println(string(text), err)
}`)
	if got != "in a folder <nil>\nnot closed <nil>" {
		t.Errorf("when the page was opened again, it shows %q", got)
	}
	output(t, page, place, "%%\nos.RemoveAll(\"notes\")")
	if got := ask(t, page, contents+`.get('notes').then(() => 'there', () => 'gone')`); got != "gone" {
		t.Errorf("a folder that a program removed is %s", got)
	}
}
