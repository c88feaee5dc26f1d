package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// Module is a module that was read, as a person edits it.
type Module struct {
	// Directory is where its files are.
	Directory string

	root      *node
	sensitive value.Value                  // values of variables
	declared  map[string]artefact.Position // blocks by their addresses, also those of the local modules that it calls
}

// Position returns the position of the value at a path, or of its nearest parent that exists.
func (m *Module) Position(path []any) (artefact.Position, bool) { return m.root.Position(path) }

// ModuleOf returns the module that an artefact is; nil for another one.
func ModuleOf(a *artefact.Artefact) *Module {
	m, _ := a.Locator.(*Module)
	return m
}

// AddressOf returns the address of the resource at a path of the module's value, without the keys of instances, as in
// module.a.aws_s3_bucket.b; "" where there is none.
func (m *Module) AddressOf(path []any) string {
	address := ""
	for len(path) >= 3 && path[0] == "module" {
		name, _ := path[1].(string)
		address += "module." + name + "."
		path = path[3:]
	}
	if len(path) < 3 || path[0] != "resource" && path[0] != "data" {
		return ""
	}
	kind, _ := path[1].(string)
	name, _ := path[2].(string)
	if path[0] == "data" {
		address += "data."
	}
	return address + kind + "." + name
}

// TitleOf returns the address of the resource at a path of a plan, as it is written there, or of a module; "" where there
// is none.
func TitleOf(a *artefact.Artefact, path []any) string {
	if m := ModuleOf(a); m != nil {
		return m.AddressOf(path)
	}
	if len(path) < 2 {
		return ""
	}
	return a.Value.At(path[:2]...).Get("address").TextOrEmpty()
}

// declare notes where the blocks of a module stand, whatever number of each is made.
func (m *module) declare(prefix string, into map[string]artefact.Position, sensitive *[]value.Value) {
	*sensitive = append(*sensitive, m.sensitiveVariables()...)
	for _, block := range m.blocks {
		at := position(block.TypeRange)
		switch {
		case block.Type == "resource" && len(block.Labels) == 2:
			into[prefix+block.Labels[0]+"."+block.Labels[1]] = at
		case block.Type == "data" && len(block.Labels) == 2:
			into[prefix+"data."+block.Labels[0]+"."+block.Labels[1]] = at
		case block.Type == "module" && len(block.Labels) == 1:
			address := prefix + "module." + block.Labels[0]
			into[address] = at
			if directory, ok := m.called(block); ok {
				m.newModule(directory, nil, m.calls+1).declare(address+".", into, sensitive)
			}
		}
	}
}

// Plan is what is known of a plan beside its value: what it makes, and of which module.
type Plan struct {
	made map[string]bool // addresses without the keys of instances
	root map[string]bool // what its root module declares
}

// ReadPlan reads a plan.
func ReadPlan(v value.Value) *Plan {
	p := &Plan{made: map[string]bool{}, root: map[string]bool{}}
	for _, change := range v.Get("resource_changes").Items() {
		if address := change.Get("address").TextOrEmpty(); address != "" && !change.Get("deposed").Exists() {
			p.made[withoutKeys(steps(address))] = true
		}
	}
	written := v.At("configuration", "root_module")
	for _, resource := range written.Get("resources").Items() {
		p.root[resource.Get("address").TextOrEmpty()] = true
	}
	for name := range written.Get("module_calls").Members() {
		p.root["module."+name] = true
	}
	if len(p.root) > 0 {
		return p
	}
	for address := range p.made { // of a plan without its configuration
		if first := steps(address); first[0].name == "module" && len(first) > 1 {
			address = "module." + first[1].name
		}
		p.root[address] = true
	}
	return p
}

// Makes reports whether the plan has a resource of an address without the keys of instances.
func (p *Plan) Makes(address string) bool { return p.made[address] }

// IsOf reports whether a module declares all that the plan's root module does.
func (p *Plan) IsOf(m *Module) bool {
	for address := range p.root {
		if _, ok := m.declared[address]; !ok {
			return false
		}
	}
	return len(p.root) > 0
}

// AddressOf returns the address of the resource at a path of a plan, without the keys of instances; "" where there is none.
func AddressOf(plan value.Value, path []any) string {
	all, _ := addressed(plan, path)
	return withoutKeys(all)
}

// In locates the values of a plan in the files of its module.
func (m *Module) In(plan *artefact.Artefact) artefact.Locator {
	return &planned{plan.Locator, plan.Value, m}
}

// planned locates the values of a plan in the files of a module, as what these are rendered to.
type planned struct {
	artefact.Locator

	plan   value.Value
	module *Module
}

// Position returns the position of a value in the module, or in the plan where the module has nothing of it.
func (p *planned) Position(path []any) (artefact.Position, bool) {
	read, ok := p.Locator.Position(path)
	if !ok {
		return read, false
	}
	address, rest := addressed(p.plan, path)
	at, ok := p.module.find(address, p.plan.At(path[:len(path)-len(rest)]...), rest)
	if !ok {
		return read, true
	}
	at.RenderedFrom, at.RenderedLine = read.File, read.Line
	return at, true
}

