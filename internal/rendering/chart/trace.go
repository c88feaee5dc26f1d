package chart

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode"
	"unicode/utf8"

	helm "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/engine"
)

// A chart is rendered a second time with marks: before the first character of each line of a template that is no space,
// and before what an action writes. A mark is a number between two characters for private use. From the marks of the
// second rendering follows where each character of the first one comes from. If the second one differs in anything but
// marks, because a template looks at what another one renders, nothing is known of that file: a place is never a guess.
const (
	markBegin = '\uE0F0'
	markEnd   = '\uE0F1'
	// markFunc writes the mark of an action, plainFunc takes the marks out of a text that is not written as it is, and
	// textFunc does so wherever the text of a tpl needs it.
	markFunc, plainFunc, textFunc = "guiderailMark", "guiderailPlain", "guiderailText"
)

// tracer renders a chart with marks.
type tracer struct {
	renderer *renderer
	// literals and actions are the places in templates that marks stand for; even marks are literals.
	literals []literal
	actions  []action
	// written are the actions that wrote something, in order; odd marks are theirs.
	written  []written
	mappings map[uintptr][]any // of the mappings of the values
	// charts are the Chart.yaml of the charts, by what their templates have as .Template.BasePath.
	charts map[string]string
	output map[string]string
}

// literal is a place of a template from which a text is taken as it stands there.
type literal struct {
	file         string
	line, column int
}

// action is an action of a template that writes something.
type action struct {
	literal
	// chains are the fields that it reads, each as the number of an argument of the mark and names.
	chains []chain
}

// chain is a chain of fields: .Values.image.tag or $x.tag.
type chain struct {
	argument int
	names    []string
	// isElement reports that it leads to a list or mapping of which the action writes an element.
	isElement bool
}

// written is an action that wrote something, with the paths in the values that it read.
type written struct {
	action int
	values []valuePath
}

// valuePath is a path in the values of the chart that is rendered, or in a Chart.yaml.
type valuePath struct {
	chart     string // the Chart.yaml
	path      []any
	isElement bool
}

// trace renders the chart with marks.
func (r *renderer) trace(values freshValues) *tracer {
	t := &tracer{renderer: r, mappings: map[uintptr][]any{}, charts: map[string]string{}}
	top, err := values()
	if err != nil {
		return t // nothing is known, which is no error: the chart was rendered
	}
	t.note(top["Values"], nil, 0)
	defer t.rewrite(r.chart)()
	functions := r.chance.again()
	maps.Copy(functions, template.FuncMap{markFunc: t.mark, plainFunc: plainText, textFunc: t.plainTemplate, "trim": trim})
	if t.output, err = (engine.Engine{CustomTemplateFuncs: functions}).Render(r.chart, top); err != nil {
		t.output = nil
	}
	return t
}

// maxDepth bounds how deep values are looked at.
const maxDepth = 100

// note notes where the mappings of the values are.
func (t *tracer) note(v any, at []any, depth int) {
	if depth > maxDepth {
		return
	}
	switch m := reflect.ValueOf(v); m.Kind() {
	case reflect.Map:
		if m.Len() > 0 && t.mappings[m.Pointer()] == nil {
			t.mappings[m.Pointer()] = append([]any{}, at...)
		}
		for _, key := range m.MapKeys() {
			if name, ok := key.Interface().(string); ok {
				t.note(m.MapIndex(key).Interface(), append(slices.Clip(at), name), depth+1)
			}
		}
	case reflect.Slice:
		for i := range m.Len() {
			t.note(m.Index(i).Interface(), append(slices.Clip(at), i), depth+1)
		}
	}
}

// rewrite puts marks into the templates of a chart and its dependencies. The function that it returns takes them out.
func (t *tracer) rewrite(c *helm.Chart) (restore func()) {
	t.charts[path.Join(c.ChartFullPath(), "templates")] = filepath.Join(t.renderer.directory(c), chartFile)
	var restores []func()
	for _, file := range c.Templates {
		before := file.Data
		if text := t.marked(string(before), path.Join(c.ChartFullPath(), file.Name), t.renderer.files[file]); text != "" {
			file.Data = []byte(text)
			restores = append(restores, func() { file.Data = before })
		}
	}
	for _, dependency := range c.Dependencies() {
		restores = append(restores, t.rewrite(dependency))
	}
	return func() {
		for _, restore := range restores {
			restore()
		}
	}
}

