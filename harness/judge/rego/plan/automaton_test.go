package plan

import (
	"math/rand/v2"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestAutomaton has patterns made of pieces match texts made of pieces, with automata that live on.
func TestAutomaton(t *testing.T) {
	pieces := []string{"a", "b", "é", "ſ", "k", ".", "^", "$", `\b`, `\B`, `\A`, `\z`, "[ab]", "[^a]", `[^\n]`, `\w`, `\S`, `\d`, "(?i:K)", "(?i:é)", "(?m:^)", "(?m:$)", "(?s:.)", "(a|b)", "(|a)", "(?:ab)", `\x{FFFD}`, `\n`, "-", "a{2,3}", "[a-é]", `\pL`}
	after := []string{"", "", "", "", "*", "+", "?", "*?", "{0,2}", "|", "|"}
	letters := []string{"a", "b", "é", "É", "ſ", "S", "k", "K", "\u212a", "\n", " ", "-", "_", "1", "\xff", "\ufffd", "\x00", "ab"}
	random := rand.New(rand.NewPCG(1, 1))
	isTrue, isFalse := 0, 0
	for range 3000 {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteString(pieces[random.IntN(len(pieces))] + after[random.IntN(len(after))])
		}
		want, err := regexp.Compile(b.String())
		if err != nil {
			continue
		}
		a := newAutomaton(b.String())
		for range 20 {
			var s strings.Builder
			for range random.IntN(9) {
				s.WriteString(letters[random.IntN(len(letters))])
			}
			got, ok := a.match(s.String())
			if is := want.MatchString(s.String()); !ok || got != is {
				t.Errorf("%q matches %q: got %v, %v", want, s.String(), got, ok)
			} else if is {
				isTrue++
			} else {
				isFalse++
			}
		}
	}
	if isTrue < 10_000 || isFalse < 10_000 {
		t.Errorf("%d matched, %d did not", isTrue, isFalse)
	}
}

// TestManyStates matches a text that leads to hundreds of thousands of states, of which few are kept.
func TestManyStates(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	text := make([]byte, 1<<18)
	for i := range text {
		text[i] = "ab"[random.IntN(2)]
	}
	p := &pattern{Regexp: regexp.MustCompile("a[ab]{40}c")}
	p.asked = often - 1
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, end := range []string{"", "a" + strings.Repeat("b", 40) + "c", "c"} {
		if got, want := p.MatchString(string(text)+end), p.Regexp.MatchString(string(text)+end); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 32<<20 {
		t.Errorf("%d MB were allocated", allocated>>20)
	}
}

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
