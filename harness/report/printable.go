package report

import (
	"strings"
	"unicode"
)

// Printable replaces the characters of a text that a terminal would interpret or reorder.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