// marked returns a template with marks; "" if it cannot have any.
func (t *tracer) marked(text, name, file string) string {
	if strings.ContainsRune(text, markBegin) || strings.ContainsRune(text, markEnd) {
		return ""
	}
	m := &marker{tracer: t, text: text, file: file, assigned: map[string]bool{}}
	for _, found := range assignment.FindAllStringSubmatch(text, -1) {
		m.assigned[found[1]] = true
	}
	return m.rewrite(name)
}

// assignment is where a variable is set again.
var assignment = regexp.MustCompile(`(\$\w+)\s*=`)

// plainTemplate returns the text of a tpl that takes marks out of what it renders and does not write as it is. It has no
// marks itself: what it writes is edited where the tpl stands.
func (t *tracer) plainTemplate(v any) any {
	text, ok := v.(string)
	if !ok || !strings.Contains(text, "include") && !strings.Contains(text, "tpl") {
		return v
	}
	m := &marker{tracer: t, text: text, isPlain: true}
	if plain := m.rewrite("tpl"); plain != "" {
		return plain
	}
	return v
}

// marker puts marks into one template.
type marker struct {
	*tracer
	text, file string
	// last is the place that was asked for last, and offset where it is in the text.
	last   literal
	offset int
	// assigned are the variables that are set more than once, of which nothing is known.
	assigned map[string]bool
	// isPlain has marks taken out, and puts none in.
	isPlain bool
}

// rewrite returns the template with marks; "" if it cannot be read.
func (m *marker) rewrite(name string) string {
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(m.text, "", "", trees); err != nil {
		return ""
	}
	var b strings.Builder
	for _, defined := range slices.Sorted(maps.Keys(trees)) {
		root := trees[defined].Root
		if root == nil {
			continue
		}
		m.list(root, scope{dot: &chain{}, variables: map[string]*chain{}})
		if defined == name {
			b.WriteString(root.String())
			continue
		}
		fmt.Fprintf(&b, "{{define %q}}%s{{end}}", defined, root.String())
	}
	return b.String()
}

// scope is what is known of the dot and of variables, as chains of fields of $.
type scope struct {
	dot       *chain // nil if it is not known
	variables map[string]*chain
}

func (s scope) with(dot *chain) scope {
	return scope{dot: dot, variables: maps.Clone(s.variables)}
}

func (m *marker) list(l *parse.ListNode, s scope) {
	if l == nil {
		return
	}
	var nodes []parse.Node
	for _, node := range l.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
			m.lines(n)
		case *parse.ActionNode:
			m.plain(n.Pipe, true)
			if len(n.Pipe.Decl) > 0 {
				m.declare(n.Pipe.Decl, s.chainOf(n.Pipe), s)
			} else if !m.isPlain {
				nodes = append(nodes, m.before(n.Pipe, n.Position(), s))
			}
		case *parse.TemplateNode:
			m.plain(n.Pipe, false)
		case *parse.IfNode:
			m.branch(&n.BranchNode, s, s.dot, s.chainOf(n.Pipe))
		case *parse.WithNode:
			dot := s.chainOf(n.Pipe)
			m.branch(&n.BranchNode, s, dot, dot)
		case *parse.RangeNode:
			dot := s.chainOf(n.Pipe)
			if dot != nil {
				dot = &chain{names: dot.names, isElement: true}
			}
			m.branch(&n.BranchNode, s, dot, dot)
		}
		nodes = append(nodes, node)
	}
	l.Nodes = nodes
}

// branch marks what is written with another dot, and with what the variable declared there is set to.
func (m *marker) branch(b *parse.BranchNode, s scope, dot, declared *chain) {
	inner := s.with(dot)
	if last := len(b.Pipe.Decl) - 1; last >= 0 { // a range may have an index before
		m.declare(b.Pipe.Decl[:last], nil, inner)
		m.declare(b.Pipe.Decl[last:], declared, inner)
	}
	m.plain(b.Pipe, false)
	m.list(b.List, inner)
	m.list(b.ElseList, s.with(s.dot))
}

// declare notes what variables are set to; nil if that is not known.
func (m *marker) declare(variables []*parse.VariableNode, to *chain, s scope) {
	for _, variable := range variables {
		if name := variable.Ident[0]; to != nil && !m.assigned[name] {
			s.variables[name] = to
		} else {
			delete(s.variables, name)
		}
	}
}

// chainOf returns the chain of a pipeline that is nothing else; nil if it is more, or not known.
func (s scope) chainOf(p *parse.PipeNode) *chain {
	if p == nil || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return nil
	}
	return s.resolve(p.Cmds[0].Args[0])
}

