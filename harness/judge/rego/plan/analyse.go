package plan

import "github.com/open-policy-agent/opa/v1/ast"

// analyse finds out what each function depends on beside its arguments. What depends on nothing is evaluated once for
// all, and what depends on data alone once for an inventory.
func (p *Program) analyse() {
	for again := true; again; {
		again = false
		for _, f := range p.functions {
			if found := f.reads | p.readsOf(f); found != f.reads {
				f.reads, again = found, true
			}
		}
	}
}

func (p *Program) readsOf(f *function) reads {
	if len(f.params) < 2 {
		return readsAll
	}
	found := p.within(*f.body.Load(), f.params[0], f.params[1], map[int32]bool{})
	if found&readsSaved != 0 {
		found = found&^readsSaved | readsInput
	}
	return found
}

// readsSaved is the input of the function itself, which a block within with has again.
const readsSaved reads = 1 << 7

// within returns what blocks depend on. The input and the data are in two locals; settings below data are the same for
// all that a machine evaluates.
func (p *Program) within(blocks []block, input, data int32, saved map[int32]bool) (found reads) {
	use := func(operands ...operand) {
		for _, o := range operands {
			switch {
			case int32(o) == input:
				found |= readsInput
			case int32(o) == data:
				found |= readsData
			case o >= 0 && saved[int32(o)]:
				found |= readsSaved
			}
		}
	}
	for _, b := range blocks {
		for i := range b {
			in := &b[i]
			switch in.op {
			case opCall:
				found |= in.callee.reads
				// The first two are passed on to be read there.
				if int32(in.args[0]) != input || int32(in.args[1]) != data {
					found |= readsAll
				}
				use(in.args[2:]...)
			case opBuiltin:
				use(in.args...)
				if p.isVolatile(int(in.n)) {
					found |= readsInput
				}
			case opDynamic:
				found |= readsAll
			case opWith:
				if int32(in.to) != input || len(in.args) > 0 {
					found |= readsAll
				}
				below := p.within(in.blocks, input, data, saved)
				switch {
				case below&readsInput == 0:
				case in.a >= 0 && saved[int32(in.a)]:
					below |= readsSaved
				default: // what is evaluated with another input depends on that
					use(in.a)
				}
				found |= below &^ readsInput
				continue
			case opDot:
				if int32(in.a) != data || in.b >= 0 || p.constants[^in.b].text != Settings {
					use(in.a, in.b)
				}
			case opEqual, opNotEqual, opInsert, opInsertOnce, opMerge:
				use(in.a, in.b)
			case opAssign:
				// With keeps the input, for what follows it.
				if int32(in.a) == input {
					saved[in.to] = true
				} else {
					use(in.a)
				}
			case opReturn, opLength, opScan, opAssignOnce, opIsArray, opIsObject, opIsSet, opIsDefined, opIsUndefined, opAppend, opAdd:
				use(in.a)
			}
			if in.nested != nil {
				found |= p.within(in.blocks, input, data, saved)
			}
		}
	}
	return found
}

// isVolatile reports whether a builtin depends on more than its arguments, such as the time.
func (p *Program) isVolatile(builtin int) bool {
	b, known := ast.BuiltinMap[p.builtins[builtin]]
	return !known || b.Nondeterministic
}
