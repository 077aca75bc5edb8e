package logins

import (
	"slices"
	"strings"
	"testing"
)

func TestLoginsOfFilesOfEveryKind(t *testing.T) {
	for file, want := range map[string]string{
		"Ada\n\n grace-2 \n":                   "ada grace-2: ",
		"\ufeffada\r\ngrace\r\n":               "ada grace: ",
		"\xff\xfea\x00d\x00a\x00\r\x00\n\x00":  "ada: the file is in UTF-16",
		"\u200bada\u00a0\u200f":                "ada: ",
		"Username;First name\nada1;Ada\nb2;Bo": `ada1 b2: the names are column 1 of 2, "Username"`,
		"first_name,last_name\nAda,King":       `ada: the names are column 1 of 2, "first_name"`,
		"ada\nAda\nbo\nada":                    "ada bo: ada is there 3 times: they share one account",
	} {
		names, remarks, err := In(file)
		if got := strings.Join(names, " ") + ": " + strings.Join(remarks, ""); got != want || err != nil {
			t.Errorf("%q: %s, %v, want %s", file, got, err, want)
		}
	}
}

func TestFilesWithNamesThatCannotLogIn(t *testing.T) {
	for file, want := range map[string]string{
		"":             "is empty",
		"\n \n":        "is empty",
		"\x1f\x8b\x08": "unpack it first",
		"anna\nj\xfcrgen\n": `1 of 2 names cannot log in: "jürgen"; for 1 of them: a letter that is not ` +
			"a to z; write jurgen",
		"zoë\nAda King\nBo Ng\nax": `3 of 4 names cannot log in: "zoë", "Ada King", "Bo Ng"; for 2 of them: ` +
			"a space inside; write one word",
		"1. ada\n2. bo":           "for 2 of them: a number before the name; leave the numbers out",
		"['ada', 'bo']":           "quotation marks or brackets",
		"ada.king\n-a\n":          "for 2 of them: it is no name to log in with; a name has at most 32 characters",
		strings.Repeat("1\n", 10): `"1"; for 10 of them`,
		strings.Repeat("1\n", 11): `"1", …; for 11 of them`,
		"Ada King\nzoë":           "for 1 of them: a space inside", // of equally frequent reasons the first one
		strings.Repeat("a", 33):   "a name has at most 32 characters",
		"a\u200bda":               `"a\u200bda"`,
		"İpek":                    "write ipek",
	} {
		if names, _, err := In(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v, want %s", file, names, err, want)
		}
	}
}

// Whatever a file holds: names that can log in, each once, or an error of one line. Never none without an error, which
// would let everybody in.
func FuzzLogins(f *testing.F) {
	f.Add("Ada\ngrace-2\nzoë\r\n")
	f.Add("username\tname\nada\tAda King\n")
	f.Add("\xff\xfea\x00\n\x00\x85\x1c")
	f.Fuzz(func(t *testing.T, file string) {
		names, _, err := In(file)
		switch {
		case err != nil:
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("%q: %v", file, err)
			}
		case len(names) == 0:
			t.Errorf("%q: no names", file)
		}
		if sorted := slices.Sorted(slices.Values(names)); len(slices.Compact(sorted)) < len(names) {
			t.Errorf("%q: a name twice in %q", file, names)
		}
		for _, name := range names {
			if !login.MatchString(name) || name != strings.ToLower(name) {
				t.Errorf("%q: name %q", file, name)
			}
		}
	})
}