// resolve returns a chain of fields as one of $; nil if that is not known.
func (s scope) resolve(n parse.Node) *chain {
	extend := func(base *chain, names []string) *chain {
		if base == nil || base.isElement && len(names) > 0 {
			return nil
		}
		return &chain{names: slices.Concat(base.names, names), isElement: base.isElement}
	}
	switch n := n.(type) {
	case *parse.DotNode:
		return extend(s.dot, nil)
	case *parse.FieldNode:
		return extend(s.dot, n.Ident)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return &chain{names: n.Ident[1:]}
		}
		return extend(s.variables[n.Ident[0]], n.Ident[1:])
	case *parse.ChainNode: // fields of what is in parentheses
		if inner, ok := n.Node.(*parse.PipeNode); ok {
			return extend(s.chainOf(inner), n.Field)
		}
	}
	return nil
}

// lines puts a mark before the first character of each line that is no space.
func (m *marker) lines(n *parse.TextNode) {
	var b strings.Builder
	offset := int(n.Pos)
	for line := range strings.Lines(string(n.Text)) {
		indent := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
		b.WriteString(line[:indent])
		if indent < len(line) {
			if !m.isPlain {
				b.WriteString(markOf(2 * len(m.literals)))
				m.literals = append(m.literals, m.place(offset+indent))
			}
			rest := line[indent:]
			if strings.HasSuffix(rest, "{") { // an action may follow, whose braces would be read with it
				rest = rest[:len(rest)-1] + `{{"{"}}`
			}
			b.WriteString(rest)
		}
		offset += len(line)
	}
	n.Text = []byte(b.String())
}

// place returns the place of an offset in the template. It counts on from the last one.
func (m *marker) place(offset int) literal {
	offset = min(offset, len(m.text))
	if offset < m.offset || m.last.line == 0 {
		m.offset, m.last = 0, literal{m.file, 1, 1}
	}
	for _, r := range m.text[m.offset:offset] {
		m.last.column++
		if r == '\n' {
			m.last.line, m.last.column = m.last.line+1, 1
		}
	}
	m.offset = offset
	return m.last
}

// before returns the mark of an action.
func (m *marker) before(p *parse.PipeNode, at parse.Pos, s scope) parse.Node {
	a := action{literal: m.place(int(at))}
	arguments := []string{"$", "."}
	m.chains(p, func(n parse.Node) {
		if found := s.resolve(n); found != nil {
			a.chains = append(a.chains, *found)
		}
		switch n := n.(type) {
		case *parse.DotNode:
			a.chains = append(a.chains, chain{argument: 1})
		case *parse.FieldNode:
			a.chains = append(a.chains, chain{argument: 1, names: n.Ident})
		case *parse.VariableNode:
			i := slices.Index(arguments, n.Ident[0])
			if i < 0 {
				i = len(arguments)
				arguments = append(arguments, n.Ident[0])
			}
			a.chains = append(a.chains, chain{argument: i, names: n.Ident[1:]})
		}
	})
	m.actions = append(m.actions, a)
	text := fmt.Sprintf("{{%s %d %s}}", markFunc, len(m.actions)-1, strings.Join(arguments, " "))
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(text)}
}

// chains visits the chains of fields of a pipeline.
func (m *marker) chains(n parse.Node, visit func(parse.Node)) {
	switch n := n.(type) {
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			for _, argument := range command.Args {
				m.chains(argument, visit)
			}
		}
	case *parse.DotNode, *parse.FieldNode, *parse.VariableNode, *parse.ChainNode:
		visit(n)
	}
}

// kept are the functions that leave marks where they belong.
var kept = []string{"indent", "nindent", "trim"}

// plain has the marks taken out of what a pipeline renders and does not write as it is.
func (m *marker) plain(p *parse.PipeNode, isWritten bool) {
	if p == nil {
		return
	}
	isWritten = isWritten && len(p.Decl) == 0
	for i, command := range p.Cmds {
		for _, argument := range command.Args {
			if field, ok := argument.(*parse.ChainNode); ok {
				argument = field.Node
			}
			if inner, ok := argument.(*parse.PipeNode); ok {
				m.plain(inner, false)
			}
		}
		if isCalled(command, "tpl") && len(command.Args) > 1 {
			command.Args[1] = called(parse.NewIdentifier(textFunc), command.Args[1])
		}
		if !isCalled(command, "include", "tpl") || isWritten && i == 0 && !slices.ContainsFunc(p.Cmds[1:], func(c *parse.CommandNode) bool { return !isCalled(c, kept...) }) {
			continue
		}
		rendered := called(command.Args...)
		if i > 0 { // what comes before is its last argument
			rendered.Cmds = slices.Concat(p.Cmds[:i], rendered.Cmds)
		}
		rest := p.Cmds[i+1:]
		p.Cmds = append(called(parse.NewIdentifier(plainFunc), rendered).Cmds, rest...)
		m.plain(&parse.PipeNode{NodeType: parse.NodePipe, Cmds: p.Cmds[1:]}, false)
		return
	}
}

