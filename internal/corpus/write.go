package corpus

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The parts that a manifest is made of; a scalar is a string, an int, a bool or an octal.
type (
	object []field
	field  struct {
		key   string
		value any
	}
	list  []any
	octal int
)

// style is how an author writes YAML.
type style struct {
	random       *rand.Rand
	quote        byte // around text that needs none; 0 for no quotes
	indentLists  bool // items stand deeper than their key
	flowLists    bool // short lists stand on one line
	alphabetical bool // keys are sorted, as generators leave them
	separator    bool // the document begins with ---
	comments     int  // in percent of the lines
}

func newStyle(random *rand.Rand) *style {
	s := &style{
		random:       random,
		indentLists:  random.IntN(2) == 0,
		flowLists:    random.IntN(4) == 0,
		alphabetical: random.IntN(4) == 0,
		separator:    random.IntN(3) == 0,
	}
	switch random.IntN(6) {
	case 0:
		s.quote = '"'
	case 1:
		s.quote = '\''
	}
	if random.IntN(2) == 0 {
		s.comments = 4
	}
	return s
}

func write(s *style, o object) []byte {
	w := &writer{style: s}
	if s.separator {
		w.text.WriteString("---\n")
	}
	if s.comments > 0 {
		w.text.WriteString("# " + comments[s.random.IntN(len(comments))] + "\n")
	}
	w.object(o, 0)
	return w.text.Bytes()
}

type writer struct {
	*style
	text bytes.Buffer
}

func (w *writer) indent(depth int) {
	for range depth {
		w.text.WriteString("  ")
	}
}

// object writes the fields of an object. The first line is not indented when the object is an item of
// a list, whose dash stands there.
func (w *writer) object(o object, depth int) {
	if w.alphabetical {
		o = slices.SortedFunc(slices.Values(o), func(a, b field) int { return strings.Compare(a.key, b.key) })
	}
	for i, f := range o {
		if i > 0 || w.text.Len() == 0 || w.text.Bytes()[w.text.Len()-1] == '\n' {
			if w.random.IntN(100) < w.comments {
				w.indent(depth)
				w.text.WriteString("# " + comments[w.random.IntN(len(comments))] + "\n")
			}
			w.indent(depth)
		}
		w.text.WriteString(plainOrQuoted(f.key) + ":")
		w.value(f.value, depth)
	}
}

// value writes what follows the colon of a key.
func (w *writer) value(value any, depth int) {
	switch value := value.(type) {
	case object:
		if len(value) == 0 {
			w.text.WriteString(" {}")
			w.endLine()
			return
		}
		w.endLine()
		w.object(value, depth+1)
	case list:
		switch {
		case len(value) == 0:
			w.text.WriteString(" []")
			w.endLine()
		case w.flowLists && isShort(value):
			w.text.WriteString(" [")
			for i, item := range value {
				if i > 0 {
					w.text.WriteString(", ")
				}
				w.text.WriteString(w.scalar(item))
			}
			w.text.WriteString("]")
			w.endLine()
		default:
			w.endLine()
			if w.indentLists {
				depth++
			}
			w.list(value, depth)
		}
	case string:
		if !strings.Contains(value, "\n") {
			w.text.WriteString(" " + w.scalar(value))
			w.endLine()
			return
		}
		w.text.WriteString(" |\n")
		for line := range strings.Lines(value) {
			if strings.TrimSpace(line) != "" {
				w.indent(depth + 1)
			}
			w.text.WriteString(line)
		}
	default:
		w.text.WriteString(" " + w.scalar(value))
		w.endLine()
	}
}

func (w *writer) list(items list, depth int) {
	for _, item := range items {
		w.indent(depth)
		w.text.WriteString("- ")
		switch item := item.(type) {
		case object:
			if len(item) == 0 {
				w.text.WriteString("{}\n")
				continue
			}
			w.object(item, depth+1)
		default:
			w.text.WriteString(w.scalar(item))
			w.endLine()
		}
	}
}

func (w *writer) endLine() {
	if w.random.IntN(200) < w.comments {
		w.text.WriteString(" # " + comments[w.random.IntN(len(comments))])
	}
	w.text.WriteByte('\n')
}

func isShort(items list) bool {
	for _, item := range items {
		if text, ok := item.(string); !ok || len(text) > 20 {
			return false
		}
	}
	return len(items) <= 4
}

func (w *writer) scalar(value any) string {
	switch value := value.(type) {
	case octal:
		return fmt.Sprintf("0%o", int(value))
	case string:
		switch {
		case w.quote == '\'':
			return "'" + strings.ReplaceAll(value, "'", "''") + "'"
		case w.quote == '"':
			return strconv.Quote(value)
		}
		return plainOrQuoted(value)
	default:
		return fmt.Sprint(value)
	}
}

var plain = regexp.MustCompile(`^[A-Za-z/](?:[A-Za-z0-9_./:@=-]*[A-Za-z0-9_/])?$`)

// plainOrQuoted quotes text that YAML 1.1 could take for something else.
func plainOrQuoted(text string) string {
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return strconv.Quote(text)
	}
	if plain.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}

var comments = []string{
	"keep in step with the other environments",
	"owner: platform team",
	"see the runbook before changing this",
	"TODO: review after the next release",
	"was too small during the load test",
	"do not edit by hand; kustomize writes this",
	"needed by the health check of the load balancer",
	"agreed with operations",
}
