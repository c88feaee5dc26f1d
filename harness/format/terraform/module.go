package terraform

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// maxCalls is how many calls of local modules are followed, one within the other.
const maxCalls = 5

// module is a module with what its expressions refer to.
type module struct {
	directories map[string][]*file // of all modules, by their paths
	directory   string
	calls       int                          // that led here
	unread      map[artefact.Position]string // calls of modules that are not read, with where they come from

	blocks    []*hclsyntax.Block
	variables map[string]cty.Value
	locals    map[string]hclsyntax.Expression
	evaluator *evaluator
	known     map[string]cty.Value // locals and documents that were evaluated
	busy      map[string]bool      // those that are being evaluated
}

// newModule makes the module of a directory that nobody calls.
func newModule(directories map[string][]*file, directory string) *module {
	return (&module{directories: directories, unread: map[artefact.Position]string{}, evaluator: newEvaluator()}).newModule(directory, nil, 0)
}

// newModule makes the module of a directory, to which so many calls lead, for a call with arguments.
func (caller *module) newModule(directory string, given map[string]cty.Value, calls int) *module {
	m := &module{
		directories: caller.directories, directory: directory, calls: calls, unread: caller.unread, evaluator: caller.evaluator,
		variables: map[string]cty.Value{},
		locals:    map[string]hclsyntax.Expression{}, known: map[string]cty.Value{}, busy: map[string]bool{},
	}
	var assigned, overriding []*file
	for _, f := range m.directories[directory] {
		switch {
		case source.SetsVariables(f.name):
			assigned = append(assigned, f)
		case isOverride(f.name):
			overriding = append(overriding, f)
		default:
			m.blocks = append(m.blocks, f.body.Blocks...)
		}
	}
	for _, f := range overriding { // in the order of their names
		m.blocks = override(m.blocks, f.body.Blocks)
	}
	for _, block := range m.blocks {
		switch {
		case block.Type == "variable" && len(block.Labels) == 1:
			if fallback := block.Body.Attributes["default"]; fallback != nil {
				if v, ok := m.evaluator.value(fallback.Expr, nil); ok {
					m.variables[block.Labels[0]] = v
				}
			}
		case block.Type == "locals":
			for name, attribute := range block.Body.Attributes {
				m.locals[name] = attribute.Expr
			}
		}
	}
	if calls > 0 {
		for name, v := range given {
			m.variables[name] = v
		}
		return m
	}
	m.assign(assigned)
	return m
}

// isRead reports whether terraform reads a file that sets variables of its own accord.
func isRead(name string) bool {
	name = strings.TrimSuffix(source.Base(name), ".json")
	return name == "terraform.tfvars" || strings.HasSuffix(name, ".auto.tfvars")
}

// assign sets variables. A file that terraform reads only where it is told to may be one that it is told of: what it sets to
// something else is not known.
// Source: https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
func (m *module) assign(files []*file) {
	slices.SortStableFunc(files, func(a, b *file) int { return cmp.Compare(precedence(a.name), precedence(b.name)) })
	for _, f := range files {
		for name, attribute := range f.body.Attributes {
			v, ok := m.evaluator.value(attribute.Expr, nil)
			before, set := m.variables[name]
			switch {
			case !ok, !isRead(f.name) && (!set || !isEqual(v, before)):
				m.variables[name] = cty.DynamicVal
			default:
				m.variables[name] = v
			}
		}
	}
}

// isEqual reports whether two values are the same as far as a variable is concerned.
func isEqual(a, b cty.Value) bool {
	if !a.IsWhollyKnown() || !b.IsWhollyKnown() {
		return false
	}
	if !a.Type().Equals(b.Type()) {
		converted, err := convert.Convert(a, b.Type())
		if err != nil {
			return false
		}
		a = converted
	}
	return a.RawEquals(b)
}

// precedence orders the files that set variables: the last one counts.
func precedence(name string) string {
	base := source.Base(name)
	switch {
	case base == "terraform.tfvars":
		return "1"
	case base == "terraform.tfvars.json":
		return "2"
	case isRead(name):
		return "3" + base
	}
	return "4" + base
}

// node returns the blocks of a module.
func (m *module) node() *node {
	at := artefact.Position{File: m.directories[m.directory][0].name, Line: 1, Column: 1}
	kinds := map[string]*node{}
	for _, block := range m.blocks {
		if block.Type == "variable" || block.Type == "output" || block.Type == "locals" {
			continue // what they are for stands where they are used
		}
		for _, body := range m.instances(block) {
			put(kinds, append([]string{block.Type}, block.Labels...), body)
		}
	}
	return objectNode(at, seal(kinds))
}

