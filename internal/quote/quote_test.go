package quote_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"nexttoken/internal/quote"
)

func ExampleText() {
	fmt.Println(quote.Text("zoë"))
	fmt.Println(quote.Text("two\nlines"))
	fmt.Println(quote.Text(strings.Repeat("long ", 10)))
	// Output:
	// "zoë"
	// "two\nlines"
	// "long long long long long long long long …"
}

func TestTheLimitIsFortyCharacters(t *testing.T) {
	for text, want := range map[string]string{
		"":                             `""`,
		"\xff":                         `"\xff"`,
		`say "abi"`:                    `"say \"abi\""`,
		strings.Repeat("é", 40):        `"` + strings.Repeat("é", 40) + `"`,
		strings.Repeat("é", 41):        `"` + strings.Repeat("é", 40) + `…"`,
		strings.Repeat("\xff", 41):     `"` + strings.Repeat(`\xff`, 40) + `…"`,
		strings.Repeat("€", 1_000_000): `"` + strings.Repeat("€", 40) + `…"`,
	} {
		if got := quote.Text(text); got != want {
			t.Errorf("%.50q gave %s, want %s", text, got, want)
		}
	}
}

func TestWhatIsShortCanBeReadBack(t *testing.T) {
	if err := quick.Check(func(text string) bool {
		back, err := strconv.Unquote(quote.Text(text))
		return err == nil && (back == text) == (utf8.RuneCountInString(text) <= 40)
	}, nil); err != nil {
		t.Error(err)
	}
}
