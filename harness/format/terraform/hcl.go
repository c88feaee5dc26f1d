package terraform

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of modules as artefacts: the files of a directory in the language of Terraform and OpenTofu.
const Type = "terraform"

// Format is the format of modules.
type Format struct{}

// New makes the format of modules. The value of an artefact has the blocks of all files as conftest shows those of one:
// resource.<type>.<name> is a list of bodies, one for each instance that count and for_each make, and a block within a body
// is a list as well. What can be evaluated is; what cannot is its text, with ${…} around what is not known. A local module
// that is called has its resources in the body of the call.
func New() *Format { return &Format{} }

// Type returns Type.
func (*Format) Type() string { return Type }

// Detect tells files in the language by their names.
func (*Format) Detect(name string, _ []byte) int {
	if source.IsTerraform(name) {
		return 2
	}
	return 0
}

// file is a file of a module, as a part of the text of a document.
type file struct {
	name string
	text []byte
	body *hclsyntax.Body
}

// Parse reads the module of a document as one artefact.
func (f *Format) Parse(d *source.Document) format.Parsed {
	var parsed format.Parsed
	directories := map[string][]*file{}
	root := ""
	for i, part := range source.Parts(d) {
		directory := path.Dir(strings.ReplaceAll(part.Name, `\`, "/"))
		if i == 0 {
			root = directory
		}
		one := &file{name: part.Name, text: part.Text}
		var diagnostics hcl.Diagnostics
		switch {
		case bytes.IndexByte(part.Text, 0) >= 0:
			parsed.Errors = append(parsed.Errors, &artefact.Error{Position: artefact.Position{File: part.Name, Line: 1}, Message: "is binary: it contains a zero byte"})
			continue
		case tooDeep(part.Text):
			parsed.Errors = append(parsed.Errors, &artefact.Error{Position: artefact.Position{File: part.Name, Line: 1}, Message: fmt.Sprintf("is nested more than %d levels deep", maxDepth)})
			continue
		case strings.HasSuffix(part.Name, ".json"):
			diagnostics = readJSON(one)
		default:
			var read *hcl.File
			if read, diagnostics = hclsyntax.ParseConfig(part.Text, part.Name, hcl.InitialPos); read != nil {
				one.body, _ = read.Body.(*hclsyntax.Body)
			}
		}
		for _, diagnostic := range diagnostics {
			if diagnostic.Severity == hcl.DiagError {
				parsed.Errors = append(parsed.Errors, errorOf(part.Name, diagnostic))
			}
		}
		if one.body != nil && !diagnostics.HasErrors() {
			directories[directory] = append(directories[directory], one)
		}
	}
	if len(directories[root]) == 0 {
		return parsed
	}
	m := newModule(directories, root)
	n := m.node()
	located := &Module{Directory: root, root: n, declared: map[string]artefact.Position{}}
	var sensitive []value.Value
	m.declare("", located.declared, &sensitive)
	located.sensitive = value.NewList(sensitive...)
	for _, at := range slices.SortedFunc(maps.Keys(m.unread), func(a, b artefact.Position) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	}) {
		parsed.Notices = append(parsed.Notices, artefact.Notice{
			Position: at, Message: fmt.Sprintf("calls a module from %s, which is not read, so that what it makes is not judged; check the plan", cmp.Or(m.unread[at], "a place that is not known")),
			IsUnread: true,
		})
	}
	name := path.Base(root)
	if root == "." || root == "/" {
		name = "root"
	}
	parsed.Artefacts = []*artefact.Artefact{{
		Ref: artefact.Ref{Type: Type, Kind: "Module", Name: name}, Document: d.Index, Unit: cmp.Or(d.Unit, d.File),
		Value: n.value, Clusters: clusters(n.value, nil), Origin: artefact.Position{File: directories[root][0].name, Line: 1, Column: 1}, Locator: located,
	}}
	return parsed
}

// maxDepth bounds the nesting of a file, before a parser that calls itself reads it.
const maxDepth = 500

// tooDeep reports whether a text may be nested more deeply than that: as far as brackets tell, also those within texts.
func tooDeep(text []byte) bool {
	depth := 0
	for _, c := range text {
		switch c {
		case '{', '[', '(':
			if depth++; depth > maxDepth {
				return true
			}
		case '}', ']', ')':
			depth = max(depth-1, 0)
		}
	}
	return false
}

func errorOf(name string, d *hcl.Diagnostic) *artefact.Error {
	at := artefact.Position{File: name}
	if d.Subject != nil {
		at.Line, at.Column = d.Subject.Start.Line, d.Subject.Start.Column
	}
	detail := strings.TrimSpace(d.Detail)
	if i := strings.IndexByte(detail, '\n'); i >= 0 {
		detail = detail[:i]
	}
	return &artefact.Error{Position: at, Message: fmt.Sprintf("is not valid HCL: %s: %s", d.Summary, detail)}
}

// node is a value with the places of all within it.
type node struct {
	value   value.Value
	at      artefact.Position
	key     string // of an instance that count or for_each makes
	over    string // of a block that may be made any number of times: what it depends on
	members map[string]*node
	items   []*node
}

// Position returns the position of the value at a path, or of its nearest parent that exists.
func (n *node) Position(path []any) (artefact.Position, bool) {
	for _, step := range path {
		var next *node
		switch step := step.(type) {
		case string:
			next = n.members[step]
		case int:
			if step >= 0 && step < len(n.items) {
				next = n.items[step]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n.at, n.at.File != ""
}

func objectNode(at artefact.Position, members map[string]*node) *node {
	n := &node{at: at, members: members}
	list := make([]value.Member, 0, len(members))
	for name, member := range members {
		list = append(list, value.Member{Name: name, Value: member.value})
	}
	n.value = value.NewObject(list...)
	return n
}

func listNode(at artefact.Position, items []*node) *node {
	values := make([]value.Value, len(items))
	for i, item := range items {
		values[i] = item.value
	}
	return &node{at: at, items: items, value: value.NewList(values...)}
}

func position(r hcl.Range) artefact.Position {
	return artefact.Position{File: r.Filename, Line: r.Start.Line, Column: r.Start.Column}
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
