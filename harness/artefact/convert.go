package artefact

import (
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
	"go.yaml.in/yaml/v3"
)

// maxDepth bounds the nesting of a document. Kubernetes' deepest schemas stay below 100.
const maxDepth = 1000

// converter makes ast.Values of the node tree of a document, each in one pass and with nothing in
// between.
type converter struct {
	document *Document
	scalars  *resolver

	limits    Limits
	following map[*yaml.Node]bool // anchors that are being followed
	values    int                 // made of the document
	aliased   int                 // of these, below an alias
	objects   int                 // met in the document
	exhausted bool                // one of them was too much

	// Of the artefact that is being made:
	trail    []turn
	pairs    [][2]*ast.Term // of the mappings that the converter is in, one after another
	keys     []*yaml.Node   // of the pairs; nil for what a merge key brought
	problems []Problem
	reported map[*yaml.Node]bool // keys that have a problem
	room     int                 // for its text, in bytes
}

// turn is a mapping or sequence that the converter is in, and the node in it that it is at.
type turn struct {
	node *yaml.Node
	i    int
}

// artefact converts the root of an artefact, whose text may have a size.
func (c *converter) artefact(root *yaml.Node, size int) (ast.Object, *Error) {
	c.room = size
	c.trail, c.pairs, c.keys = c.trail[:0], c.pairs[:0], c.keys[:0]
	c.problems, c.reported = nil, nil
	term, err := c.convert(root)
	if err != nil {
		return nil, err
	}
	return term.Value.(ast.Object), nil
}

func (c *converter) convert(node *yaml.Node) (*ast.Term, *Error) {
	if err := c.count(node, 1, len(node.Value)); err != nil {
		return nil, err
	}
	switch node.Kind {
	case yaml.AliasNode:
		if err := c.follow(node); err != nil {
			return nil, err
		}
		defer c.leave(node)
		return c.convert(node.Alias)
	case yaml.SequenceNode:
		return c.sequence(node)
	case yaml.MappingNode:
		return c.mapping(node)
	}
	term, err := c.scalars.term(node)
	if err != nil {
		return nil, c.errorf(node, "%v", err)
	}
	return term, nil
}

func (c *converter) errorf(node *yaml.Node, format string, args ...any) *Error {
	return c.document.errorf(c.document.position(node).Line, format, args...)
}

// count takes notice of values, which have a text of some size, and of what an alias brings.
func (c *converter) count(node *yaml.Node, values, size int) *Error {
	if len(c.following) > 0 {
		if c.aliased += values; c.aliased > c.limits.Aliased {
			c.exhausted = true
			return c.errorf(node, "grows to more than %d values through its aliases", c.limits.Aliased)
		}
	}
	if c.values += values; c.values > c.limits.Values {
		c.exhausted = true
		return c.errorf(node, "is the place where the document holds more than %d values; what follows in it is not judged", c.limits.Values)
	}
	if c.room -= size; c.room < 0 {
		return c.errorf(node, "is the place where an object holds more than %s; no API server takes it, and it is not judged", bytesText(int64(c.limits.Object)))
	}
	return nil
}

// countObject takes notice of an object or of what stands in the place of one, in which keys are looked up.
func (c *converter) countObject(node *yaml.Node) *Error {
	if c.objects++; c.objects > c.limits.Objects {
		c.exhausted = true
		return c.errorf(node, "is object %d of the document, which may hold %d; it and those after it are not judged", c.objects, c.limits.Objects)
	}
	weight := 1
	if len(c.following) > 0 {
		weight = objectWeight + len(node.Content)/2
	}
	weight += breadth(node, nil) + breadth(lookup(node, "metadata"), nil)
	c.room = c.limits.Object
	return c.count(node, weight, 0)
}

// breadth tells how many keys looking one up in a mapping may have to go through. It is small, unless there
// are merge keys.
func breadth(node *yaml.Node, searched map[*yaml.Node]bool) int {
	node = resolve(node)
	if node == nil || node.Kind != yaml.MappingNode || searched[node] {
		return 0
	}
	keys := 0
	for i := 0; i+1 < len(node.Content); i += 2 {
		if !isMerge(node.Content[i]) {
			continue
		}
		if searched == nil {
			searched = map[*yaml.Node]bool{}
		}
		searched[node] = true
		for _, source := range mergeSources(node.Content[i+1]) {
			keys += breadth(source, searched) + len(resolve(source).Content)/2
		}
	}
	return keys
}

// follow begins to read what an alias stands for, and leave ends it.
func (c *converter) follow(alias *yaml.Node) *Error {
	if c.following[alias.Alias] {
		return c.errorf(alias, "has an anchor that contains itself")
	}
	if c.following == nil {
		c.following = map[*yaml.Node]bool{}
	}
	c.following[alias.Alias] = true
	return nil
}

func (c *converter) leave(alias *yaml.Node) { delete(c.following, alias.Alias) }

// enter notes that the converter goes into a mapping or sequence; the trail shortens when it comes out.
func (c *converter) enter(node *yaml.Node) *Error {
	if len(c.trail) == maxDepth {
		return c.errorf(node, "is nested more than %d levels deep", maxDepth)
	}
	c.trail = append(c.trail, turn{node: node})
	return nil
}

