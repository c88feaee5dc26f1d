package ansible

import (
	"bytes"
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

var (
	iniSection = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\[([^\]:]+)(?::(vars|children))?\]\s*(?:[#;].*)?$`)
	})
	iniHost = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?m)^\s*[\w.:\[\]-]+\s+(?:\S+=\S*\s+)*ansible_\w+=|^\s*\[[\w.-]+:(?:vars|children)\]|^ansible_\w+\s*=`)
	})
)

// isINI reports whether a text is an inventory in the form of INI: groups of hosts, and something that only Ansible writes.
func isINI(name string, text []byte) bool {
	return source.IsAnsibleInventory(name) && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("$ANSIBLE_VAULT")) && (iniHost().Match(text) || isHostsOfAnsible(text))
}

// isHostsOfAnsible reports whether each line is a group or a host, and there is a group: neither is so in /etc/hosts.
func isHostsOfAnsible(text []byte) bool {
	groups := 0
	for line := range strings.SplitSeq(string(text), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case iniSection().MatchString(line):
			groups++
		case strings.ContainsAny(strings.Fields(line)[0], "={}<>\"'/"), len(strings.Fields(line)) > 1 && strings.HasPrefix(strings.Fields(line)[1], "="):
			return false // a setting
		}
	}
	return groups > 0
}

// group is a group of hosts.
type group struct {
	name                  string
	hosts, vars, children []value.Member
}

// inventory is what an inventory has, as the same in YAML would.
type inventory struct {
	groups []*group
	places places
}

// places finds positions by paths.
type places struct {
	file string
	line int
	at   map[string]artefact.Position
}

// Position returns the position of a value, or of its nearest parent.
func (p places) Position(path []any) (artefact.Position, bool) {
	for n := len(path); n > 0; n-- {
		if at, ok := p.at[artefact.PathText(path[:n])]; ok {
			return at, true
		}
	}
	return artefact.Position{File: p.file, Line: p.line, Column: 1}, true
}

func (i *inventory) group(name string) *group {
	for _, g := range i.groups {
		if g.name == name {
			return g
		}
	}
	g := &group{name: name}
	i.groups = append(i.groups, g)
	return g
}

// readINI reads an inventory.
func readINI(file, text string, first int) *inventory {
	i := &inventory{places: places{file, first, map[string]artefact.Position{}}}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
	current, part := "ungrouped", ""
	number := first - 1
	for line := range strings.SplitSeq(text, "\n") {
		number++
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';' {
			continue
		}
		at := artefact.Position{File: file, Line: number, Column: len(line) - len(strings.TrimLeft(line, " \t")) + 1}
		if found := iniSection().FindStringSubmatch(trimmed); found != nil {
			current, part = found[1], found[2]
			i.group(current)
			i.place(at, current)
			continue
		}
		g := i.group(current)
		switch part {
		case "vars":
			name, setting, _ := strings.Cut(trimmed, "=")
			name = strings.TrimSpace(name)
			g.vars = with(g.vars, name, value.NewText(unquoted(strings.TrimSpace(setting))))
			i.place(at, current, "vars", name)
		case "children":
			name := strings.Fields(trimmed)[0]
			g.children = with(g.children, name, value.NewObject())
			i.place(at, current, "children", name)
		default:
			words := fields(trimmed)
			var vars []value.Member
			for _, w := range words[1:] {
				if name, setting, ok := strings.Cut(w, "="); ok {
					vars = with(vars, name, value.NewText(setting))
					i.place(at, current, "hosts", words[0], name)
				}
			}
			g.hosts = with(g.hosts, words[0], value.NewObject(vars...))
			i.place(at, current, "hosts", words[0])
		}
	}
	return i
}

func (i *inventory) place(at artefact.Position, path ...any) {
	i.places.at[artefact.PathText(path)] = at
}

// with adds a member, or replaces the one of its name.
func with(members []value.Member, name string, v value.Value) []value.Member {
	for k := range members {
		if members[k].Name == name {
			members[k].Value = v
			return members
		}
	}
	return append(members, value.Member{Name: name, Value: v})
}

// fields splits the line of a host as a shell would, and leaves out a remark.
func fields(line string) []string {
	var words []string
	var b strings.Builder
	quote, isWord := byte(0), false
	for k := 0; k < len(line); k++ {
		c := line[k]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote, isWord = c, true
		case quote == 0 && c == '#' && !isWord:
			return words
		case quote == 0 && (c == ' ' || c == '\t'):
			if isWord {
				words = append(words, b.String())
			}
			b.Reset()
			isWord = false
		default:
			b.WriteByte(c)
			isWord = true
		}
	}
	if isWord || len(words) == 0 {
		words = append(words, b.String())
	}
	return words
}

func unquoted(s string) string {
	if n := len(s); n > 1 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	if before, _, found := strings.Cut(s, " #"); found {
		return strings.TrimSpace(before)
	}
	return s
}

// value returns the inventory as one in YAML would be.
func (i *inventory) value() value.Value {
	var groups []value.Member
	for _, g := range i.groups {
		var members []value.Member
		for _, part := range []value.Member{{Name: "hosts", Value: value.NewObject(g.hosts...)}, {Name: "vars", Value: value.NewObject(g.vars...)}, {Name: "children", Value: value.NewObject(g.children...)}} {
			if part.Value.Len() > 0 {
				members = append(members, part)
			}
		}
		groups = append(groups, value.Member{Name: g.name, Value: value.NewObject(members...)})
	}
	return value.NewObject(groups...)
}

// inventory reads an inventory in the form of INI.
func (f *Format) inventory(d *source.Document) format.Parsed {
	read := readINI(d.File, string(d.Text), d.Line)
	v := value.NewObject(value.Member{Name: "ansible", Value: value.NewText("variables")}, value.Member{Name: "variables", Value: read.value()})
	return format.Parsed{Artefacts: []*artefact.Artefact{{
		Ref:      artefact.Ref{Type: Type, Kind: "Variables", Name: name(d.File, "Variables")},
		Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Value: v, Origin: d.Position(d.Line, 1), Locator: mounts{{[]any{"variables"}, nil, read.places}},
	}}}
}

// isInventory reports whether a value is an inventory: groups with hosts, variables and other groups, and nothing else.
func isInventory(file string, v value.Value) bool {
	if v.Kind() != value.Object || v.Len() == 0 {
		return false
	}
	hosts := 0
	for name, group := range v.Members() {
		if group.Kind() == value.Null && source.IsAnsibleInventory(file) {
			continue
		}
		if group.Kind() != value.Object || strings.ContainsAny(name, ".") && !source.IsAnsibleInventory(file) {
			return false
		}
		for part, content := range group.Members() {
			if !slices.Contains([]string{"hosts", "vars", "children"}, part) || content.Kind() != value.Object && content.Kind() != value.Null {
				return false
			}
			if part != "vars" {
				hosts++
			}
		}
	}
	return hosts > 0 && (source.IsAnsibleInventory(file) || v.Get("all").Exists())
}

// inventories are where an inventory is, seen from a playbook, if ansible.cfg does not say so.
var inventories = []string{
	"hosts", "inventory", "hosts.ini", "inventory.ini", "hosts.yml", "inventory.yml", "hosts.yaml", "inventory.yaml",
	"inventory/hosts", "inventory/hosts.ini", "inventory/hosts.yml", "inventory/hosts.yaml", "inventory/inventory.ini", "inventory/inventory.yml",
}

// inventoried returns the variables that an inventory gives to groups, those of the groups that they are in first.
func (p *project) inventoried(names []string, directory string) value.Value {
	for _, file := range p.inventoryFiles(directory) {
		text := p.text(file, maxTemplate)
		if text == nil {
			continue
		}
		var all value.Value
		if isINI(file, text) {
			all = readINI(file, string(text), 1).value()
		} else if roots, _ := p.format.yaml.Roots(&source.Document{File: file, Index: 1, Line: 1, Text: text, Limits: p.document.Limits}, nil); len(roots) == 1 && isInventory(file, roots[0].Value) {
			all = roots[0].Value
		} else {
			continue
		}
		var vars []value.Member
		for _, v := range append(variablesOf(all, names[len(names)-1], 0), commonTo(all, names[len(names)-1])) {
			for name, setting := range v.Members() {
				vars = with(vars, name, setting)
			}
		}
		return value.NewObject(vars...)
	}
	return value.Value{}
}

func (p *project) inventoryFiles(directory string) []string {
	var files []string
	if read, root := p.readConfiguration(directory); read.locator != nil {
		if file := read.value.At("defaults", "inventory").TextOrEmpty(); file != "" && !filepath.IsAbs(file) && !strings.Contains(file, ",") {
			for _, below := range []string{"", "hosts", "hosts.ini", "hosts.yml", "inventory.yml"} {
				files = append(files, filepath.Join(root, file, below))
			}
		}
	}
	for _, above := range []string{"", ".."} {
		for _, file := range inventories {
			files = append(files, filepath.Join(directory, above, file))
		}
	}
	return files
}

// commonTo returns the variables that all hosts of a group have, with the same value.
func commonTo(all value.Value, wanted string) value.Value {
	hosts := map[string]map[string]value.Value{}
	var wantedHosts []string
	var visit func(groups value.Value, isWithin bool, depth int)
	visit = func(groups value.Value, isWithin bool, depth int) {
		for name, g := range groups.Members() {
			within := isWithin || name == wanted || wanted == "all"
			for host, vars := range g.Get("hosts").Members() {
				if hosts[host] == nil {
					hosts[host] = map[string]value.Value{}
				}
				for key, v := range vars.Members() {
					hosts[host][key] = v
				}
				if within {
					wantedHosts = append(wantedHosts, host)
				}
			}
			if depth < maxDepth {
				visit(g.Get("children"), within, depth+1)
				for child := range g.Get("children").Members() {
					if beside := all.Get(child); within && depth == 0 && beside.Exists() {
						visit(value.NewObject(value.Member{Name: child, Value: beside}), true, depth+1)
					}
				}
			}
		}
	}
	visit(all, false, 0)
	var common []value.Member
	if len(wantedHosts) == 0 {
		return value.Value{}
	}
	for key, v := range hosts[wantedHosts[0]] {
		if !slices.ContainsFunc(wantedHosts, func(host string) bool { return hosts[host][key].String() != v.String() }) {
			common = append(common, value.Member{Name: key, Value: v})
		}
	}
	return value.NewObject(common...)
}

// variablesOf returns the variables of a group, of those that it is in, and of all, these first.
func variablesOf(all value.Value, wanted string, depth int) []value.Value {
	if depth > maxDepth {
		return nil
	}
	var found []value.Value
	if depth == 0 {
		found = append(found, all.At("all", "vars"))
	}
	if wanted == "all" {
		return found
	}
	var visit func(groups value.Value, above []value.Value, depth int)
	visit = func(groups value.Value, above []value.Value, depth int) {
		for name, g := range groups.Members() {
			here := append(slices.Clone(above), g.Get("vars"))
			if name == wanted {
				found = append(found, here...)
			}
			if depth < maxDepth {
				visit(g.Get("children"), here, depth+1)
			}
		}
	}
	visit(all, nil, 0)
	// In INI the children are named, and stand beside their group.
	for name, g := range all.Members() {
		if name != wanted && g.At("children", wanted).Exists() && g.At("children", wanted).Len() == 0 {
			found = append(variablesOf(all, name, depth+1), found...)
		}
	}
	return found
}
