// Package plan runs Rego as OPA plans it: it interprets the statements of OPA's intermediate representation
// (https://www.openpolicyagent.org/docs/ir) over values of its own. It gives the results of OPA's evaluator, package
// topdown, in a fraction of the time, and needs neither to parse nor to compile what was planned before.
package plan

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ir"
)

// Program is a planned policy. Several machines can run it at once.
type Program struct {
	constants []*Value
	pool      map[string]*Value // texts of the program, and so most keys of what it judges
	functions []*function
	byName    map[string]*function
	ordered   []*function // those that have a path, by that
	unread    string      // the bodies of functions, read when first called
	reading   sync.Mutex
	rooms     reader
	builtins  []string
	natives   []builtin // what evaluates them
	patterns  patterns
}

// function is a rule, a function or an entry point.
type function struct {
	name   string // in OPA's plan
	joined string // the path below data, joined by zero bytes
	path   []string
	params []int32
	locals int
	// reads says what a call depends on beside its arguments.
	reads reads
	// at is the place of the function in its program.
	at int
	// begin and end are where its body stands in what is not read yet.
	begin, end int
	body       atomic.Pointer[[]block]
}

// reads are what a function depends on beside its arguments.
type reads uint8

const (
	readsInput reads = 1 << iota
	readsData
	// readsAll is unknown, or changed by with.
	readsAll = readsInput | readsData
)

// Settings is the key below data of what stays the same for all that a machine evaluates.
const Settings = "guiderail_settings"

type operation uint8

const (
	opReturn operation = iota
	opCall
	opBuiltin
	opDynamic
	opBlocks
	opBreak
	opDot
	opLength
	opScan
	opNot
	opAssign
	opAssignOnce
	opReset
	opMakeArray
	opMakeObject
	opMakeSet
	opEqual
	opNotEqual
	opIsArray
	opIsObject
	opIsSet
	opIsDefined
	opIsUndefined
	opAppend
	opInsert
	opInsertOnce
	opMerge
	opAdd
	opWith
	operations
)

// operand is a local, or a constant if it is negative.
type operand int32

type block []instruction

// instruction is one statement. Which fields count depends on the operation.
type instruction struct {
	op   operation
	a, b operand
	to   int32 // the local that it sets or changes
	n    int32 // a second local, a capacity, how many blocks to leave, or the place of a builtin
	*nested
}

// nested is what only some statements have.
type nested struct {
	blocks  []block
	args    []operand // arguments, or the path of with or of a computed call
	callee  *function
	builtin builtin
}

// Load prepares a plan of OPA. Of its entry points nothing is kept: they do no more than call rules and collect results,
// and whoever has the program calls the rules.
func Load(policy *ir.Policy) (*Program, error) {
	p := newProgram()
	l := &loader{Program: p, policy: policy, builtins: map[string]int32{}}
	for _, s := range policy.Static.Strings {
		p.constants = append(p.constants, p.pooled(s.Value))
	}
	if policy.Funcs != nil {
		for _, f := range policy.Funcs.Funcs {
			if strings.ContainsRune(strings.Join(f.Path, ""), 0) {
				return nil, fmt.Errorf("loading a plan: the path %q has a zero byte", f.Path)
			}
			p.add(&function{name: f.Name, path: f.Path})
		}
		for _, f := range policy.Funcs.Funcs {
			l.load(p.byName[f.Name], f.Params, f.Blocks)
		}
	}
	if l.err != nil {
		return nil, fmt.Errorf("loading a plan: %w", l.err)
	}
	p.analyse()
	p.order()
	return p, nil
}

func newProgram() *Program {
	return &Program{pool: map[string]*Value{}, byName: map[string]*function{}}
}

func (p *Program) add(f *function) {
	f.at = len(p.functions)
	p.functions = append(p.functions, f)
	p.byName[f.name] = f
	f.joined = strings.Join(f.path, "\x00")
}

// order sorts the functions that have a path. Of two with the same path, the last counts.
func (p *Program) order() {
	for _, f := range slices.Backward(p.functions) {
		if f.joined != "" {
			p.ordered = append(p.ordered, f)
		}
	}
	slices.SortStableFunc(p.ordered, func(a, b *function) int { return strings.Compare(a.joined, b.joined) })
	p.ordered = slices.CompactFunc(p.ordered, func(a, b *function) bool { return a.joined == b.joined })
}

// at returns the function with a path, joined by zero bytes; nil if there is none.
func (p *Program) at(joined string) *function {
	i, ok := slices.BinarySearchFunc(p.ordered, joined, func(f *function, path string) int { return strings.Compare(f.joined, path) })
	if !ok {
		return nil
	}
	return p.ordered[i]
}

