package bpe

// How a text becomes words, and how files write bytes.

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

// spaces are the characters that Unicode calls white space.
const spaces = `\s\pZ\x{85}\x0b`

// word is GPT-2's pattern, but every digit is a word of its own, as SmolLM2 has it. What Go's patterns cannot express,
// the space that belongs to the next word, is done in Words.
var word = regexp.MustCompile(
	`'(?:s|t|re|ve|m|ll|d)| ?\pL+|\pN| ?[^` + spaces + `\pL\pN]+|[` + spaces + `]+`)

// Words cuts a text into the words that are encoded alone. Joined in their order, they are the text again. Of several
// spaces before a word, the last one belongs to the word; a digit takes none.
func Words(text string) (words []string) {
	for text != "" {
		end := word.FindStringIndex(text)[1]
		end -= sharedSpace(text, end)
		words = append(words, text[:end])
		text = text[end:]
	}
	return words
}

// sharedSpace returns the length of the last character of text[:end] if that is the last of several spaces, and
// something other than a digit follows.
func sharedSpace(text string, end int) int {
	first, _ := utf8.DecodeRuneInString(text)
	last, size := utf8.DecodeLastRuneInString(text[:end])
	next, _ := utf8.DecodeRuneInString(text[end:])
	if end == len(text) || end == size || !unicode.IsSpace(first) || !unicode.IsSpace(last) || unicode.IsNumber(next) {
		return 0
	}
	return size
}

// alphabet is the character that GPT-2's files write for each byte: itself if it can be seen, else one from 256 on.
var alphabet = bytesOfAlphabet()

func bytesOfAlphabet() map[rune]byte {
	bytes, next := make(map[rune]byte, 256), rune(256)
	for b := range 256 {
		if seen := b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE; seen {
			bytes[rune(b)] = byte(b)
			continue
		}
		bytes[next] = byte(b)
		next++
	}
	return bytes
}

// unwritten returns the bytes of a token that a file writes in GPT-2's alphabet. A token with another character stays
// as it is.
func unwritten(token string) string {
	var bytes []byte
	for _, character := range token {
		b, known := alphabet[character]
		if !known {
			return token
		}
		bytes = append(bytes, b)
	}
	return string(bytes)
}