// put adds the body of a block below its type and labels.
func put(to map[string]*node, labels []string, body *node) {
	for _, label := range labels[:len(labels)-1] {
		if to[label] == nil {
			to[label] = &node{at: body.at, members: map[string]*node{}}
		}
		if to[label].members == nil {
			return // something without labels has the same name
		}
		to = to[label].members
	}
	last := labels[len(labels)-1]
	if to[last] == nil {
		to[last] = &node{at: body.at}
	}
	if to[last].members == nil {
		to[last].items = append(to[last].items, body)
	}
}

// seal makes the values of what put has added to.
func seal(members map[string]*node) map[string]*node {
	for name, n := range members {
		switch {
		case n.value.Exists():
		case n.members != nil:
			members[name] = objectNode(n.at, seal(n.members))
		case !slices.ContainsFunc(n.items, func(item *node) bool { return item.over == "" }) && len(n.items) > 0:
			members[name] = &node{at: n.at, value: value.NewText(n.items[0].over)} // nothing is known of any
		default:
			members[name] = listNode(n.at, n.items)
		}
	}
	return members
}

// instances returns the bodies of what a block makes.
func (m *module) instances(block *hclsyntax.Block) []*node {
	if block.Type != "resource" && block.Type != "data" && block.Type != "module" {
		return []*node{m.body(block, m.scope(nil))}
	}
	made := map[string]*node{} // what all instances have in common
	if count := block.Body.Attributes["count"]; count != nil {
		made["count"] = m.scope(nil).node(count.Expr)
		made["count"].at = position(count.NameRange)
	}
	if over := block.Body.Attributes["for_each"]; over != nil {
		// All that it is over in each of what it makes would be the square of that.
		made["for_each"] = &node{at: position(over.NameRange), value: value.NewText(m.written(over.Expr.Range()))}
	}
	one := func(each map[string]cty.Value) *node {
		s := m.scope(each)
		n := m.instance(block, s, made)
		if block.Type == "module" {
			m.call(n, block, s)
		}
		return n
	}
	if count := block.Body.Attributes["count"]; count != nil {
		others := map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.UnknownVal(cty.Number)})}
		n, ok := number(m.scope(nil).eval(count.Expr))
		if !ok || n > maxInstances {
			return []*node{one(others)}
		}
		var all []*node
		for i := range n {
			if m.evaluator.isSpent() {
				return append(all, one(others))
			}
			n := one(map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})})
			n.key = strconv.Itoa(i)
			all = append(all, n)
		}
		return all
	}
	if over := block.Body.Attributes["for_each"]; over != nil {
		others := eachOf("each", cty.UnknownVal(cty.String), cty.DynamicVal)
		v := m.scope(nil).eval(over.Expr)
		if !isIterable(v) {
			return []*node{one(others)}
		}
		var all []*node
		for it := v.ElementIterator(); it.Next(); {
			if m.evaluator.isSpent() {
				return append(all, one(others))
			}
			key, element := it.Element()
			if v.Type().IsSetType() {
				key = element
			}
			n := one(eachOf("each", key, element))
			n.key, _ = plain(key, n.at).value.Text()
			all = append(all, n)
		}
		return all
	}
	return []*node{one(nil)}
}

// isIterable reports whether what for_each is given is known, and makes no more instances than are written out.
func isIterable(v cty.Value) bool {
	return v.IsKnown() && !v.IsNull() && v.CanIterateElements() && v.LengthInt() <= maxInstances
}

func eachOf(name string, key, element cty.Value) map[string]cty.Value {
	return map[string]cty.Value{name: cty.ObjectVal(map[string]cty.Value{"key": key, "value": element})}
}

func number(v cty.Value) (int, bool) {
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.Number {
		return 0, false
	}
	n, _ := v.AsBigFloat().Int64()
	return int(n), n >= 0
}

// called returns the directory of the local module that a block calls, if that was read. Terraform takes a literal only.
func (m *module) called(block *hclsyntax.Block) (directory string, ok bool) {
	from := block.Body.Attributes["source"]
	if from == nil {
		return "", false
	}
	v, ok := m.evaluator.value(from.Expr, nil)
	if !ok || v.IsNull() || v.Type() != cty.String || !strings.HasPrefix(v.AsString(), ".") {
		return "", false
	}
	directory = path.Join(m.directory, v.AsString())
	return directory, m.calls < maxCalls && len(m.directories[directory]) > 0
}

