package plan

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// shape says which fields of an instruction count.
type shape struct {
	a, b, to, n, blocks, args, callee, builtin bool
}

var shapes = [operations]shape{
	opReturn:      {a: true},
	opCall:        {to: true, args: true, callee: true},
	opBuiltin:     {to: true, args: true, builtin: true},
	opDynamic:     {to: true, n: true, args: true},
	opBlocks:      {blocks: true},
	opBreak:       {n: true},
	opDot:         {a: true, b: true, to: true},
	opLength:      {a: true, to: true},
	opScan:        {a: true, to: true, n: true, blocks: true},
	opNot:         {blocks: true},
	opAssign:      {a: true, to: true},
	opAssignOnce:  {a: true, to: true},
	opReset:       {to: true},
	opMakeArray:   {to: true, n: true},
	opMakeObject:  {to: true},
	opMakeSet:     {to: true},
	opEqual:       {a: true, b: true},
	opNotEqual:    {a: true, b: true},
	opIsArray:     {a: true},
	opIsObject:    {a: true},
	opIsSet:       {a: true},
	opIsDefined:   {a: true},
	opIsUndefined: {a: true},
	opAppend:      {a: true, to: true},
	opInsert:      {a: true, b: true, to: true},
	opInsertOnce:  {a: true, b: true, to: true},
	opMerge:       {a: true, b: true, to: true},
	opAdd:         {a: true, to: true},
	opWith:        {a: true, to: true, blocks: true, args: true},
}

// version is that of the encoding. It is raised with every change of it, and of the instructions.
const version = 3

// Encode returns the program in a compact form, which Decode reads. It has a checksum: a damaged plan could be read as
// another one.
func (p *Program) Encode() []byte {
	w := &writer{}
	w.number(len(p.constants))
	for _, c := range p.constants {
		w.number(int(c.kind))
		switch c.kind {
		case boolean:
			w.flag(c.isTrue)
		case number:
			w.text(c.literal())
		case text:
			w.text(c.text)
		}
	}
	w.number(len(p.builtins))
	for _, name := range p.builtins {
		w.text(name)
	}
	w.number(len(p.functions))
	bodies := &writer{}
	for _, f := range p.functions {
		begin := len(bodies.out)
		bodies.blocks(*f.body.Load())
		w.text(f.joined)
		w.number(len(f.params))
		for _, local := range f.params {
			w.number(int(local))
		}
		w.number(f.locals)
		w.number(int(f.reads))
		w.number(len(bodies.out) - begin)
	}
	head := &writer{}
	head.number(version)
	w.out = append(w.out, bodies.out...)
	head.number(int(crc32.ChecksumIEEE(w.out)))
	return append(head.out, w.out...)
}

type writer struct{ out []byte }

func (w *writer) number(n int) { w.out = binary.AppendVarint(w.out, int64(n)) }

func (w *writer) text(s string) {
	w.number(len(s))
	w.out = append(w.out, s...)
}

func (w *writer) flag(is bool) {
	if is {
		w.number(1)
	} else {
		w.number(0)
	}
}

func (w *writer) blocks(all []block) {
	w.number(len(all))
	for _, b := range all {
		w.number(len(b))
		for i := range b {
			w.instruction(&b[i])
		}
	}
}

func (w *writer) instruction(in *instruction) {
	w.out = append(w.out, byte(in.op))
	s := shapes[in.op]
	if s.a {
		w.number(int(in.a))
	}
	if s.b {
		w.number(int(in.b))
	}
	if s.to {
		w.number(int(in.to))
	}
	if s.n || s.builtin {
		w.number(int(in.n))
	}
	if s.callee {
		w.number(in.callee.at)
	}
	if s.args {
		w.number(len(in.args))
		for _, arg := range in.args {
			w.number(int(arg))
		}
	}
	if s.blocks {
		w.blocks(in.blocks)
	}
}

var errEncoding = errors.New("the plan is damaged, or of another version")

// Decode reads what Encode wrote. Functions are read when they are first called.
func Decode(encoded string) (p *Program, err error) {
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("reading a plan: %w", errEncoding)
		}
	}()
	r := &reader{rest: encoded}
	if r.number() != version || r.number() != int(crc32.ChecksumIEEE([]byte(r.rest))) {
		return nil, fmt.Errorf("reading a plan: %w", errEncoding)
	}
	p = newProgram()
	n := r.number()
	p.pool = make(map[string]*Value, n)
	p.constants = make([]*Value, n)
	made := make([]Value, n)
	for i := range p.constants {
		switch kind(r.number()) {
		case boolean:
			p.constants[i] = newBoolean(r.number() == 1)
		case number:
			p.constants[i] = newNumber(r.text())
			p.constants[i].share()
		case text:
			letters := r.text()
			known, ok := p.pool[letters]
			if !ok {
				known = &made[i]
				*known = Value{kind: text, text: letters, isPooled: true, isShared: true}
				p.pool[letters] = known
			}
			p.constants[i] = known
		default:
			p.constants[i] = nullValue
		}
	}
	p.builtins = make([]string, r.number())
	for i := range p.builtins {
		p.builtins[i] = r.text()
	}
	p.natives = make([]builtin, len(p.builtins))
	for i, name := range p.builtins {
		if p.natives[i] = builtinOf(name); p.natives[i] == nil {
			return nil, fmt.Errorf("reading a plan: there is no builtin %s", name)
		}
	}
	functions := make([]function, r.number())
	p.functions = make([]*function, len(functions))
	p.byPath = make(map[string]*function, len(functions))
	at := 0
	for i := range functions {
		f := &functions[i]
		f.at, f.joined = i, r.text()
		f.params = make([]int32, r.number())
		for j := range f.params {
			f.params[j] = int32(r.number())
		}
		f.locals, f.reads = r.number(), reads(r.number())
		f.begin = at
		at += r.number()
		f.end = at
		p.functions[i] = f
		if f.joined != "" {
			p.byPath[f.joined] = f
		}
	}
	p.unread = r.rest
	if len(p.unread) != at {
		return nil, fmt.Errorf("reading a plan: %w", errEncoding)
	}
	return p, nil
}

// read reads the body of a function.
func (p *Program) read(f *function) *[]block {
	r := &reader{rest: p.unread[f.begin:f.end]}
	body := r.blocks(p)
	f.body.Store(&body) // several may do so, to the same effect
	return &body
}

type reader struct{ rest string }

func (r *reader) number() int {
	var n uint64
	for shift := 0; ; shift += 7 {
		b := r.rest[0]
		r.rest = r.rest[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
}

func (r *reader) text() string {
	n := r.number()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) blocks(p *Program) []block {
	all := make([]block, r.number())
	for i := range all {
		all[i] = make(block, r.number())
		for j := range all[i] {
			r.instruction(p, &all[i][j])
		}
	}
	return all
}

func (r *reader) instruction(p *Program, in *instruction) {
	in.op = operation(r.rest[0])
	r.rest = r.rest[1:]
	s := shapes[in.op]
	if s.blocks || s.args {
		in.nested = &nested{}
	}
	if s.a {
		in.a = operand(r.number())
	}
	if s.b {
		in.b = operand(r.number())
	}
	if s.to {
		in.to = int32(r.number())
	}
	if s.n || s.builtin {
		in.n = int32(r.number())
	}
	if s.callee {
		in.callee = p.functions[r.number()]
	}
	if s.builtin {
		in.builtin = p.natives[in.n]
	}
	if s.args {
		in.args = make([]operand, r.number())
		for i := range in.args {
			in.args[i] = operand(r.number())
		}
	}
	if s.blocks {
		in.blocks = r.blocks(p)
	}
}
