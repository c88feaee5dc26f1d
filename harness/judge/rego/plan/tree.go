package plan

// Tree is an object in the making, whose values are trees and values.
type Tree struct{ of map[string]any }

// NewTree makes an empty tree.
func NewTree() *Tree { return &Tree{map[string]any{}} }

// Put adds a value at a path.
func (t *Tree) Put(v *Value, path ...string) {
	for _, step := range path[:len(path)-1] {
		branch, ok := t.of[step].(*Tree)
		if !ok {
			branch = NewTree()
			t.of[step] = branch
		}
		t = branch
	}
	t.of[path[len(path)-1]] = v
}

// Value returns the object.
func (t *Tree) Value(p *Program) *Value {
	to := newComposite(object, len(t.of))
	for name, below := range t.of {
		v, ok := below.(*Value)
		if !ok {
			v = below.(*Tree).Value(p)
		}
		to.keys = append(to.keys, p.text(name))
		to.items = append(to.items, v)
	}
	to.isLoose = true
	to.settle()
	return to
}
