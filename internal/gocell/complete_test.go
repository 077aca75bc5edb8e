package gocell

import "testing"

func TestCellsThatEndTheKernelAtTheFirstTab(t *testing.T) {
	for _, source := range []string{
		"% ", "!\t", "f()\n//gonb:% ", "!\\", "%\\\n \\\n",
		"%%\nf()\n%%\ng", "%main\n%% -n 3", "%exec f\n%%\t", "%exec", "%main\n%main",
		"//line x:9\nf", "f() /*line x:9*/",
	} {
		if Completable(source) {
			t.Errorf("%q", source)
		}
	}
}

func TestCellsThatCanBeCompleted(t *testing.T) {
	for _, source := range []string{
		"", "%", "!", "fmt.Pr", "%%\nfmt.Pr", "%%\nx := `a",
		"func f() {\n", "%cd\n!ls \\\n\n%%", "%exec f\n", "%%bash\n", "// line 3",
	} {
		if !Completable(source) {
			t.Errorf("%q", source)
		}
	}
}
