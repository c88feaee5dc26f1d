package plan

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
)

// Machine evaluates functions of a program, one after another. What a program computes from constants and settings it
// remembers for as long as it lives, and what it computes from data for as long as these are the same.
type Machine struct {
	program *Program
	// Lenient makes a builtin that fails undefined, as in a query of OPA that is not strict.
	Lenient bool
	// Statements counts the statements that were executed.
	Statements int
	// Bridged counts the builtins that OPA evaluated, by name.
	Bridged map[string]int

	stack    []*Value
	top      int
	returned *Value
	args     []*Value

	input, data *Value
	// memory of functions without arguments, by their place: of one evaluation, of the data, and for ever.
	memory []remembered
	round  uint64 // an evaluation, or a part of one whose input or data are replaced
	begun  uint64 // the round of the whole evaluation
	era    uint64 // the data
	rounds uint64 // the last round or era, so that none is taken for another
	withs  int    // how many replacements are in force
	calls  calls
	// ofTexts are patterns by their text, and ofValues those of texts of the program.
	ofTexts  map[string]*pattern
	ofValues map[*Value]*pattern
	// replacers are those of objects that stay.
	replacers map[*Value]*strings.Replacer

	isCancelled atomic.Bool
	bridge      topdown.BuiltinContext
	cancel      topdown.Cancel
}

type remembered struct {
	round uint64
	value *Value
}

// NewMachine makes a machine that sees data. Settings are below the key Settings of data.
func (p *Program) NewMachine(data *Value) *Machine {
	m := &Machine{program: p, stack: make([]*Value, 4096), memory: make([]remembered, len(p.functions)), calls: newCalls(p), ofTexts: map[string]*pattern{}, ofValues: map[*Value]*pattern{}, replacers: map[*Value]*strings.Replacer{}, Bridged: map[string]int{}}
	m.cancel = topdown.NewCancel()
	m.bridge = topdown.BuiltinContext{Metrics: metrics.NoOp(), Cancel: m.cancel, Seed: rand.Reader}
	m.SetData(data)
	return m
}

// SetData replaces the data. They must not change any more.
func (m *Machine) SetData(data *Value) {
	data.share()
	m.data = data
	m.rounds++
	m.era = m.rounds
	m.calls.ofData = generations{}
}

// fault is what ends an evaluation.
type fault struct{ err error }

// errConflict means that a complete rule, a function or an object has two values.
var errConflict = errors.New("two values where there can be one")

// Begin starts an evaluation of an input, which ends early with the context. Evaluations of the same input share what
// they have computed. The caller must call end, and must not use the machine again once the context is done.
func (m *Machine) Begin(ctx context.Context, input *Value) (end func()) {
	m.input = input
	m.rounds++
	m.begun = m.rounds
	clear(m.calls.ofInput)
	m.bridge.Context, m.bridge.Time = ctx, nil
	if ctx.Done() == nil {
		return func() {}
	}
	stop := context.AfterFunc(ctx, func() {
		m.isCancelled.Store(true)
		m.cancel.Cancel()
	})
	return func() { stop() }
}

// Eval returns the value of a rule for the input; nil if it is undefined.
func (m *Machine) Eval(r Rule) (value *Value, err error) {
	f := r.function
	m.top, m.args, m.withs, m.round = 0, m.args[:0], 0, m.begun // the last may have ended in the middle
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			value, err = nil, fmt.Errorf("evaluating %s: %w", f, r.err)
		default:
			value, err = nil, fmt.Errorf("evaluating %s: a defect: %v", f, r)
		}
	}()
	return m.call(f, []operand{0, 1}, []*Value{m.input, m.data}), nil
}

// context returns what OPA's builtins are told. The time is the same for all of an evaluation.
func (m *Machine) context() topdown.BuiltinContext {
	if m.bridge.Time == nil {
		now := time.Now()
		m.bridge.Time = ast.NumberTerm(json.Number(strconv.FormatInt(now.UnixNano(), 10)))
		m.bridge.Cache = builtins.Cache{}
	}
	return m.bridge
}