// called returns a pipeline of one command.
func called(arguments ...parse.Node) *parse.PipeNode {
	return &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Args: arguments}}}
}

// isCalled reports whether a command calls one of the functions.
func isCalled(c *parse.CommandNode, functions ...string) bool {
	name, ok := c.Args[0].(*parse.IdentifierNode)
	return ok && slices.Contains(functions, name.Ident)
}

// mark notes that an action writes something, and returns its mark.
func (t *tracer) mark(number int, arguments ...any) string {
	w := written{action: number}
	for _, c := range t.actions[number].chains {
		if at, ok := t.follow(arguments[c.argument], c); ok && !slices.ContainsFunc(w.values, func(v valuePath) bool { return reflect.DeepEqual(v, at) }) {
			w.values = append(w.values, at)
		}
	}
	t.written = append(t.written, w)
	return markOf(2*len(t.written) - 1)
}

func markOf(number int) string {
	return string(markBegin) + strconv.FormatInt(int64(number), 36) + string(markEnd)
}

// follow returns the path in the values to which a chain leads; false if it leads elsewhere.
func (t *tracer) follow(from any, c chain) (valuePath, bool) {
	v := reflect.ValueOf(from)
	if len(c.names) == 2 && c.names[0] == "Chart" {
		base := field(field(v, "Template"), "BasePath")
		if !base.IsValid() || t.charts[base.String()] == "" {
			return valuePath{}, false
		}
		name := strings.ToLower(c.names[1][:1]) + c.names[1][1:]
		return valuePath{chart: t.charts[base.String()], path: []any{name}}, true
	}
	at, known := t.mappings[pointer(v)]
	for _, name := range c.names {
		if v = field(v, name); !v.IsValid() {
			return valuePath{}, false
		}
		if place, found := t.mappings[pointer(v)]; found {
			at, known = place, true
		} else if known {
			at = append(slices.Clip(at), name)
		}
	}
	return valuePath{path: at, isElement: c.isElement}, known
}

// field returns a value of a mapping; the zero Value if it has none of the name.
func field(v reflect.Value, name string) reflect.Value {
	if v = concrete(v); v.Kind() != reflect.Map || v.Type().Key().Kind() != reflect.String {
		return reflect.Value{}
	}
	return concrete(v.MapIndex(reflect.ValueOf(name).Convert(v.Type().Key())))
}

// concrete returns the value in an interface.
func concrete(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// pointer identifies a mapping; 0 for other values.
func pointer(v reflect.Value) uintptr {
	if v = concrete(v); v.Kind() != reflect.Map || v.Len() == 0 {
		return 0
	}
	return v.Pointer()
}

// plainText takes the marks out of a text.
func plainText(v any) any {
	text, ok := v.(string)
	if !ok || !strings.ContainsRune(text, markBegin) {
		return v
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, string(markBegin))
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, text, _ = strings.Cut(rest, string(markEnd))
	}
}

// trim is the function of templates, with the marks of what it leaves. The last mark at the beginning is the one of the
// first character that is no space.
func trim(text string) string {
	if !strings.ContainsRune(text, markBegin) {
		return strings.TrimSpace(text)
	}
	found := inside.FindStringSubmatch(text)
	return found[1] + found[2]
}

// inside is what a text has between the spaces around it, with the mark before.
var inside = regexp.MustCompile(fmt.Sprintf(`(?s)^(?:[\s\pZ\x{85}]*(%[1]c\w+%[2]c))*[\s\pZ\x{85}]*(.*?)(?:[\s\pZ\x{85}]|%[1]c\w+%[2]c)*$`, markBegin, markEnd))

// segment is a part of a rendered text that has one mark.
type segment struct {
	line, column int // of the rendered text
	mark         int
}

// segments returns the parts of a rendered text with marks, and the text without them.
func segments(marked string) (text string, parts []segment) {
	var b strings.Builder
	line, column := 1, 1
	for i := 0; i < len(marked); {
		r, size := utf8.DecodeRuneInString(marked[i:])
		if r == markBegin {
			if end := strings.IndexRune(marked[i:], markEnd); end > 0 {
				if number, err := strconv.ParseInt(marked[i+size:i+end], 36, 64); err == nil {
					parts = append(parts, segment{line, column, int(number)})
					i += end + utf8.RuneLen(markEnd)
					continue
				}
			}
		}
		b.WriteString(marked[i : i+size])
		i += size
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
	}
	return b.String(), parts
}
