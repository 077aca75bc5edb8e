package corpus

// Spellings: a name in capitals, with accents or with another apostrophe is the same name.

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"nexttoken/pkg/vocab"
)

// Normalise returns a text as Clean writes it for the vocabulary. Upper case becomes lower case. If the vocabulary has
// only ASCII characters, letters lose their accents (Unicode's NFKD); otherwise a letter and its accent become one
// character (NFC), and every apostrophe becomes '’'.
//
// Normalise a prompt too. A model that learned "zoe" from "Zoë" has no 'ë' in its vocabulary, and a keyboard may write
// 'é' as one character or as two.
func Normalise(text string, v *vocab.Vocabulary) string {
	if v != nil && isASCII(v.Alphabet()) {
		return fold(text)
	}
	return compose(text)
}

// apostrophes are the ways to write an apostrophe or a Hebrew geresh.
const apostrophes = "'’‘`´ʼ׳＇"

// compose returns a text in lower case, in which a letter and its accent are one character (NFC). A text with 'İ' or
// 'ı' is Turkish, where 'I' becomes 'ı'.
func compose(text string) string {
	text = norm.NFC.String(strings.Map(straighten, text))
	if strings.ContainsAny(text, "İı") {
		text = strings.ToLowerSpecial(unicode.TurkishCase, text)
	}
	text = strings.ToLower(text)
	return norm.NFC.String(strings.ReplaceAll(text, "i\u0307", "i")) // 'İ' in lower case, by some programs
}

// straighten returns '’' for each apostrophe, and other characters as they are.
func straighten(r rune) rune {
	if strings.ContainsRune(apostrophes, r) {
		return '’'
	}
	return r
}

// composeName composes a whole name. Greek writes 'σ' as 'ς' at the end of a word; a text in capitals does not show it.
func composeName(text string) string {
	name := compose(text)
	if beginning, isSigma := strings.CutSuffix(name, "σ"); isSigma && beginning != "" {
		return beginning + "ς"
	}
	return name
}

// fold returns a text in lower case and without accents: "Zoë" becomes "zoe". A letter that Unicode does not decompose,
// such as 'ł', stays; but Turkish 'ı' becomes 'i', as 'İ' does.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ı':
			return 'i'
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ReplaceAll(text, "´", "'"))) // NFKD would turn '´' into a space and an accent
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
