package guide

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits the text of a guide into its normalised units.
//
// Every line that is not blank is a paragraph; a line of an example is one
// too. Bullets, list numbers and heading marks ("•", "1.", "#") at its start
// are dropped, and every run of white space, no-break spaces among it, becomes
// one space. A paragraph is then split behind each ".", "?" or "!" (and the
// quotation marks and brackets that close behind it) that a space and an upper
// case letter or an opening quotation mark follow; "i.e." and "e.g." end no
// sentence.
//
// A guide that changes a word or a punctuation mark therefore yields another
// unit. One that is indented otherwise, or numbers its lists anew, does not;
// neither does an example whose only change is its indentation.
func Sentences(text string) []string {
	var sentences []string
	for line := range strings.Lines(text) {
		paragraph := normalise(line)
		for paragraph != "" {
			end := sentenceEnd(paragraph)
			sentences = append(sentences, paragraph[:end])
			paragraph = strings.TrimPrefix(paragraph[end:], " ")
		}
	}

	return sentences
}

// Hash returns the SHA-256 of a sentence, in lower case hexadecimal. The
// sentence is normalised as Sentences does it, so that one copied by hand out
// of a guide has the same hash as the unit.
func Hash(sentence string) string {
	sum := sha256.Sum256([]byte(normalise(sentence)))

	return hex.EncodeToString(sum[:])
}

// normalise drops the marks at the start of a line and collapses white space.
func normalise(line string) string {
	words := strings.Fields(line)
	for len(words) > 0 && isMark(words[0]) {
		words = words[1:]
	}

	return strings.Join(words, " ")
}

// isMark reports whether a line's first word is a bullet, a list number or a
// heading mark. A hyphen is none: in an example it is part of the YAML.
func isMark(word string) bool {
	if word == "•" || strings.Trim(word, "#") == "" {
		return true
	}
	digits, isNumbered := strings.CutSuffix(word, ".")

	return isNumbered && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// sentenceEnd returns the index behind the first sentence of a normalised
// paragraph.
func sentenceEnd(paragraph string) int {
	for i, r := range paragraph {
		if r != ' ' {
			continue
		}
		next, _ := utf8.DecodeRuneInString(paragraph[i+1:])
		if (unicode.IsUpper(next) || strings.ContainsRune(`"'“‘`, next)) && endsSentence(paragraph[:i]) {
			return i
		}
	}

	return len(paragraph)
}

// endsSentence reports whether text can be the end of a sentence.
func endsSentence(text string) bool {
	bare := strings.TrimRight(text, `"'”’)]`)
	if bare == "" || !strings.ContainsRune(".?!", rune(bare[len(bare)-1])) {
		return false
	}
	last := strings.TrimLeft(bare[strings.LastIndexByte(bare, ' ')+1:], `("'“‘[`)

	return !slices.Contains([]string{"i.e.", "e.g."}, strings.ToLower(last))
}

// unwrap joins the lines of every block between blank lines into one line. A
// line whose first word the function takes for a start begins another.
func unwrap(text string, isStart func(word string) bool) string {
	var joined strings.Builder
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
			joined.WriteString("\n\n")
			continue
		case isStart(words[0]):
			joined.WriteString("\n")
		default:
			joined.WriteString(" ")
		}
		joined.WriteString(strings.Join(words, " "))
	}

	return joined.String()
}
