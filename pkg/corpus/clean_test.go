package corpus_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

func TestOneLine(t *testing.T) {
	for line, want := range map[string]struct{ name, changed, dropped string }{
		"anna":        {name: "anna"},
		"Anna":        {name: "anna", changed: "upper case"},
		"Zoë":         {name: "zoe", changed: "upper case+accents or other forms of letters"},
		"zoe\u0308":   {name: "zoe", changed: "accents or other forms of letters"},
		"ﬁona":        {name: "fiona", changed: "accents or other forms of letters"},
		" anna\t":     {name: "anna", changed: "white space around it"},
		"anna maria":  {dropped: "a space inside"},
		"anna\u00a0m": {dropped: "a space inside"},
		"anna bela":   {dropped: "a space inside"},
		"anna1":       {dropped: "a digit"},
		"anna٣":       {dropped: "a digit"},
		"jean-luc":    {dropped: "a hyphen (the end token)"},
		"jean–luc":    {dropped: "a hyphen (the end token)"},
		"-":           {dropped: "a hyphen (the end token)"},
		"d'arcy":      {dropped: "an apostrophe"},
		"d’arcy":      {dropped: "an apostrophe"},
		"d‘arcy":      {dropped: "an apostrophe"},
		"d`arcy":      {dropped: "an apostrophe"},
		"d´arcy":      {dropped: "an apostrophe"},
		"dʼarcy":      {dropped: "an apostrophe"},
		"dʻarcy":      {dropped: "an apostrophe"},
		"ǅana":        {name: "dzana", changed: "upper case+accents or other forms of letters"},
		"łukasz":      {dropped: "a letter outside the vocabulary"},
		"अभि":         {dropped: "a letter outside the vocabulary"},
		"anna,17":     {dropped: columns},
		"anna\tf":     {dropped: columns},
		"anna!":       {dropped: "a sign that is no letter"},
		"an\u200bna":  {dropped: "an invisible sign inside"},
		"\u200f":      {dropped: "white space or invisible signs alone"},
		"\u200banna\u200e ": {
			name: "anna", changed: "white space around it+invisible signs around it",
		},
		"Işık":          {name: "isik", changed: "upper case+accents or other forms of letters"},
		"İpek":          {name: "ipek", changed: "upper case"},
		"I\u0307pek":    {name: "ipek", changed: "upper case+accents or other forms of letters"},
		"\u0301\u0301":  {dropped: "no letter at the beginning"},
		repeat("a", 64): {name: repeat("a", 64)},
		repeat("a", 65): {dropped: "longer than 64 characters"},
		repeat("é", 64): {name: repeat("e", 64), changed: "accents or other forms of letters"},
		repeat("é", 65): {dropped: "longer than 64 characters"},
		// Unicode decomposes each of these characters into three.
		repeat("ﬃ", 21): {name: repeat("ffi", 21), changed: "accents or other forms of letters"},
		repeat("ﬃ", 22): {dropped: "longer than 64 characters"},
		// Each letter with its accent is two characters, which become one.
		repeat("e\u0301", 64): {name: repeat("e", 64), changed: "accents or other forms of letters"},
	} {
		names, report, err := corpus.Clean("\n"+line+"\n", vocab.Letters())
		if got := strings.Join(names, "+"); got != want.name || (err == nil) != (want.name != "") {
			t.Errorf("%q: cleaned to %q, %v, want %q", line, got, err, want.name)
		}
		if got := reasons(report.Changed); got != want.changed {
			t.Errorf("%q: changed for %q, want %q", line, got, want.changed)
		}
		if got := reasons(report.Dropped); got != want.dropped {
			t.Errorf("%q: dropped for %q, want %q", line, got, want.dropped)
		}
	}
}

const columns = `commas, semicolons or tabs, and no column with the header "name"`

func repeat(text string, times int) string { return strings.Repeat(text, times) }

func reasons(counts []corpus.Count) string {
	var texts []string
	for _, count := range counts {
		texts = append(texts, count.Reason)
	}
	return strings.Join(texts, "+")
}

func TestLinesOfEverySystem(t *testing.T) {
	for _, raw := range []string{
		"anna\nbela",
		"anna\r\nbela\r\n",
		"anna\rbela\r",
		"\ufeffanna\n\n \t\nbela",
		"\ufeffanna\r\nbela",
	} {
		names, report, err := corpus.Clean(raw, vocab.Letters())
		if err != nil || !slices.Equal(names, []string{"anna", "bela"}) || report.Lines != 2 || report.Changed != nil {
			t.Errorf("%q: %q, %v, %v", raw, names, report, err)
		}
	}
}

func TestDuplicatesAreCounted(t *testing.T) {
	names, report, err := corpus.Clean("zoë\nanna\nZoe\nzoe", vocab.Letters())
	if err != nil || !slices.Equal(names, []string{"zoe", "anna"}) {
		t.Errorf("got %q, %v: want the list's order", names, err)
	}
	want := corpus.Count{
		Reason: "already in the list", Names: 2, Example: "Zoe", Advice: "give names that differ: each counts once",
	}
	if len(report.Dropped) != 1 || report.Dropped[0] != want {
		t.Errorf("dropped %v, want %v", report.Dropped, want)
	}
}

