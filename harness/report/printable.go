package report

import (
	"strings"
	"unicode"
)

// Printable shows a text from the input without what a terminal would act on or reorder.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
