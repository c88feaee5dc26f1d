package plan

import (
	"regexp"
	"sync"
)

// patterns are the regular expressions of a program, compiled when they are first used.
type patterns struct {
	mu       sync.RWMutex
	compiled map[string]*regexp.Regexp
}

// manyPatterns bounds how many patterns are kept: those of the policies are a few hundred.
const manyPatterns = 4096

// compile returns a compiled pattern; nil if it is wrong.
func (p *patterns) compile(text string) *regexp.Regexp {
	p.mu.RLock()
	known, ok := p.compiled[text]
	p.mu.RUnlock()
	if ok {
		return known
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.compiled == nil || len(p.compiled) >= manyPatterns {
		p.compiled = map[string]*regexp.Regexp{}
	}
	p.compiled[text] = compiled
	return compiled
}

// pattern is a regular expression as a machine uses it.
type pattern struct {
	*regexp.Regexp
	automaton *automaton
	asked     int
}

const (
	// shortText is the length up to which a text needs no automaton.
	shortText = 4
	// often is how often a pattern is asked before it has an automaton, whose states take time to make.
	often = 64
)

// MatchString reports whether the expression matches a text.
func (p *pattern) MatchString(s string) bool {
	if len(s) <= shortText {
		return p.Regexp.MatchString(s)
	}
	if p.asked++; p.asked == often {
		p.automaton = newAutomaton(p.String())
	}
	if p.automaton == nil {
		return p.Regexp.MatchString(s)
	}
	if is, ok := p.automaton.match(s); ok {
		return is
	}
	p.automaton = nil
	return p.Regexp.MatchString(s)
}

// pattern returns the pattern of a call that has another text as well.
func (m *Machine) pattern(written, other *Value) (*pattern, bool) {
	if written.kind != text || other.kind != text {
		return nil, false
	}
	if p := m.ofValues[written]; p != nil {
		return p, true
	}
	p := m.ofTexts[written.text]
	if p == nil {
		compiled := m.program.patterns.compile(written.text)
		if compiled == nil {
			return nil, false
		}
		if len(m.ofTexts) >= manyPatterns {
			clear(m.ofTexts)
		}
		p = &pattern{Regexp: compiled}
		m.ofTexts[written.text] = p
	}
	if written.isPooled {
		m.ofValues[written] = p
	}
	return p, true
}

func regexMatch(m *Machine, a []*Value) (*Value, bool) {
	p, ok := m.pattern(a[0], a[1])
	if !ok {
		return nil, false
	}
	return newBoolean(p.MatchString(a[1].text)), true
}

func regexReplace(m *Machine, a []*Value) (*Value, bool) {
	pattern, ok := m.pattern(a[1], a[0])
	if !ok || a[2].kind != text {
		return nil, false
	}
	return newText(pattern.ReplaceAllString(a[0].text, a[2].text)), true
}

func regexSplit(m *Machine, a []*Value) (*Value, bool) {
	pattern, ok := m.pattern(a[0], a[1])
	if !ok {
		return nil, false
	}
	return newTexts(pattern.Split(a[1].text, -1)), true
}

func regexFind(m *Machine, a []*Value) (*Value, bool) {
	pattern, ok := m.pattern(a[0], a[1])
	if !ok || !isModest(a[2]) {
		return nil, false
	}
	return newTexts(pattern.FindAllString(a[1].text, int(a[2].int))), true
}

func regexSubmatches(m *Machine, a []*Value) (*Value, bool) {
	pattern, ok := m.pattern(a[0], a[1])
	if !ok || !isModest(a[2]) {
		return nil, false
	}
	to := newArray()
	for _, found := range pattern.FindAllStringSubmatch(a[1].text, int(a[2].int)) {
		to.items = append(to.items, newTexts(found))
	}
	return to, true
}

func regexIsValid(m *Machine, a []*Value) (*Value, bool) {
	if a[0].kind != text || m.program.patterns.compile(a[0].text) == nil {
		return nil, false
	}
	return trueValue, true
}

func newTexts(all []string) *Value {
	to := newComposite(array, len(all))
	for _, s := range all {
		to.items = append(to.items, newText(s))
	}
	return to
}