func TestALineOfAMegabyte(t *testing.T) {
	for _, line := range []string{
		repeat("a", 1<<20),
		repeat("é ", 1<<19),
		repeat("\u0301", 1<<19),
		repeat("\xff", 1<<20),
	} {
		names, report, err := corpus.Clean("é\nì\nanna\n"+line, vocab.Letters()) // two lines are UTF-8
		if err != nil || len(names) != 3 || report.Dropped[0].Names != 1 {
			t.Fatalf("kept %d names, %v, %v", len(names), report, err)
		}
		if len(report.String()) > 500 || len(report.Dropped[0].Example) > 300 {
			t.Errorf("a report of %d bytes", len(report.String()))
		}
	}
	if _, _, err := corpus.Clean(repeat("1", 1<<20), vocab.Letters()); err == nil || len(err.Error()) > 300 {
		t.Errorf("error of %d bytes", len(err.Error()))
	}
}

func TestCleanWithoutAVocabulary(t *testing.T) {
	for _, v := range []*vocab.Vocabulary{nil, new(vocab.Vocabulary)} {
		_, _, err := corpus.Clean("anna", v)
		if err == nil || !strings.Contains(err.Error(), "no vocabulary: give one") {
			t.Errorf("Clean without a vocabulary: error %v", err)
		}
		if _, _, err := corpus.Load("anna", v); err == nil {
			t.Error("Load without a vocabulary: no error")
		}
		if _, err := corpus.NextFrequencies(v, []string{"anna"}, "a"); err == nil {
			t.Error("NextFrequencies without a vocabulary: no error")
		}
		if _, err := (corpus.Split{Train: []string{"anna"}}).Encode(v); err == nil {
			t.Error("Encode without a vocabulary: no error")
		}
	}
}

func TestNoNamesLeft(t *testing.T) {
	for raw, want := range map[string]string{
		"":          "the list of names is empty: give one name a line",
		" \n\r\n\t": "the list of names is empty: give one name a line",
		"\ufeff":    "the list of names is empty: give one name a line",
		"anna1\nanna2": "none of the 2 lines holds a name, all for this reason: a digit, as in \"anna1\"; " +
			"write names without digits",
		"anna1\na b\nb c": "none of the 3 lines holds a name, 2 of them for this reason: a space inside, as in " +
			"\"a b\"; keep one word of each line, such as the first name",
		"['ada',\n 'bo',\n 'cy']": "none of the 3 lines holds a name, all for this reason: quotation marks or " +
			"brackets of a Python or JSON list, as in \"['ada',\"; write one name on each line, without them",
		"# Class\n1. ada\n2. bo": "none of the 3 lines holds a name, 2 of them for this reason: a number before the " +
			"name, as in \"1. ada\"; leave the numbers out",
		"\x1f\x8b\x08\x00": "this file is compressed with gzip: unpack it first, with gunzip",
	} {
		for name, clean := range cleaners() {
			if _, _, err := clean(raw); err == nil || err.Error() != want {
				t.Errorf("%s(%q): error %v, want %s", name, raw, err, want)
			}
		}
	}
}

func cleaners() map[string]func(string) ([]string, corpus.Report, error) {
	return map[string]func(string) ([]string, corpus.Report, error){
		"Clean":    func(raw string) ([]string, corpus.Report, error) { return corpus.Clean(raw, vocab.Letters()) },
		"CleanAny": corpus.CleanAny,
	}
}

func TestCleanAnyKeepsTheScript(t *testing.T) {
	raw := "می\u200cنا\nZoë\nzoe\u0308\nअभिजीत\nŁukasz\nශ්\u200dරී\nΑννα\n王芳\nأحمد\n" +
		"\u0308anna\n123"
	names, report, err := corpus.CleanAny(raw)
	want := []string{"می\u200cنا", "zoë", "अभिजीत", "łukasz", "ශ්\u200dරී", "αννα", "王芳", "أحمد"}
	if err != nil || !slices.Equal(names, want) {
		t.Errorf("got %q, %v\nwant %q", names, err, want)
	}
	wantReasons := "already in the list+no letter at the beginning+a digit"
	if got := reasons(report.Dropped); got != wantReasons {
		t.Errorf("dropped for %s, want %s", got, wantReasons)
	}
	v, err := vocab.FromNames(names)
	if err != nil {
		t.Fatal(err)
	}
	again, report, err := corpus.Clean(raw, v)
	if err != nil || !slices.Equal(again, names) {
		t.Errorf("with the vocabulary of the names: %q, %v, %v", again, report, err)
	}
}

func TestTheLecturesNamesAreClean(t *testing.T) {
	for _, raw := range []string{data.Names(), data.EnglishNames()} {
		names, report, err := corpus.Clean(raw, vocab.Letters())
		if err != nil || !slices.Equal(names, strings.Fields(raw)) || report.Changed != nil || report.Dropped != nil {
			t.Errorf("%v, %v", report, err)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("anna\nZoë\r\njean-luc")
	f.Add("\ufeff\u0301\n\xff\n ﷺ")
	f.Fuzz(func(t *testing.T, raw string) {
		for _, clean := range cleaners() {
			names, report, err := clean(raw)
			dropped := 0
			for _, count := range report.Dropped {
				dropped += count.Names
			}
			if len(names) != report.Kept || report.Kept+dropped != report.Lines || (err == nil) != (report.Kept > 0) {
				t.Errorf("%q: %d names, %v, %v", raw, len(names), report, err)
			}
			if _, err := vocab.FromNames(names); len(names) > 0 && err != nil {
				t.Errorf("%q: %v", raw, err)
			}
			if !utf8.ValidString(strings.Join(names, "")) {
				t.Errorf("%q: names that are not UTF-8: %q", raw, names)
			}
			again, _, err := clean(strings.Join(append([]string{"abc"}, names...), "\n"))
			without := slices.DeleteFunc(names, func(name string) bool { return name == "abc" })
			if err != nil || !slices.Equal(again[1:], without) {
				t.Errorf("%q: %q, and cleaned again %q, %v", raw, names, again, err)
			}
		}
	})
}