// pooled returns the text of the pool with some letters.
func (p *Program) pooled(letters string) *Value {
	v, ok := p.pool[letters]
	if !ok {
		v = &Value{kind: text, text: letters, isPooled: true, isShared: true}
		p.pool[letters] = v
	}
	return v
}

// text returns a text, that of the pool if there is one.
func (p *Program) text(letters string) *Value {
	if v, ok := p.pool[letters]; ok {
		return v
	}
	return newText(letters)
}

// loader turns OPA's statements into instructions.
type loader struct {
	*Program
	policy   *ir.Policy
	numbers  map[string]operand
	builtins map[string]int32
	locals   map[ir.Local]int32
	err      error
}

func (l *loader) load(f *function, params []ir.Local, blocks []*ir.Block) {
	l.locals = map[ir.Local]int32{}
	for _, local := range params {
		f.params = append(f.params, l.local(local))
	}
	body := l.blocks(blocks)
	f.body.Store(&body)
	f.locals = len(l.locals)
}

func (l *loader) local(of ir.Local) int32 {
	n, ok := l.locals[of]
	if !ok {
		n = int32(len(l.locals))
		l.locals[of] = n
	}
	return n
}

func (l *loader) constant(v *Value) operand {
	i := slices.Index(l.constants, v)
	if i < 0 {
		i = len(l.constants)
		l.constants = append(l.constants, v)
	}
	return operand(^i)
}

func (l *loader) number(literal string) operand {
	if o, ok := l.numbers[literal]; ok {
		return o
	}
	if l.numbers == nil {
		l.numbers = map[string]operand{}
	}
	v := newNumber(literal)
	v.share()
	l.constants = append(l.constants, v)
	o := operand(^(len(l.constants) - 1))
	l.numbers[literal] = o
	return o
}

func (l *loader) operand(o ir.Operand) operand {
	switch v := o.Value.(type) {
	case ir.Local:
		return operand(l.local(v))
	case *ir.Local:
		return operand(l.local(*v))
	case ir.StringIndex:
		return operand(^int(v))
	case *ir.StringIndex:
		return operand(^int(*v))
	case ir.Bool:
		return l.constant(newBoolean(bool(v)))
	case *ir.Bool:
		return l.constant(newBoolean(bool(*v)))
	}
	l.fail("an operand is %T", o.Value)
	return 0
}

func (l *loader) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}

func (l *loader) operands(of []ir.Operand) []operand {
	out := make([]operand, len(of))
	for i, o := range of {
		out[i] = l.operand(o)
	}
	return out
}

func (l *loader) blocks(of []*ir.Block) []block {
	out := make([]block, len(of))
	for i, b := range of {
		out[i] = make(block, 0, len(b.Stmts))
		for _, s := range b.Stmts {
			if _, isNop := s.(*ir.NopStmt); !isNop {
				out[i] = append(out[i], l.instruction(s))
			}
		}
	}
	return out
}

func (l *loader) within(of *ir.Block) *nested { return &nested{blocks: l.blocks([]*ir.Block{of})} }

