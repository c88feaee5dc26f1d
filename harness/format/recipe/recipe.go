// Package recipe reads what is written out in recipes of Chef and manifests of Puppet.
//
// Both are programs, and nothing is run or worked out here: a resource is read with what it is given as a literal, and
// with the names of what is computed. What stands under a condition or in a loop says so.
package recipe

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/script"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "recipe"

// Format is the format of recipes, attributes and manifests.
type Format struct{}

// New makes the format. A file is an artefact with its resources; commands that resources run are another one, of type
// script.
func New() *Format { return &Format{} }

// Type returns Type.
func (*Format) Type() string { return Type }

// Detect tells programs of Chef and Puppet by where they are, and other Ruby by the resources in it.
func (*Format) Detect(name string, head []byte) int {
	switch {
	case source.ConfiguresHosts(name):
		return 3
	case filepath.Ext(name) == ".rb" && declares().Match(head):
		return 2
	}
	return 0
}

var declares = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*(include_recipe[ (]|(package|service|firewall|firewall_rule|execute|bash|file|cookbook_file|template|apt_package|yum_package|dnf_package)[ (]['"%]|(node\.)?(default|override|force_override)\[['"])`)
})

// Parse reads a file.
func (*Format) Parse(d *source.Document) format.Parsed {
	if err := script.Unreadable(d); err != nil {
		return format.Parsed{Errors: []*artefact.Error{err}}
	}
	program := script.Clean(d.Text)
	r := &reader{document: d, places: script.Places{"": d.Position(d.Line, 1)}, commands: &script.Commands{}}
	r.isNotified = strings.Contains(program, "notifies") || strings.Contains(program, "subscribes")
	tool, what := "chef", "Recipe"
	var tokens []token
	if filepath.Ext(d.File) == ".pp" {
		tool, what = "puppet", "Manifest"
		tokens = lex(program, false)
		r.puppet(tokens)
	} else {
		tokens = lex(program, true)
		r.chef(tokens)
	}
	if isCut(tokens, tool == "chef") {
		r.notices = append(r.notices, artefact.Notice{Position: d.Position(d.LastLine(), 0), Message: "ends before all of its blocks and brackets do, so that what follows may be missing, and is not judged"})
	}
	if !source.SpeaksOfHosts([]byte(program)) {
		parsed := format.Parsed{Notices: append(r.notices, artefact.Notice{Position: d.Position(d.Line, 0), Message: "speaks neither of updates nor of a firewall, and is judged for secrets in commands alone; state how hosts are configured with an attestation (HOST-14)"})}
		if r.commands.Len() > 0 {
			parsed.Artefacts = []*artefact.Artefact{script.Artefact(d, r.commands, tool)}
		}
		return parsed
	}
	at := r.places[""]
	parsed := format.Parsed{Notices: r.notices, Artefacts: []*artefact.Artefact{{
		Ref:      artefact.Ref{Type: Type, Kind: what, Name: source.Base(d.File)},
		Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Origin: at, Locator: r.places,
		Value: value.NewObject(
			value.Member{Name: "tool", Value: value.NewText(tool)},
			value.Member{Name: "resources", Value: value.NewList(r.resources...)},
			value.Member{Name: "includes", Value: value.NewList(r.includes...)},
			value.Member{Name: "settings", Value: value.NewList(r.settings...)},
		),
	}}}
	if r.commands.Len() > 0 {
		parsed.Artefacts = append(parsed.Artefacts, script.Artefact(d, r.commands, tool))
	}
	return parsed
}

// condition says when something takes effect.
type condition int

const (
	always     condition = iota
	onPlatform           // on some operating systems
	perhaps              // under another condition, or in a loop or function
)

func (c condition) String() string { return [...]string{"", "platform", "other"}[c] }

// resource is what a program declares.
type resource struct {
	kind       string
	names      []string
	isNamed    bool // whether the names are known
	at         artefact.Position
	condition  condition
	attributes []attribute
}

// attribute is what a resource is given.
type attribute struct {
	name       string
	value      value.Value
	isComputed bool
	at         artefact.Position
	token      token // the first one of the value
}

// reader collects what a program declares.
type reader struct {
	document                      *source.Document
	places                        script.Places
	resources, includes, settings []value.Value
	commands                      *script.Commands
	notices                       []artefact.Notice
	isNotified                    bool // whether a resource may have another one act
}

// isCut reports whether a program ends within a bracket or, in Ruby, a block.
func isCut(tokens []token, isRuby bool) bool {
	open := 0
	for i, t := range tokens {
		open += t.nests()
		begins := i == 0 || tokens[i-1].kind == newline || tokens[i-1].is("=", ";")
		switch {
		case !isRuby:
		case t.isWord("do"), begins && t.isWord("if", "unless", "case", "def", "begin", "class", "module"):
			open++
		case t.isWord("end"):
			open--
		}
	}
	return open > 0
}

// isIdle reports whether a resource does nothing of its own accord.
func (one resource) isIdle() bool {
	i := slices.IndexFunc(one.attributes, func(a attribute) bool { return a.name == "action" && !a.isComputed })
	if i < 0 {
		return false
	}
	actions, ok := texts(one.attributes[i].value)
	return ok && len(actions) == 1 && actions[0] == "nothing"
}

// isTrial reports whether Puppet only says what a resource would change.
func (one resource) isTrial() bool {
	return slices.ContainsFunc(one.attributes, func(a attribute) bool {
		is, ok := a.value.Boolean()
		return a.name == "noop" && !a.isComputed && ok && is
	})
}

func (r *reader) position(t token) artefact.Position {
	return r.document.Position(r.document.Line+t.line-1, t.column)
}

func (r *reader) place(at artefact.Position, path ...any) { r.places[artefact.PathText(path)] = at }

// add adds a resource.
func (r *reader) add(one resource) {
	if one.isTrial() || one.isIdle() && !r.isNotified {
		return
	}
	if one.isIdle() {
		one.condition = perhaps
	}
	i := len(r.resources)
	r.place(one.at, "resources", i)
	var attributes []value.Member
	var computed []value.Value
	for _, a := range one.attributes {
		if a.isComputed {
			computed = append(computed, value.NewText(a.name))
			continue
		}
		if slices.ContainsFunc(attributes, func(m value.Member) bool { return m.Name == a.name }) {
			continue
		}
		attributes = append(attributes, value.Member{Name: a.name, Value: a.value})
		r.place(a.at, "resources", i, "attributes", a.name)
	}
	names := make([]value.Value, len(one.names))
	for k, name := range one.names {
		names[k] = value.NewText(name)
	}
	r.resources = append(r.resources, value.NewObject(
		value.Member{Name: "type", Value: value.NewText(one.kind)},
		value.Member{Name: "names", Value: value.NewList(names...)},
		value.Member{Name: "is_named", Value: value.NewBoolean(one.isNamed)},
		value.Member{Name: "attributes", Value: value.NewObject(attributes...)},
		value.Member{Name: "computed", Value: value.NewList(computed...)},
		value.Member{Name: "condition", Value: value.NewText(one.condition.String())},
	))
	r.run(one)
}

// run adds the commands that a resource runs.
func (r *reader) run(one resource) {
	fields, ok := map[string][]string{
		"execute": {"command"}, "bash": {"code"}, "script": {"code"}, "exec": {"command", "onlyif", "unless"},
	}[one.kind]
	if !ok {
		return
	}
	for _, field := range fields {
		i := slices.IndexFunc(one.attributes, func(a attribute) bool { return a.name == field })
		switch {
		case i >= 0:
			if a := one.attributes[i]; a.value.TextOrEmpty() != "" {
				r.command(a.value.TextOrEmpty(), a.at)
			}
		case field == "command" && len(one.names) == 1:
			r.command(one.names[0], one.at)
		}
	}
}

func (r *reader) command(line string, at artefact.Position) {
	text := script.Text{Text: line, At: func(n, _ int) artefact.Position { return r.document.Position(at.Line+n-1, 0) }}
	if err := r.commands.Add(text); err != nil {
		r.notices = append(r.notices, artefact.Notice{Position: at, Message: fmt.Sprintf("a command is not valid shell, and is not judged: %s", err.Message)})
	}
}

// include adds the name of a recipe or class that is used.
func (r *reader) include(name string, t token, when condition) {
	r.place(r.position(t), "includes", len(r.includes))
	r.includes = append(r.includes, value.NewObject(
		value.Member{Name: "name", Value: value.NewText(strings.TrimPrefix(name, "::"))},
		value.Member{Name: "condition", Value: value.NewText(when.String())},
	))
}

// set adds what an attribute is set to: its level, its path as one text, and the value if it is written out.
func (r *reader) set(level, path string, a attribute, when condition) {
	members := []value.Member{
		{Name: "level", Value: value.NewText(level)}, {Name: "name", Value: value.NewText(path)},
		{Name: "condition", Value: value.NewText(when.String())},
	}
	if !a.isComputed {
		members = append(members, value.Member{Name: "value", Value: a.value})
	}
	r.place(a.at, "settings", len(r.settings))
	r.settings = append(r.settings, value.NewObject(members...))
}

// literal reads the value at the beginning of some tokens: the value, whether it is computed, and how many tokens it is.
func literal(tokens []token, known map[string]value.Value) (value.Value, bool, int) {
	if len(tokens) == 0 {
		return value.NewNull(), true, 0
	}
	v, isComputed, n := operand(tokens, known, 0)
	if n < len(tokens) && tokens[n].kind == punctuation && slices.Contains([]string{".", "&.", "+", "-", "*", "/", "?", "||", "&&", "==", "!=", "<<", "[", "%", "=~"}, tokens[n].text) {
		isComputed = true
	}
	return v, isComputed, n
}

// maxNested bounds how deep lists and hashes are read.
const maxNested = 50

func operand(tokens []token, known map[string]value.Value, depth int) (value.Value, bool, int) {
	t := tokens[0]
	if depth > maxNested {
		return value.NewNull(), true, 1
	}
	switch t.kind {
	case text:
		return value.NewText(t.text), t.isComputed, 1
	case symbol:
		return value.NewText(t.text), false, 1
	case number:
		return value.NewText(t.text), false, 1
	case variable:
		v, ok := known[t.text]
		return v, !ok, 1
	case word:
		switch {
		case t.isWord("true", "false"):
			return value.NewBoolean(t.text == "true"), false, 1
		case t.isWord("nil", "undef"):
			return value.NewNull(), false, 1
		}
		if v, ok := known[t.text]; ok {
			return v, false, 1
		}
		isCalled := len(tokens) > 1 && tokens[1].is("(", "[")
		return value.NewText(t.text), isCalled, 1
	}
	switch t.text {
	case "[":
		return list(tokens, known, depth)
	case "{":
		return hash(tokens, known, depth)
	case "(":
		v, isComputed, n := value.NewNull(), true, 1
		if len(tokens) > 1 {
			v, isComputed, n = operand(tokens[1:], known, depth+1)
			n++
		}
		if n < len(tokens) && tokens[n].is(")") {
			return v, isComputed, n + 1
		}
		return v, true, n
	}
	return value.NewNull(), true, 1
}

func list(tokens []token, known map[string]value.Value, depth int) (value.Value, bool, int) {
	var items []value.Value
	isComputed := false
	i := 1
	for i < len(tokens) && !tokens[i].is("]") {
		if tokens[i].is(",") || tokens[i].kind == newline {
			i++
			continue
		}
		v, computed, n := operand(tokens[i:], known, depth+1)
		items = append(items, v)
		isComputed = isComputed || computed
		i += max(n, 1)
		for i < len(tokens) && !tokens[i].is(",", "]") && tokens[i].kind != newline {
			isComputed = true
			i++
		}
	}
	return value.NewList(items...), isComputed, min(i+1, len(tokens))
}

func hash(tokens []token, known map[string]value.Value, depth int) (value.Value, bool, int) {
	var members []value.Member
	isComputed := false
	i := 1
	for i < len(tokens) && !tokens[i].is("}") {
		if tokens[i].is(",") || tokens[i].kind == newline {
			i++
			continue
		}
		key, computed, n := operand(tokens[i:], known, depth+1)
		i += max(n, 1)
		isComputed = isComputed || computed
		if i >= len(tokens) || !tokens[i].is("=>") {
			isComputed = true
			continue
		}
		for i++; i < len(tokens) && tokens[i].kind == newline; i++ {
		}
		if i >= len(tokens) {
			break
		}
		v, computed, n := operand(tokens[i:], known, depth+1)
		isComputed = isComputed || computed
		if name := key.TextOrEmpty(); name != "" && !slices.ContainsFunc(members, func(m value.Member) bool { return m.Name == name }) {
			members = append(members, value.Member{Name: name, Value: v})
		}
		i += max(n, 1)
		for i < len(tokens) && !tokens[i].is(",", "}") && tokens[i].kind != newline {
			isComputed = true
			i++
		}
	}
	return value.NewObject(members...), isComputed, min(i+1, len(tokens))
}

// texts returns the texts of a value that is one or a list of them.
func texts(v value.Value) ([]string, bool) {
	if s, ok := v.Text(); ok {
		return []string{s}, true
	}
	var found []string
	for _, item := range v.Items() {
		s, ok := item.Text()
		if !ok {
			return nil, false
		}
		found = append(found, s)
	}
	return found, len(found) > 0
}

// matching returns the index of the bracket that closes the first token; the number of tokens if none does.
func matching(tokens []token) int {
	nested := 0
	for i, t := range tokens {
		if nested += t.nests(); nested == 0 && t.nests() < 0 {
			return i
		}
	}
	return len(tokens)
}
