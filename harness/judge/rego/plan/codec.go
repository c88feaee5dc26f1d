package plan

import (
	"fmt"

	"github.com/guiderail/guiderail/internal/compact"
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
const version = 4

// Encode returns the program in a compact form, which Decode reads. It has a checksum: a damaged plan could be read as
// another one.
func (p *Program) Encode() []byte {
	w := &writer{}
	w.Number(len(p.constants))
	for _, c := range p.constants {
		w.Number(int(c.kind))
		switch c.kind {
		case boolean:
			w.Flag(c.isTrue)
		case number:
			w.Text(c.literal())
		case text:
			w.Text(c.text)
		}
	}
	w.Number(len(p.builtins))
	for _, name := range p.builtins {
		w.Text(name)
	}
	w.Number(len(p.functions))
	bodies := &writer{}
	for _, f := range p.functions {
		begin := len(bodies.Out)
		bodies.blocks(*f.body.Load())
		w.Text(f.joined)
		w.Number(len(f.params))
		for _, local := range f.params {
			w.Number(int(local))
		}
		w.Number(f.locals)
		w.Number(int(f.reads))
		w.Number(len(bodies.Out) - begin)
	}
	w.Number(len(p.ordered))
	for _, f := range p.ordered {
		w.Number(f.at)
	}
	w.Out = append(w.Out, bodies.Out...)
	return w.Sealed(version)
}

type writer struct{ compact.Writer }

func (w *writer) blocks(all []block) {
	w.Number(len(all))
	for _, b := range all {
		w.Number(len(b))
		for i := range b {
			w.instruction(&b[i])
		}
	}
}

func (w *writer) instruction(in *instruction) {
	w.Out = append(w.Out, byte(in.op))
	s := shapes[in.op]
	if s.a {
		w.Number(int(in.a))
	}
	if s.b {
		w.Number(int(in.b))
	}
	if s.to {
		w.Number(int(in.to))
	}
	if s.n || s.builtin {
		w.Number(int(in.n))
	}
	if s.callee {
		w.Number(in.callee.at)
	}
	if s.args {
		w.Number(len(in.args))
		for _, arg := range in.args {
			w.Number(int(arg))
		}
	}
	if s.blocks {
		w.blocks(in.blocks)
	}
}

// Decode reads what Encode wrote. Functions are read when they are first called.
func Decode(encoded string) (*Program, error) {
	p := newProgram()
	var unknown error
	err := compact.Open(encoded, version, func(r *compact.Reader) { unknown = p.decode(r) })
	if err == nil {
		err = unknown
	}
	if err != nil {
		return nil, fmt.Errorf("reading a plan: %w", err)
	}
	return p, nil
}

func (p *Program) decode(r *compact.Reader) error {
	n := r.Number()
	p.pool = make(map[string]*Value, n)
	p.constants = make([]*Value, n)
	made := make([]Value, n)
	for i := range p.constants {
		switch kind(r.Number()) {
		case boolean:
			p.constants[i] = newBoolean(r.Number() == 1)
		case number:
			p.constants[i] = newNumber(r.Text())
			p.constants[i].share()
		case text:
			letters := r.Text()
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
	p.builtins = make([]string, r.Number())
	for i := range p.builtins {
		p.builtins[i] = r.Text()
	}
	p.natives = make([]builtin, len(p.builtins))
	for i, name := range p.builtins {
		if p.natives[i] = builtinOf(name); p.natives[i] == nil {
			return fmt.Errorf("there is no builtin %s", name)
		}
	}
	functions := make([]function, r.Number())
	p.functions = make([]*function, len(functions))
	at := 0
	for i := range functions {
		f := &functions[i]
		f.at, f.joined = i, r.Text()
		f.params = cut(&p.rooms.ofParams, r.Number())
		for j := range f.params {
			f.params[j] = int32(r.Number())
		}
		f.locals, f.reads = r.Number(), reads(r.Number())
		f.begin = at
		at += r.Number()
		f.end = at
		p.functions[i] = f
	}
	p.ordered = make([]*function, r.Number())
	for i := range p.ordered {
		p.ordered[i] = p.functions[r.Number()]
	}
	p.unread, r.Rest = r.Rest[:at], r.Rest[at:]
	return nil
}

// read reads the body of a function.
func (p *Program) read(f *function) *[]block {
	p.reading.Lock()
	defer p.reading.Unlock()
	if body := f.body.Load(); body != nil {
		return body
	}
	p.rooms.Rest = p.unread[f.begin:f.end]
	body := p.rooms.blocks(p)
	f.body.Store(&body)
	return &body
}

// reader reads functions. What these consist of is cut from slices that have room for many.
type reader struct {
	compact.Reader

	ofBlocks []block
	of       []instruction
	ofNested []nested
	ofArgs   []operand
	ofParams []int32
}

// room is how many there is room for at once.
const room = 256

// cut returns n items of what there is room for.
func cut[T any](from *[]T, n int) []T {
	if n > len(*from) {
		if n > room/4 {
			return make([]T, n)
		}
		*from = make([]T, room)
	}
	part := (*from)[:n:n]
	*from = (*from)[n:]
	return part
}

func (r *reader) blocks(p *Program) []block {
	all := cut(&r.ofBlocks, r.Number())
	for i := range all {
		all[i] = cut(&r.of, r.Number())
		for j := range all[i] {
			r.instruction(p, &all[i][j])
		}
	}
	return all
}

func (r *reader) instruction(p *Program, in *instruction) {
	in.op = operation(r.Rest[0])
	r.Rest = r.Rest[1:]
	s := &shapes[in.op]
	if s.blocks || s.args {
		in.nested = &cut(&r.ofNested, 1)[0]
	}
	if s.a {
		in.a = operand(r.Number())
	}
	if s.b {
		in.b = operand(r.Number())
	}
	if s.to {
		in.to = int32(r.Number())
	}
	if s.n || s.builtin {
		in.n = int32(r.Number())
	}
	if s.callee {
		in.callee = p.functions[r.Number()]
	}
	if s.builtin {
		in.builtin = p.natives[in.n]
	}
	if s.args {
		in.args = cut(&r.ofArgs, r.Number())
		for i := range in.args {
			in.args[i] = operand(r.Number())
		}
	}
	if s.blocks {
		in.blocks = r.blocks(p)
	}
}