func (l *loader) instruction(s ir.Stmt) instruction {
	switch s := s.(type) {
	case *ir.ReturnLocalStmt:
		return instruction{op: opReturn, a: operand(l.local(s.Source))}
	case *ir.CallStmt:
		return l.call(s)
	case *ir.CallDynamicStmt:
		var args []operand
		for _, arg := range s.Args {
			args = append(args, operand(l.local(arg)))
		}
		return instruction{op: opDynamic, to: l.local(s.Result), n: int32(len(args)), nested: &nested{args: append(args, l.operands(s.Path)...)}}
	case *ir.BlockStmt:
		return instruction{op: opBlocks, nested: &nested{blocks: l.blocks(s.Blocks)}}
	case *ir.BreakStmt:
		return instruction{op: opBreak, n: int32(s.Index)}
	case *ir.DotStmt:
		return instruction{op: opDot, a: l.operand(s.Source), b: l.operand(s.Key), to: l.local(s.Target)}
	case *ir.LenStmt:
		return instruction{op: opLength, a: l.operand(s.Source), to: l.local(s.Target)}
	case *ir.ScanStmt:
		return instruction{op: opScan, a: operand(l.local(s.Source)), to: l.local(s.Key), n: l.local(s.Value), nested: l.within(s.Block)}
	case *ir.NotStmt:
		return instruction{op: opNot, nested: l.within(s.Block)}
	case *ir.AssignIntStmt:
		return instruction{op: opAssign, a: l.number(fmt.Sprint(s.Value)), to: l.local(s.Target)}
	case *ir.AssignVarStmt:
		return instruction{op: opAssign, a: l.operand(s.Source), to: l.local(s.Target)}
	case *ir.AssignVarOnceStmt:
		return instruction{op: opAssignOnce, a: l.operand(s.Source), to: l.local(s.Target)}
	case *ir.ResetLocalStmt:
		return instruction{op: opReset, to: l.local(s.Target)}
	case *ir.MakeNullStmt:
		return instruction{op: opAssign, a: l.constant(nullValue), to: l.local(s.Target)}
	case *ir.MakeNumberIntStmt:
		return instruction{op: opAssign, a: l.number(fmt.Sprint(s.Value)), to: l.local(s.Target)}
	case *ir.MakeNumberRefStmt:
		return instruction{op: opAssign, a: l.number(l.policy.Static.Strings[s.Index].Value), to: l.local(s.Target)}
	case *ir.MakeArrayStmt:
		return instruction{op: opMakeArray, n: s.Capacity, to: l.local(s.Target)}
	case *ir.MakeObjectStmt:
		return instruction{op: opMakeObject, to: l.local(s.Target)}
	case *ir.MakeSetStmt:
		return instruction{op: opMakeSet, to: l.local(s.Target)}
	case *ir.EqualStmt:
		return instruction{op: opEqual, a: l.operand(s.A), b: l.operand(s.B)}
	case *ir.NotEqualStmt:
		return instruction{op: opNotEqual, a: l.operand(s.A), b: l.operand(s.B)}
	case *ir.IsArrayStmt:
		return instruction{op: opIsArray, a: l.operand(s.Source)}
	case *ir.IsObjectStmt:
		return instruction{op: opIsObject, a: l.operand(s.Source)}
	case *ir.IsSetStmt:
		return instruction{op: opIsSet, a: l.operand(s.Source)}
	case *ir.IsDefinedStmt:
		return instruction{op: opIsDefined, a: operand(l.local(s.Source))}
	case *ir.IsUndefinedStmt:
		return instruction{op: opIsUndefined, a: operand(l.local(s.Source))}
	case *ir.ArrayAppendStmt:
		return instruction{op: opAppend, a: l.operand(s.Value), to: l.local(s.Array)}
	case *ir.ObjectInsertStmt:
		return instruction{op: opInsert, a: l.operand(s.Key), b: l.operand(s.Value), to: l.local(s.Object)}
	case *ir.ObjectInsertOnceStmt:
		return instruction{op: opInsertOnce, a: l.operand(s.Key), b: l.operand(s.Value), to: l.local(s.Object)}
	case *ir.ObjectMergeStmt:
		return instruction{op: opMerge, a: operand(l.local(s.A)), b: operand(l.local(s.B)), to: l.local(s.Target)}
	case *ir.SetAddStmt:
		return instruction{op: opAdd, a: l.operand(s.Value), to: l.local(s.Set)}
	case *ir.WithStmt:
		in := instruction{op: opWith, a: l.operand(s.Value), to: l.local(s.Local), nested: l.within(s.Block)}
		for _, i := range s.Path {
			in.args = append(in.args, operand(^i))
		}
		return in
	}
	l.fail("a statement is %T", s)
	return instruction{}
}

func (l *loader) call(s *ir.CallStmt) instruction {
	in := instruction{op: opCall, to: l.local(s.Result), nested: &nested{args: l.operands(s.Args)}}
	if in.callee = l.byName[s.Func]; in.callee != nil {
		return in
	}
	in.op = opBuiltin
	place, known := l.builtins[s.Func]
	if !known {
		place = int32(len(l.Program.builtins))
		l.Program.builtins = append(l.Program.builtins, s.Func)
		l.builtins[s.Func] = place
	}
	in.n = place
	if in.builtin = builtinOf(s.Func); in.builtin == nil {
		l.fail("there is no builtin %s", s.Func)
	}
	return in
}

// Rule is a rule of a program, or an entry point.
type Rule struct{ *function }

// Rule returns a rule by its path below data, such as guiderail.secrets.plaintext_env.violation.
func (p *Program) Rule(path string) (Rule, bool) {
	f := p.at("g0\x00" + strings.ReplaceAll(path, ".", "\x00"))
	return Rule{f}, f != nil
}

func (f *function) String() string {
	if f.joined == "" {
		return f.name
	}
	return strings.TrimPrefix(strings.ReplaceAll(f.joined, "\x00", "."), "g0.")
}
