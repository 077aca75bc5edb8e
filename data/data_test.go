package data_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"nexttoken/data"
)

// embedded is what each file's function returns, by the name of the file.
func embedded() map[string]string {
	return map[string]string{
		"names.txt":                  data.Names(),
		"names-english.txt":          data.EnglishNames(),
		"pride-and-prejudice.txt":    data.PrideAndPrejudice(),
		"glove-10k.words.txt":        data.GloveWords(),
		"glove-10k-100d.safetensors": string(data.GloveVectors()),
	}
}

func TestSumsAreThoseOfTheNotice(t *testing.T) {
	notice, err := os.ReadFile("NOTICE.md")
	if err != nil {
		t.Fatal(err)
	}
	sums := regexp.MustCompile(`(?m)^ +([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(notice), -1)
	files := embedded()
	if len(sums) != len(files) {
		t.Fatalf("NOTICE.md has %d sums, the package embeds %d files", len(sums), len(files))
	}
	for _, sum := range sums {
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(files[sum[2]]))); got != sum[1] {
			t.Errorf("%s: sum %s, NOTICE.md has %s", sum[2], got, sum[1])
		}
	}
}

func TestCountsOfTheDocumentation(t *testing.T) {
	lines := map[string]int{"names.txt": 7929, "names-english.txt": 8403, "glove-10k.words.txt": 10000}
	for file, want := range lines {
		if got := len(strings.Fields(embedded()[file])); got != want {
			t.Errorf("%s: %d words, want %d", file, got, want)
		}
	}
}

func TestNamesHaveTheStatedForm(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]{2,15}$`)
	for _, name := range strings.Fields(data.Names() + data.EnglishNames()) {
		if !form.MatchString(name) {
			t.Errorf("%q is not 2 to 15 letters a–z", name)
		}
	}
}

func TestAChangedCopyLeavesTheVectorsAlone(t *testing.T) {
	data.GloveVectors()[8] = 0
	if got := data.GloveVectors()[8]; got != '{' {
		t.Errorf("the header of the safetensors file begins with %q, want {", got)
	}
}