func (m *Machine) value(o operand, frame []*Value) *Value {
	if o < 0 {
		return m.program.constants[^o]
	}
	return frame[o]
}

// memoryOf returns what is remembered of a function without arguments, and of which round that has to be.
func (m *Machine) memoryOf(f *function) (at *remembered, round uint64) {
	switch f.reads {
	case 0:
		return &m.memory[f.at], 1
	case readsData:
		if m.withs == 0 {
			return &m.memory[f.at], m.era
		}
	}
	return &m.memory[f.at], m.round
}

func (m *Machine) call(f *function, args []operand, caller []*Value) *Value {
	var slot *remembered
	var round uint64
	var known calling
	var isRemembered bool
	if len(f.params) == 2 {
		if slot, round = m.memoryOf(f); slot.round == round {
			return slot.value
		}
	} else if known, isRemembered = m.calls.of(m, f, args[2:], caller); known.isFound {
		return known.value
	}
	begin := m.top
	if begin+f.locals > len(m.stack) {
		m.stack = make([]*Value, 2*len(m.stack)+f.locals) // those who called keep the old one
		begin = 0
	}
	body := f.body.Load()
	if body == nil {
		body = m.program.read(f)
	}
	top, stack := m.top, m.stack
	frame := stack[begin : begin+f.locals : begin+f.locals]
	clear(frame)
	for i, arg := range args {
		frame[f.params[i]] = m.value(arg, caller)
	}
	m.top = begin + f.locals
	var value *Value
	for _, b := range *body {
		if m.exec(b, frame) == returns {
			value = m.returned
			break
		}
	}
	m.top = top
	if slot != nil {
		if f.reads&readsInput == 0 {
			value.share()
		}
		*slot = remembered{round, value}
	}
	if isRemembered {
		m.calls.keep(&known, m.Statements, value)
	}
	return value
}

// How a block ends, if not by leaving a number of blocks.
const (
	completes = -1
	returns   = 1 << 30
)

// exec executes a block. It returns completes, returns, or how many more blocks are to be left.
func (m *Machine) exec(b block, frame []*Value) int {
	m.Statements += len(b)
	for i := range b {
		in := &b[i]
		switch in.op {
		case opReturn:
			m.returned = frame[in.a]
			return returns
		case opCall:
			v := m.call(in.callee, in.args, frame)
			frame[in.to] = v
			if v == nil {
				return 0
			}
		case opBuiltin:
			n := len(m.args)
			for _, arg := range in.args {
				m.args = append(m.args, m.value(arg, frame))
			}
			v := in.builtin(m, m.args[n:])
			m.args = m.args[:n]
			frame[in.to] = v
			if v == nil {
				return 0
			}
		case opDynamic:
			f := m.target(in.args[in.n:], frame)
			if f == nil {
				return 0
			}
			v := m.call(f, in.args[:in.n], frame)
			frame[in.to] = v
			if v == nil {
				return 0
			}
		case opBlocks:
			for _, inner := range in.blocks {
				if end := m.exec(inner, frame); end == returns {
					return end
				} else if end > 0 {
					return end - 1
				}
			}
		case opBreak:
			return int(in.n)
		case opDot:
			var v *Value
			if from := m.value(in.a, frame); from != nil {
				v = from.get(m.value(in.b, frame))
			}
			frame[in.to] = v
			if v == nil {
				return 0
			}
		case opLength:
			frame[in.to] = newInt(int64(m.value(in.a, frame).length()))
		case opScan:
			if end := m.scan(in, frame); end != completes {
				return end
			}
		case opNot:
			switch end := m.exec(in.blocks[0], frame); {
			case end == returns:
				return end
			case end == completes:
				return 0
			case end > 0:
				return end - 1
			}
		case opAssign:
			frame[in.to] = m.value(in.a, frame)
		case opAssignOnce:
			v := m.value(in.a, frame)
			if before := frame[in.to]; before != nil && !equal(before, v) {
				panic(fault{errConflict})
			}
			frame[in.to] = v
		case opReset:
			frame[in.to] = nil
		case opMakeArray:
			frame[in.to] = newComposite(array, int(in.n))
		case opMakeObject:
			frame[in.to] = newComposite(object, 0)
		case opMakeSet:
			frame[in.to] = newComposite(set, 0)
		case opEqual:
			if !equal(m.value(in.a, frame), m.value(in.b, frame)) {
				return 0
			}
		case opNotEqual:
			if equal(m.value(in.a, frame), m.value(in.b, frame)) {
				return 0
			}
		case opIsArray:
			if v := m.value(in.a, frame); v == nil || v.kind != array {
				return 0
			}
		case opIsObject:
			if v := m.value(in.a, frame); v == nil || v.kind != object {
				return 0
			}
		case opIsSet:
			if v := m.value(in.a, frame); v == nil || v.kind != set {
				return 0
			}
		case opIsDefined:
			if frame[in.a] == nil {
				return 0
			}
		case opIsUndefined:
			if frame[in.a] != nil {
				return 0
			}
		case opAppend:
			to := frame[in.to]
			to.items = append(to.items, m.value(in.a, frame))
		case opInsert:
			frame[in.to].put(m.value(in.a, frame), m.value(in.b, frame))
		case opInsertOnce:
			to, key, v := frame[in.to], m.value(in.a, frame), m.value(in.b, frame)
			if at := to.find(key); at < 0 {
				to.insert(key, v)
			} else if !equal(to.items[at], v) {
				panic(fault{errConflict})
			}
		case opMerge:
			frame[in.to] = mergedDocuments(frame[in.a], frame[in.b])
		case opAdd:
			frame[in.to].add(m.value(in.a, frame))
		case opWith:
			if end := m.with(in, frame); end != completes {
				return end
			}
		}
	}
	return completes
}

