package plan

import (
	"regexp"
	"testing"
)

func FuzzAutomaton(f *testing.F) {
	for _, pattern := range []string{`^a|b$`, `(?i)pass|pwd|pw[^a-z]`, `\bfoo\b`, `^$`, ``, `(?m)^x$`, `a{2,5}b*?`, `[^\x00-\x7f]`, `(?s)a.b`, `x*`, `\Aa\z`, `\Ba`, `ſ(?i:k)`, `^(a|^b)c`} {
		for _, text := range []string{"", "a", "b\n", "Password: x", "a foo.", "x\nx\n", "aaab", "é", "a\nb", "\xff", "K", "bc\nac"} {
			f.Add(pattern, text)
		}
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		want, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 200 {
			t.Skip()
		}
		a := newAutomaton(pattern)
		if a == nil {
			t.Skip()
		}
		for range 2 { // what was met before is remembered
			if got, ok := a.match(text); ok && got != want.MatchString(text) {
				t.Errorf("%q matches %q: got %v", pattern, text, got)
			}
		}
	})
}