func (c *converter) exit() { c.trail = c.trail[:len(c.trail)-1] }

func (c *converter) at(i int) { c.trail[len(c.trail)-1].i = i }

func (c *converter) sequence(node *yaml.Node) (*ast.Term, *Error) {
	if err := c.enter(node); err != nil {
		return nil, err
	}
	defer c.exit()
	terms := make([]*ast.Term, len(node.Content))
	for i, item := range node.Content {
		c.at(i)
		term, err := c.convert(item)
		if err != nil {
			return nil, err
		}
		terms[i] = term
	}
	return ast.NewTerm(ast.NewArray(terms...)), nil
}

// members are what a mapping holds, each key once: the converter's pairs from begin on.
type members struct {
	*converter
	begin int
	names map[ast.String]int // where the pairs are, when there are many
}

// few is how many members are searched one by one.
const few = 16

func (m *members) find(name ast.String) int {
	if m.names != nil {
		if i, ok := m.names[name]; ok {
			return i
		}
		return -1
	}
	for i := m.begin; i < len(m.pairs); i++ {
		if m.pairs[i][0].Value.(ast.String) == name {
			return i
		}
	}
	return -1
}

// set gives a key its value; what comes last counts. It returns the key node that it had before.
func (m *members) set(key, value *ast.Term, node *yaml.Node) (before *yaml.Node) {
	name := key.Value.(ast.String)
	if i := m.find(name); i >= 0 {
		before = m.keys[i]
		m.pairs[i][1], m.keys[i] = value, node
		return before
	}
	m.pairs, m.keys = append(m.pairs, [2]*ast.Term{key, value}), append(m.keys, node)
	switch last := len(m.pairs) - 1; {
	case m.names != nil:
		m.names[name] = last
	case last-m.begin == few:
		m.names = make(map[ast.String]int, 2*few)
		for i := m.begin; i <= last; i++ {
			m.names[m.pairs[i][0].Value.(ast.String)] = i
		}
	}
	return nil
}

func (c *converter) mapping(node *yaml.Node) (*ast.Term, *Error) {
	if err := c.enter(node); err != nil {
		return nil, err
	}
	defer c.exit()
	m := members{converter: c, begin: len(c.pairs)}
	for i := 0; i+1 < len(node.Content); i += 2 {
		c.at(i)
		key := node.Content[i]
		if isMerge(key) {
			if err := m.merge(key, node.Content[i+1]); err != nil {
				return nil, err
			}
			continue
		}
		name, defect := keyName(key)
		if defect != nil {
			return nil, c.keyError(key, defect)
		}
		if err := c.count(key, 0, len(name)); err != nil {
			return nil, err
		}
		value, err := c.convert(node.Content[i+1])
		if err != nil {
			return nil, err
		}
		if before := m.set(c.scalars.text(name), value, key); before != nil {
			c.duplicate(name, key, before)
		}
	}
	object := ast.NewObject(c.pairs[m.begin:]...)
	c.pairs, c.keys = c.pairs[:m.begin], c.keys[:m.begin]
	return ast.NewTerm(object), nil
}

func (c *converter) keyError(key *yaml.Node, defect error) *Error {
	if c.document.isTemplate() {
		return c.errorf(key, "%v; %s", defect, renderFirst)
	}
	return c.errorf(key, "%v", defect)
}

// merge sets what a merge key brings, as kubectl's reader does: also over keys that stand before it,
// though the YAML specification would have a mapping's own keys win. Of several sources, the first one
// that has a key wins.
func (m *members) merge(key, value *yaml.Node) *Error {
	sources := mergeSources(value)
	for i := len(sources) - 1; i >= 0; i-- {
		source := sources[i]
		if resolve(source).Kind != yaml.MappingNode {
			return m.errorf(key, "has a merge key << that names no mapping")
		}
		term, err := m.convert(source)
		if err != nil {
			return err
		}
		merged := term.Value.(ast.Object)
		if err := m.count(key, merged.Len(), 0); err != nil {
			return err
		}
		for _, key := range merged.Keys() {
			m.set(key, merged.Get(key), nil)
		}
	}
	return nil
}

// duplicate reports a key that its mapping has already.
func (c *converter) duplicate(name string, key, before *yaml.Node) {
	if c.reported[key] {
		return // below an anchor, which is read once for each alias
	}
	if c.reported == nil {
		c.reported = map[*yaml.Node]bool{}
	}
	c.reported[key] = true
	c.problems = append(c.problems, Problem{
		Kind:     DuplicateKey,
		Path:     c.path(),
		Position: c.document.position(key),
		Message:  "key " + strconv.Quote(name) + " is already set on line " + strconv.Itoa(c.document.position(before).Line),
	})
}

// path tells where in the artefact the converter is.
func (c *converter) path() []any {
	path := make([]any, 0, len(c.trail))
	for _, t := range c.trail {
		switch {
		case t.node.Kind == yaml.SequenceNode:
			path = append(path, t.i)
		case isMerge(t.node.Content[t.i]): // what is merged in is no level of its own
		default:
			name, _ := keyName(t.node.Content[t.i])
			path = append(path, name)
		}
	}
	return path
}
