package kubernetes

import (
	"strconv"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// maxDepth bounds the nesting of a document. Kubernetes' deepest schemas stay below 100.
const maxDepth = 1000

// converter makes values of the node tree of a document, each in one pass and with nothing in between.
type converter struct {
	document *document
	scalars  *resolver

	limits    source.Limits
	following map[*tree]bool // anchors that are being followed
	values    int            // made of the document
	aliased   int            // of these, below an alias
	objects   int            // met in the document
	exhausted bool           // one of them was too much

	// Of the artefact that is being made:
	trail    []turn
	members  []value.Member // of the mappings that the converter is in, one after another
	keys     []*tree        // of the members; nil for what a merge key brought
	problems []artefact.Problem
	reported map[*tree]bool // keys that have a problem
	room     int            // for its text, in bytes
}

// turn is a mapping or sequence that the converter is in, and the node in it that it is at.
type turn struct {
	node *tree
	i    int
}

// artefact converts the root of an artefact, whose text may have a size.
func (c *converter) artefact(root *tree, size int) (value.Value, *artefact.Error) {
	c.room = size
	c.trail, c.members, c.keys = c.trail[:0], c.members[:0], c.keys[:0]
	c.problems, c.reported = nil, nil
	return c.convert(root)
}

func (c *converter) convert(node *tree) (value.Value, *artefact.Error) {
	if err := c.count(node, 1, len(node.Value)); err != nil {
		return value.Value{}, err
	}
	switch node.Kind {
	case aliasNode:
		if err := c.follow(node); err != nil {
			return value.Value{}, err
		}
		defer c.leave(node)
		return c.convert(node.Alias)
	case sequenceNode:
		return c.sequence(node)
	case mappingNode:
		return c.mapping(node)
	}
	scalar, err := c.scalars.value(node)
	if err != nil {
		return value.Value{}, c.errorf(node, "%v", err)
	}
	return scalar, nil
}

func (c *converter) errorf(node *tree, format string, args ...any) *artefact.Error {
	line, _ := c.document.placeOf(node)
	return c.document.errorf(line, format, args...)
}

// count takes notice of values, which have a text of some size, and of what an alias brings.
func (c *converter) count(node *tree, values, size int) *artefact.Error {
	if len(c.following) > 0 {
		if c.aliased += values; c.aliased > c.limits.Aliased {
			c.exhausted = true
			return c.errorf(node, "expands to more than %d values through its aliases", c.limits.Aliased)
		}
	}
	if c.values += values; c.values > c.limits.Values {
		c.exhausted = true
		return c.errorf(node, "the document exceeds %d values here; the rest of it is not judged", c.limits.Values)
	}
	if c.room -= size; c.room < 0 {
		return c.errorf(node, "the object exceeds %s here; no API server accepts it, and it is not judged", source.ByteSize(int64(c.limits.Object)))
	}
	return nil
}

// countObject takes notice of an object or of what stands in the place of one, in which keys are looked up.
func (c *converter) countObject(node *tree) *artefact.Error {
	if c.objects++; c.objects > c.limits.Objects {
		c.exhausted = true
		return c.errorf(node, "is object %d of the document, which may contain %d; it and what follows are not judged", c.objects, c.limits.Objects)
	}
	weight := 1
	if len(c.following) > 0 {
		weight = source.ObjectWeight + len(node.Content)/2
	}
	weight += breadth(node, nil) + breadth(lookup(node, "metadata"), nil)
	c.room = c.limits.Object
	return c.count(node, weight, 0)
}

// breadth returns how many keys looking one up in a mapping may have to go through. It is small, unless there
// are merge keys.
func breadth(node *tree, searched map[*tree]bool) int {
	node = resolve(node)
	if node == nil || node.Kind != mappingNode || searched[node] {
		return 0
	}
	keys := 0
	for i := 0; i+1 < len(node.Content); i += 2 {
		if !isMerge(node.Content[i]) {
			continue
		}
		if searched == nil {
			searched = map[*tree]bool{}
		}
		searched[node] = true
		for _, source := range mergeSources(node.Content[i+1]) {
			keys += breadth(source, searched) + len(resolve(source).Content)/2
		}
	}
	return keys
}

// follow begins to read what an alias stands for, and leave ends it.
func (c *converter) follow(alias *tree) *artefact.Error {
	if c.following[alias.Alias] {
		return c.errorf(alias, "has an anchor that contains itself")
	}
	if c.following == nil {
		c.following = map[*tree]bool{}
	}
	c.following[alias.Alias] = true
	return nil
}

func (c *converter) leave(alias *tree) { delete(c.following, alias.Alias) }

// enter notes that the converter goes into a mapping or sequence; the trail shortens when it comes out.
func (c *converter) enter(node *tree) *artefact.Error {
	if len(c.trail) == maxDepth {
		return c.errorf(node, "is nested more than %d levels deep", maxDepth)
	}
	c.trail = append(c.trail, turn{node: node})
	return nil
}

func (c *converter) exit() { c.trail = c.trail[:len(c.trail)-1] }

func (c *converter) at(i int) { c.trail[len(c.trail)-1].i = i }

func (c *converter) sequence(node *tree) (value.Value, *artefact.Error) {
	if err := c.enter(node); err != nil {
		return value.Value{}, err
	}
	defer c.exit()
	items := make([]value.Value, len(node.Content))
	for i, item := range node.Content {
		c.at(i)
		var err *artefact.Error
		if items[i], err = c.convert(item); err != nil {
			return value.Value{}, err
		}
	}
	return value.NewList(items...), nil
}

// mapped is what a mapping holds, each key once: the converter's members from begin on.
type mapped struct {
	*converter
	begin int
	names map[string]int // where the members are, when there are many
}

// few is how many members are searched one by one.
const few = 16

func (m *mapped) find(name string) int {
	if m.names != nil {
		if i, ok := m.names[name]; ok {
			return i
		}
		return -1
	}
	for i := m.begin; i < len(m.members); i++ {
		if m.members[i].Name == name {
			return i
		}
	}
	return -1
}

// set returns a key its value; what comes last counts. It returns the key node that it had before.
func (m *mapped) set(name string, v value.Value, node *tree) (before *tree) {
	if i := m.find(name); i >= 0 {
		before = m.keys[i]
		m.members[i].Value, m.keys[i] = v, node
		return before
	}
	m.members, m.keys = append(m.members, value.Member{Name: name, Value: v}), append(m.keys, node)
	switch last := len(m.members) - 1; {
	case m.names != nil:
		m.names[name] = last
	case last-m.begin == few:
		m.names = make(map[string]int, 2*few)
		for i := m.begin; i <= last; i++ {
			m.names[m.members[i].Name] = i
		}
	}
	return nil
}

func (c *converter) mapping(node *tree) (value.Value, *artefact.Error) {
	if err := c.enter(node); err != nil {
		return value.Value{}, err
	}
	defer c.exit()
	m := mapped{converter: c, begin: len(c.members)}
	for i := 0; i+1 < len(node.Content); i += 2 {
		c.at(i)
		key := node.Content[i]
		if isMerge(key) {
			if err := m.merge(key, node.Content[i+1]); err != nil {
				return value.Value{}, err
			}
			continue
		}
		name, defect := keyName(key)
		if defect != nil {
			return value.Value{}, c.keyError(key, defect)
		}
		if err := c.count(key, 0, len(name)); err != nil {
			return value.Value{}, err
		}
		item, err := c.convert(node.Content[i+1])
		if err != nil {
			return value.Value{}, err
		}
		if before := m.set(name, item, key); before != nil {
			c.duplicate(name, key, before)
		}
	}
	object := value.NewObject(c.members[m.begin:]...)
	c.members, c.keys = c.members[:m.begin], c.keys[:m.begin]
	return object, nil
}

func (c *converter) keyError(key *tree, defect error) *artefact.Error {
	if c.document.isTemplate() {
		return c.errorf(key, "%v; %s", defect, renderFirst)
	}
	return c.errorf(key, "%v", defect)
}

// merge sets what a merge key brings, as kubectl's reader does: also over keys that stand before it,
// though the YAML specification would have a mapping's own keys win. Of several sources, the first one
// that has a key wins.
func (m *mapped) merge(key, merged *tree) *artefact.Error {
	sources := mergeSources(merged)
	for i := len(sources) - 1; i >= 0; i-- {
		source := sources[i]
		if resolve(source).Kind != mappingNode {
			return m.errorf(key, "has a merge key << whose value is not a mapping")
		}
		brought, err := m.convert(source)
		if err != nil {
			return err
		}
		if err := m.count(key, brought.Len(), 0); err != nil {
			return err
		}
		for name, item := range brought.Members() {
			m.set(name, item, nil)
		}
	}
	return nil
}

// duplicate reports a key that its mapping has already.
func (c *converter) duplicate(name string, key, before *tree) {
	if c.reported[key] {
		return // below an anchor, which is read once for each alias
	}
	if c.reported == nil {
		c.reported = map[*tree]bool{}
	}
	c.reported[key] = true
	c.problems = append(c.problems, artefact.Problem{
		Kind:     artefact.DuplicateKey,
		Path:     c.path(),
		Position: c.document.position(key),
		Message:  "key " + strconv.Quote(name) + " is already set on " + c.document.lineOf(before, key),
	})
}

// path returns where in the artefact the converter is.
func (c *converter) path() []any {
	path := make([]any, 0, len(c.trail))
	for _, t := range c.trail {
		switch {
		case t.node.Kind == sequenceNode:
			path = append(path, t.i)
		case isMerge(t.node.Content[t.i]): // what is merged in is no level of its own
		default:
			name, _ := keyName(t.node.Content[t.i])
			path = append(path, name)
		}
	}
	return path
}