// scan executes a block for every item of a composite value.
func (m *Machine) scan(in *instruction, frame []*Value) int {
	from := frame[in.a]
	if from == nil || !from.isComposite() {
		return completes
	}
	if m.isCancelled.Load() {
		panic(fault{errCancelled})
	}
	from.settle()
	for i, item := range from.items {
		switch from.kind {
		case array:
			frame[in.to] = newInt(int64(i))
		case object:
			frame[in.to] = from.keys[i]
		default:
			frame[in.to] = item
		}
		frame[in.n] = item
		switch end := m.exec(in.blocks[0], frame); {
		case end == returns:
			return end
		case end == 1:
			return completes
		case end > 1:
			return end - 2
		}
	}
	return completes
}

var errCancelled = errors.New("the evaluation was cancelled")

// with executes a block with another input or other data.
func (m *Machine) with(in *instruction, frame []*Value) int {
	saved, round := frame[in.to], m.round
	v := m.value(in.a, frame)
	for i := len(in.args) - 1; i >= 0; i-- {
		at := saved
		for _, key := range in.args[:i] {
			if at != nil && at.kind == object {
				at = at.get(m.value(key, frame))
			} else {
				at = nil
			}
		}
		var outer *Value
		if at != nil && at.kind == object {
			outer = at.copied(1)
		} else {
			outer = newComposite(object, 1)
		}
		outer.put(m.value(in.args[i], frame), v)
		v = outer
	}
	frame[in.to] = v
	m.rounds++
	m.round = m.rounds
	m.withs++
	end := m.exec(in.blocks[0], frame)
	m.withs--
	frame[in.to], m.round = saved, round
	switch {
	case end == returns, end == completes:
		return end
	case end == 0:
		return 0
	}
	return end - 1
}

// target returns the function at a path, or nil.
func (m *Machine) target(path []operand, frame []*Value) *function {
	var joined []byte
	for i, step := range path {
		v := m.value(step, frame)
		if v == nil || v.kind != text || strings.IndexByte(v.text, 0) >= 0 { // which no step of a path has
			return nil
		}
		if i > 0 {
			joined = append(joined, 0)
		}
		joined = append(joined, v.text...)
	}
	return m.program.at(string(joined))
}

// mergedDocuments returns a base and a virtual document as one. Where both have a value and one of them is no object,
// the first counts.
func mergedDocuments(a, b *Value) *Value {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.kind == object && b.kind == object:
		return merged(b, a)
	}
	return a
}
