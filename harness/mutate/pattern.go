package mutate

import (
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// isPattern reports whether a string that stands by itself is a regular expression: it is written in backquotes, and
// has something that means more than itself.
func isPattern(t *ast.Term) bool {
	at := t.Loc()
	return at != nil && strings.HasPrefix(string(at.Text), "`") && strings.ContainsAny(string(t.Value.(ast.String)), `^$\`)
}

// pattern adds the places of a regular expression.
func (w *walker) pattern(text string, t *ast.Term, whole build[*ast.Term]) {
	wider, narrower := variants(text)
	for _, other := range wider {
		w.constant(WidenPattern, t, ast.String(other), whole)
	}
	for _, other := range narrower {
		w.constant(NarrowPattern, t, ast.String(other), whole)
	}
}

// variants returns regular expressions that match more, and those that match less: without an anchor, with . for \.,
// with * for +, and the other way round; without an alternative, or without that something may be absent.
func variants(pattern string) (wider, narrower []string) {
	add := func(to *[]string, other string) {
		if _, err := regexp.Compile(other); err == nil && other != pattern {
			*to = append(*to, other)
		}
	}
	starts := []int{0} // of the alternatives that are open, by group
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			if strings.HasPrefix(pattern[i:], `\.`) {
				add(&wider, pattern[:i]+pattern[i+1:])
			}
			i++
		case '[':
			i = classEnd(pattern, i)
		case '^', '$':
			add(&wider, pattern[:i]+pattern[i+1:])
		case '+':
			add(&wider, pattern[:i]+"*"+pattern[i+1:])
		case '*':
			add(&narrower, pattern[:i]+"+"+pattern[i+1:])
		case '?':
			if i > 0 && !strings.ContainsRune("(*+?}", rune(pattern[i-1])) {
				add(&narrower, pattern[:i]+pattern[i+1:])
			}
		case '(':
			start := i + 1
			if strings.HasPrefix(pattern[start:], "?:") {
				start += 2
			}
			starts = append(starts, start)
		case '|':
			last := len(starts) - 1
			add(&narrower, pattern[:starts[last]]+pattern[i+1:])
			starts[last] = i + 1
		case ')':
			if last := len(starts) - 1; last > 0 {
				if start := starts[last]; pattern[start-1] == '|' {
					add(&narrower, pattern[:start-1]+pattern[i:])
				}
				starts = starts[:last]
			}
		}
	}
	if start := starts[0]; start > 0 {
		add(&narrower, pattern[:start-1])
	}
	return wider, narrower
}

// classEnd returns the place of the bracket that ends a class of characters.
func classEnd(pattern string, start int) int {
	i := start + 1
	if strings.HasPrefix(pattern[i:], "^") {
		i++
	}
	if strings.HasPrefix(pattern[i:], "]") {
		i++
	}
	for ; i < len(pattern) && pattern[i] != ']'; i++ {
		switch {
		case pattern[i] == '\\':
			i++
		case strings.HasPrefix(pattern[i:], "[:"):
			if end := strings.Index(pattern[i:], ":]"); end > 0 {
				i += end + 1
			}
		}
	}
	return i
}
