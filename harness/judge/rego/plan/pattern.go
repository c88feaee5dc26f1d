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

// matches remembers what patterns matched.
type matches map[match]bool

type match struct {
	pattern *regexp.Regexp
	text    string
}

const (
	manyMatches = 1 << 15
	// longMatch is the length from which texts are not remembered.
	longMatch = 200
)

// pattern returns the pattern of a call and the text that it is applied to.
func (m *Machine) pattern(pattern, of *Value) (*regexp.Regexp, bool) {
	if pattern.kind != text || of.kind != text {
		return nil, false
	}
	compiled := m.compiled[pattern]
	if compiled == nil {
		if compiled = m.program.patterns.compile(pattern.text); compiled == nil {
			return nil, false
		}
		if pattern.isPooled {
			m.compiled[pattern] = compiled
		}
	}
	return compiled, true
}

func regexMatch(m *Machine, a []*Value) (*Value, bool) {
	pattern, ok := m.pattern(a[0], a[1])
	if !ok {
		return nil, false
	}
	s := a[1].text
	if len(s) > longMatch {
		return newBoolean(pattern.MatchString(s)), true
	}
	key := match{pattern, s}
	does, known := m.matches[key]
	if !known {
		does = pattern.MatchString(s)
		if len(m.matches) >= manyMatches {
			clear(m.matches)
		}
		m.matches[key] = does
	}
	return newBoolean(does), true
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