// find returns the position of a value of a resource, as a plan has it, or of what is nearest to it.
func (m *Module) find(address []link, planned value.Value, path []any) (artefact.Position, bool) {
	at, found := artefact.Position{}, false
	for i := len(address); i > 0 && !found; i-- {
		at, found = m.declared[withoutKeys(address[:i])]
	}
	n := m.root
	for i := 0; i < len(address); i++ {
		kind := address[i].name
		switch {
		case kind == "module" && i+1 < len(address):
			n, i = n.instance(address[i+1].key, "module", address[i+1].name), i+1
		case kind == "data" && i+2 < len(address):
			n, i = n.instance(address[i+2].key, "data", address[i+1].name, address[i+2].name), i+2
		case i+1 < len(address):
			n, i = n.instance(address[i+1].key, "resource", address[i].name, address[i+1].name), i+1
		default:
			return at, found
		}
		if n == nil {
			return at, found
		}
	}
	if n == m.root {
		return at, found
	}
	if nearest := n.nearest(planned, path); nearest.File != "" {
		return nearest, true
	}
	return at, found
}

// instance returns the instance of a block that has a key, or the first where none has.
func (n *node) instance(key string, names ...string) *node {
	for _, name := range names {
		if n = n.members[name]; n == nil {
			return nil
		}
	}
	for _, item := range n.items {
		if item.key == key {
			return item
		}
	}
	if len(n.items) == 0 {
		return nil
	}
	return n.items[0]
}

// nearest returns the position of a value that the plan has at a path. A plan has the items of a set in another order than
// they are written in, so that they are told by what they contain.
func (n *node) nearest(planned value.Value, path []any) artefact.Position {
	at := n.at
	for _, step := range path {
		planned = planned.At(step)
		var next *node
		switch step := step.(type) {
		case string:
			next = n.members[step]
		case int:
			if next = n.item(step, planned); next == nil && len(n.items) > 0 && n.items[0].members != nil {
				return at // of what is around the blocks: none of them is known to be it
			}
		}
		if next == nil {
			break
		}
		at, n = n.at, next
	}
	return n.at
}

// item returns the item that a value of a plan comes from: that of the same number, if it may be, or else the first that may.
func (n *node) item(number int, planned value.Value) *node {
	if number >= 0 && number < len(n.items) && n.items[number].mayBe(planned) {
		return n.items[number]
	}
	for _, item := range n.items {
		if item.mayBe(planned) {
			return item
		}
	}
	return nil
}

// mayBe reports whether a value of a plan may come from a node: nothing that is known of it is another one.
func (n *node) mayBe(planned value.Value) bool {
	if !planned.Exists() || planned.Kind() == value.Null || n.value.Kind() == value.Null {
		return true
	}
	switch n.value.Kind() {
	case value.Object:
		for name, member := range n.members {
			if !member.mayBe(planned.Get(name)) {
				return false
			}
		}
		return true
	case value.List:
		if planned.Kind() != value.List || strings.Contains(n.value.String(), "${") {
			return true
		}
		if len(n.items) != planned.Len() {
			return false
		}
		for i, item := range planned.Items() {
			if n.item(i, item) == nil {
				return false
			}
		}
		return true
	}
	known := strings.Trim(n.value.String(), `"`)
	return strings.Contains(known, "${") || known == strings.Trim(planned.String(), `"`)
}

// addressed returns the address of the resource or call at a path of a plan, and what follows it in the values.
func addressed(plan value.Value, path []any) (address []link, rest []any) {
	v, calls := plan, []link(nil)
	for i, at := range path {
		v = v.At(at)
		if at == "module_calls" && i+1 < len(path) {
			name, _ := path[i+1].(string)
			calls = append(calls, link{name: "module"}, link{name: name})
		}
		text := v.Get("address").TextOrEmpty()
		if text == "" || !v.Get("type").Exists() {
			continue
		}
		rest = path[i+1:]
		switch {
		case len(rest) >= 2 && rest[0] == "change":
			rest = rest[2:]
		case len(rest) >= 1 && (rest[0] == "values" || rest[0] == "expressions"):
			rest = rest[1:]
		default:
			rest = nil
		}
		return append(calls, steps(text)...), rest
	}
	return calls, nil
}

// link is a name in an address, with the key of an instance as it is between the brackets, without quotes.
type link struct{ name, key string }

// steps splits an address such as module.a["x.y"].aws_s3_bucket.b[0].
func steps(address string) []link {
	var all []link
	var name, key strings.Builder
	inKey, inQuotes := false, false
	end := func() {
		all = append(all, link{name.String(), key.String()})
		name.Reset()
		key.Reset()
	}
	for i := 0; i < len(address); i++ {
		switch c := address[i]; {
		case inQuotes && c == '\\' && i+1 < len(address):
			i++
			key.WriteByte(address[i])
		case inKey && c == '"':
			inQuotes = !inQuotes
		case inKey && !inQuotes && c == ']':
			inKey = false
		case inKey:
			key.WriteByte(c)
		case c == '[':
			inKey = true
		case c == '.':
			end()
		default:
			name.WriteByte(c)
		}
	}
	end()
	return all
}

// withoutKeys joins the names of an address.
func withoutKeys(all []link) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.name
	}
	return strings.Join(names, ".")
}

// Nearest returns the module that a plan is of. Of several that it may be of, it is that of its own directory; otherwise
// it is not known, and all their directories are returned.
func (p *Plan) Nearest(modules []*Module, directory string) (of *Module, several []string) {
	found := map[string]*Module{}
	for _, m := range modules {
		if p.IsOf(m) {
			found[m.Directory] = m
		}
	}
	if of := found[directory]; of != nil || len(found) == 0 {
		return of, nil
	}
	names := slices.Sorted(maps.Keys(found))
	if len(names) == 1 {
		return found[names[0]], nil
	}
	return nil, names
}