// call adds the resources of a local module to the body of its call.
func (m *module) call(n *node, block *hclsyntax.Block, s *scope) {
	directory, ok := m.called(block)
	if !ok {
		m.unread[position(block.TypeRange)] = n.value.Get("source").TextOrEmpty()
		return
	}
	given := map[string]cty.Value{}
	for name, attribute := range block.Body.Attributes {
		switch name {
		case "source", "version", "count", "for_each", "providers", "depends_on":
		default:
			given[name] = s.eval(attribute.Expr)
		}
	}
	called := m.newModule(directory, given, m.calls+1).node()
	for _, kind := range []string{"resource", "data", "module"} {
		if below := called.members[kind]; below != nil {
			n.members[kind] = below
		}
	}
	*n = *objectNode(n.at, n.members)
}

// body returns what stands in a block.
func (m *module) body(block *hclsyntax.Block, s *scope) *node { return m.instance(block, s, nil) }

// instance returns what stands in a block, where some of it was read already.
func (m *module) instance(block *hclsyntax.Block, s *scope, read map[string]*node) *node {
	members := map[string]*node{}
	maps.Copy(members, read)
	m.evaluator.blocks++
	m.fill(members, block.Body, s)
	return objectNode(position(block.TypeRange), members)
}

func (m *module) fill(members map[string]*node, body *hclsyntax.Body, s *scope) {
	for name, attribute := range body.Attributes {
		if members[name] != nil {
			continue
		}
		n := s.node(attribute.Expr)
		n.at = position(attribute.NameRange)
		members[name] = n
	}
	for _, block := range body.Blocks {
		if block.Type == "dynamic" && len(block.Labels) == 1 {
			m.dynamic(members, block, s)
			continue
		}
		put(members, append([]string{block.Type}, block.Labels...), m.body(block, s))
	}
	seal(members)
}

// dynamic adds the blocks that a dynamic block makes.
func (m *module) dynamic(members map[string]*node, block *hclsyntax.Block, s *scope) {
	name, at := block.Labels[0], position(block.TypeRange)
	iterator := name
	if named := block.Body.Attributes["iterator"]; named != nil {
		iterator = hcl.ExprAsKeyword(named.Expr)
	}
	over, content := block.Body.Attributes["for_each"], (*hclsyntax.Body)(nil)
	for _, inner := range block.Body.Blocks {
		if inner.Type == "content" {
			content = inner.Body
		}
	}
	if over == nil || content == nil {
		return
	}
	v := s.eval(over.Expr)
	if !isIterable(v) {
		put(members, []string{name}, m.open(at, content, open(s.text(over.Expr))))
		return
	}
	for it := v.ElementIterator(); it.Next(); {
		if m.evaluator.isSpent() {
			put(members, []string{name}, m.open(at, content, open(s.text(over.Expr))))
			return
		}
		key, element := it.Element()
		if v.Type().IsSetType() {
			key = element
		}
		inner := map[string]*node{}
		m.evaluator.blocks++
		m.fill(inner, content, s.with(eachOf(iterator, key, element)))
		put(members, []string{name}, objectNode(at, inner))
	}
}

// open returns a block of which nobody knows whether there is one, or several: nothing that would stand in it is known.
func (m *module) open(at artefact.Position, content *hclsyntax.Body, over string) *node {
	members := map[string]*node{}
	for name := range content.Attributes {
		members[name] = &node{at: at, value: value.NewText(over)}
	}
	for _, block := range content.Blocks {
		members[made(block)] = &node{at: at, value: value.NewText(over)}
	}
	n := objectNode(at, members)
	n.over = over
	return n
}

func fromJSON(text []byte) (cty.Value, error) {
	kind, err := ctyjson.ImpliedType(text)
	if err != nil {
		return cty.DynamicVal, err
	}
	return ctyjson.Unmarshal(text, kind)
}

// plain returns a known value as a node.
func plain(v cty.Value, at artefact.Position) *node {
	v, _ = v.UnmarkDeep()
	switch {
	case v.IsNull():
		return &node{at: at, value: value.NewNull()}
	case v.Type() == cty.String:
		return &node{at: at, value: value.NewText(v.AsString())}
	case v.Type() == cty.Bool:
		return &node{at: at, value: value.NewBoolean(v.True())}
	case v.Type() == cty.Number:
		text := v.AsBigFloat().Text('f', -1)
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return &node{at: at, value: value.NewText(text)}
		}
		return &node{at: at, value: value.NewNumber(text)}
	case v.Type().IsObjectType() || v.Type().IsMapType():
		members := map[string]*node{}
		for name, member := range v.AsValueMap() {
			members[name] = plain(member, at)
		}
		return objectNode(at, members)
	case v.CanIterateElements():
		var items []*node
		for _, item := range v.AsValueSlice() {
			items = append(items, plain(item, at))
		}
		return listNode(at, items)
	}
	return &node{at: at, value: value.NewNull()}
}
