package plan

import "strings"

// calls remembers what functions with arguments returned, where that pays.
type calls struct {
	// forever has calls that depend on their arguments alone, ofData those that depend on the data as well, and ofInput
	// those of one evaluation.
	forever, ofData generations
	ofInput         map[call]*Value
	// once and lasting say what remembering the calls of each function is worth, for an evaluation and beyond it.
	once, lasting []worth
}

// generations are calls that stay for as long as there is room: when there are too many, those are given up that were not
// asked for since the last time.
type generations struct{ young, old map[call]*Value }

func (g *generations) get(c call) (v *Value, ok bool) {
	if v, ok = g.young[c]; ok {
		return v, true
	}
	if v, ok = g.old[c]; ok {
		g.put(c, v)
	}
	return v, ok
}

func (g *generations) put(c call, v *Value) {
	if len(g.young) >= manyCalls {
		g.old, g.young = g.young, nil
	}
	if g.young == nil {
		g.young = map[call]*Value{}
	}
	g.young[c] = v
}

// call is a call of a function with one or two arguments.
type call struct {
	callee *function
	round  uint64 // for calls of one evaluation
	first  argument
	second argument
}

// argument is an argument by its letters where it is a text, and otherwise by where it is kept: as long as it is part of
// a key, no other value takes its place.
type argument struct {
	value *Value
	text  string
}

// worth is what remembering calls of a function has brought.
type worth struct {
	calls, hits, statements int
	isOff                   bool
}

// calling is a call under way that is worth remembering.
type calling struct {
	key     call
	value   *Value
	isFound bool
	stays   bool
	worth   *worth
	before  int // statements
}

const (
	// manyCalls bounds how many calls are remembered beyond an evaluation.
	manyCalls = 1 << 13
	// longText is the length from which texts are no keys.
	longText = 256
	// trials is how many calls that were not remembered tell whether remembering pays, and lastingTrials the same of
	// what stays: it takes a while until objects are seen again. lookup is what remembering costs, in statements.
	trials        = 64
	lastingTrials = 1 << 14
	lookup        = 12
)

func newCalls(p *Program) calls {
	n := len(p.functions)
	return calls{ofInput: map[call]*Value{}, once: make([]worth, n), lasting: make([]worth, n)}
}

// of returns a call that is remembered or should be. ok is false if it is neither.
func (c *calls) of(m *Machine, f *function, args []operand, caller []*Value) (known calling, ok bool) {
	if len(args) > 2 || c.once[f.at].isOff && c.lasting[f.at].isOff {
		return known, false
	}
	known = calling{stays: f.reads&readsInput == 0 && m.withs == 0, before: m.Statements}
	known.key.callee = f
	for i, arg := range args {
		v := m.value(arg, caller)
		to := &known.key.first
		if i == 1 {
			to = &known.key.second
		}
		switch {
		case v == nil:
			return known, false
		case v.kind == text && !v.isPooled:
			if len(v.text) > longText {
				return known, false
			}
			to.text = v.text
			to.value = textMark
		default:
			to.value = v
			known.stays = known.stays && v.isShared
		}
	}
	known.worth = &c.once[f.at]
	if known.stays {
		known.worth = &c.lasting[f.at]
	}
	if known.worth.isOff {
		return known, false
	}
	switch {
	case !known.stays:
		known.key.round = m.round
		known.value, known.isFound = c.ofInput[known.key]
	case f.reads == 0:
		known.value, known.isFound = c.forever.get(known.key)
	default:
		known.value, known.isFound = c.ofData.get(known.key)
	}
	known.worth.calls++
	if known.isFound {
		known.worth.hits++
	}
	return known, true
}

// textMark stands for texts, so that the empty one differs from no argument.
var textMark = &Value{}

// keep remembers what a call returned.
func (c *calls) keep(known *calling, statements int, value *Value) {
	w := known.worth
	w.statements += statements - known.before
	enough := trials
	if known.stays {
		enough = lastingTrials
	}
	if misses := w.calls - w.hits; misses >= enough && w.statements/misses*w.hits < lookup*w.calls {
		w.isOff = true
	}
	if !known.stays {
		c.ofInput[known.key] = value
		return
	}
	value.share()
	for _, arg := range []*argument{&known.key.first, &known.key.second} {
		arg.text = strings.Clone(arg.text) // not the document that it is part of
	}
	if known.key.callee.reads == 0 {
		c.forever.put(known.key, value)
	} else {
		c.ofData.put(known.key, value)
	}
}
