package plan

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
)

// automaton tells whether a regular expression matches, as regexp does, in one step for each letter: it makes the states
// of a deterministic automaton as texts lead to them. What package regexp needs for the submatches it leaves out.
type automaton struct {
	program *syntax.Prog
	// isAnchored means that a match begins where the text begins.
	isAnchored bool
	states     map[string]*state
	begin      *state
	resets     int

	seen  []int // for each instruction, the round in which it was reached
	round int
	stack []uint32
}

// state is what may match at a place of the text.
type state struct {
	// waits are the instructions to go on with, in order, before what they ask of the place is known.
	waits []uint32
	// before stands for the letter before the place.
	before rune
	next   [128]*state
	end    verdict
}

type verdict int8

const (
	unknown verdict = iota
	matching
	failing
)

// Where it is decided.
var matched, failed = &state{}, &state{}

const (
	// manyStates bounds the states of an automaton, which are made anew when there are more, and manyResets how often.
	manyStates = 1024
	manyResets = 8
	// longProgram is the number of instructions from which there is no automaton.
	longProgram = 1 << 14
)

// newAutomaton returns the automaton of an expression; nil where there is none.
func newAutomaton(expression string) *automaton {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(program.Inst) > longProgram {
		return nil
	}
	a := &automaton{program: program, isAnchored: program.StartCond()&syntax.EmptyBeginText != 0, seen: make([]int, len(program.Inst))}
	a.reset()
	return a
}

func (a *automaton) reset() {
	a.states = map[string]*state{}
	a.begin = a.state([]uint32{uint32(a.program.Start)}, -1)
}

// match tells whether the expression matches a text. ok is false if it takes too many states to tell.
func (a *automaton) match(text string) (is, ok bool) {
	s := a.begin
	for _, r := range text {
		var next *state
		if r < 128 {
			if next = s.next[r]; next == nil {
				next = a.step(s, r)
				s.next[r] = next
			}
		} else {
			next = a.step(s, r)
		}
		switch {
		case next == matched || next == failed:
			return next == matched, true
		case a.resets >= manyResets:
			return false, false
		}
		s = next
	}
	if s.end == unknown {
		s.end = failing
		if a.reach(s, -1) {
			s.end = matching
		}
	}
	return s.end == matching, true
}

// reach marks the instructions that a state leads to before a letter, and reports whether one of them is a match.
func (a *automaton) reach(s *state, r rune) (isMatch bool) {
	a.round++
	place := syntax.EmptyOpContext(s.before, r)
	a.stack = append(a.stack[:0], s.waits...)
	for len(a.stack) > 0 {
		at := a.stack[len(a.stack)-1]
		a.stack = a.stack[:len(a.stack)-1]
		if a.seen[at] == a.round {
			continue
		}
		a.seen[at] = a.round
		switch in := &a.program.Inst[at]; in.Op {
		case syntax.InstMatch:
			return true
		case syntax.InstAlt, syntax.InstAltMatch:
			a.stack = append(a.stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			a.stack = append(a.stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^place == 0 {
				a.stack = append(a.stack, in.Out)
			}
		}
	}
	return false
}

// step returns the state after a letter.
func (a *automaton) step(s *state, r rune) *state {
	if a.reach(s, r) {
		return matched
	}
	var waits []uint32
	for at := range a.program.Inst {
		if a.seen[at] != a.round {
			continue
		}
		switch in := &a.program.Inst[at]; in.Op {
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if in.MatchRune(r) {
				waits = append(waits, in.Out)
			}
		}
	}
	if !a.isAnchored {
		waits = append(waits, uint32(a.program.Start))
	}
	if len(waits) == 0 {
		return failed
	}
	slices.Sort(waits)
	waits = slices.Compact(waits)
	before := ' '
	switch {
	case r == '\n':
		before = '\n'
	case syntax.IsWordChar(r):
		before = 'a'
	}
	return a.state(waits, before)
}

func (a *automaton) state(waits []uint32, before rune) *state {
	key := binary.AppendVarint(nil, int64(before))
	for _, at := range waits {
		key = binary.AppendUvarint(key, uint64(at))
	}
	s := a.states[string(key)]
	if s == nil {
		if len(a.states) >= manyStates {
			a.resets++
			a.reset()
		}
		s = &state{waits: waits, before: before}
		a.states[string(key)] = s
	}
	return s
}
