// Package prose has what it takes to write text for people: numbers with their nouns, and lines of a width.
package prose

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Count writes a number with its noun: 1 finding, 2 findings. A plural that does not end in s is given.
func Count(n int, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		return fmt.Sprintf("%d %s", n, plural[0])
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// terminal is how a terminal shows text: escape sequences take no room.
var terminal = displaywidth.Options{ControlSequences: true}

// Width returns how many columns a text takes in a terminal.
func Width(text string) int { return terminal.String(text) }

// Truncate cuts a text to a number of columns, with … at its end where it was cut.
func Truncate(text string, width int) string { return terminal.TruncateString(text, width, "…") }

// Wrap sets a text in lines of at most width columns, each after the indent. Only a word that is longer than
// that makes a longer line.
func Wrap(text, indent string, width int) string {
	return WrapWords(strings.Fields(text), indent, width)
}

// WrapWords is Wrap of words that may have spaces in them, which stay on one line.
func WrapWords(words []string, indent string, width int) string {
	var b strings.Builder
	b.WriteString(indent)
	length := Width(indent)
	for i, word := range words {
		n := Width(word)
		switch {
		case i == 0:
		case length+1+n > width:
			b.WriteString("\n" + indent)
			length = Width(indent)
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += n
	}
	return b.String()
}
