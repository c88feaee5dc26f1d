// Package control reads controls from policy files: what a control says of itself in its annotation,
// which artefacts it speaks of and which library modules it stands on.
package control

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

const (
	root        = "guiderail"
	libraryRoot = "lib.guiderail"
)

// Severity ranks how much a violation matters.
type Severity int

// The severities in rising order.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

// Severities lists the names of all severities in rising order.
func Severities() []string { return []string{"info", "low", "medium", "high", "critical"} }

func (s Severity) String() string { return Severities()[s] }

// MarshalText gives the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity reads a severity's name.
func ParseSeverity(name string) (Severity, error) {
	if i := slices.Index(Severities(), name); i >= 0 {
		return Severity(i), nil
	}
	return 0, fmt.Errorf("unknown severity %q; use one of %s", name, strings.Join(Severities(), ", "))
}

// Match names kinds of artefacts. "*" stands for every group or every kind; the core group is "".
type Match struct {
	Groups []string `json:"groups"`
	Kinds  []string `json:"kinds"`
}

// Control is one enforceable rule.
type Control struct {
	// ID is the package path below the root: family.name.
	ID           string
	Title        string
	Description  string
	Severity     Severity
	Requirements []string
	Match        []Match
	Remediation  string
	// Parameters holds an OpenAPI v3 schema for each parameter; the defaults are the rule `defaults`
	// of the control's package.
	Parameters map[string]any
	// References are the addresses of further reading.
	References []string
	// File is where the control stands in the policies' file system.
	File string
	// Optional rules that the control has beside violation.
	HasApplies, HasUnknown bool

	modules []*module // its own first, then its libraries
}

// Family is the first part of the ID.
func (c *Control) Family() string {
	family, _, _ := strings.Cut(c.ID, ".")
	return family
}

// Name is the second part of the ID.
func (c *Control) Name() string {
	_, name, _ := strings.Cut(c.ID, ".")
	return name
}

// Package is the path of the control's Rego package, as queries spell it.
func (c *Control) Package() string { return "data." + root + "." + c.ID }

// Matches tells whether the control speaks of a kind.
func (c *Control) Matches(group, kind string) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool {
		return has(m.Groups, group) && has(m.Kinds, kind)
	})
}

// Names tells whether the control speaks of this very kind, not just of every kind.
func (c *Control) Names(group, kind string) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool {
		return has(m.Groups, group) && slices.Contains(m.Kinds, kind)
	})
}

func has(names []string, name string) bool {
	return slices.Contains(names, name) || slices.Contains(names, "*")
}

// Modules gives the parsed modules that evaluation of the controls wants, each once, by file name.
func Modules(controls []*Control) map[string]*ast.Module {
	modules := map[string]*ast.Module{}
	for _, c := range controls {
		for _, m := range c.modules {
			modules[m.file] = m.parsed
		}
	}
	return modules
}

// Defaults evaluates the control's default parameters.
func (c *Control) Defaults(ctx context.Context) (map[string]any, error) {
	if len(c.Parameters) == 0 {
		return nil, nil
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(Modules([]*Control{c})); compiler.Failed() {
		return nil, fmt.Errorf("compiling %s: %w", c.ID, compiler.Errors)
	}
	results, err := rego.New(rego.Query("x = "+c.Package()+".defaults"), rego.Compiler(compiler)).Eval(ctx)
	if err != nil {
		return nil, fmt.Errorf("evaluating the defaults of %s: %w", c.ID, err)
	}
	if len(results) == 0 {
		return nil, fmt.Errorf("control %s has parameters and no rule named defaults", c.ID)
	}
	defaults, ok := results[0].Bindings["x"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("rule defaults of %s is no object", c.ID)
	}
	return defaults, nil
}

// module is a policy file.
type module struct {
	file    string
	parsed  *ast.Module
	imports []string // library packages
}

// annotation is what a control's METADATA block holds below custom.
type annotation struct {
	Severity     string            `json:"severity"`
	Requirements []string          `json:"requirements"`
	Match        []json.RawMessage `json:"match"`
	Remediation  string            `json:"remediation"`
	Parameters   map[string]any    `json:"parameters"`
}

// Load reads every control and library of a policy directory, in the order of the controls' IDs.
func Load(policies fs.FS) ([]*Control, error) {
	loader := &loader{libraries: map[string]*module{}}
	err := fs.WalkDir(policies, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".rego" || strings.HasSuffix(file, "_test.rego") {
			return err
		}
		return loader.read(policies, file)
	})
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	controls := make([]*Control, 0, len(loader.controls))
	for _, m := range loader.controls {
		c, err := loader.control(m)
		if err != nil {
			return nil, fmt.Errorf("reading control %s: %w", m.file, err)
		}
		controls = append(controls, c)
	}
	slices.SortFunc(controls, func(a, b *Control) int { return cmp.Compare(a.ID, b.ID) })
	return controls, nil
}

type loader struct {
	libraries map[string]*module // by package
	controls  []*module
}

func (l *loader) read(policies fs.FS, file string) error {
	text, err := fs.ReadFile(policies, file)
	if err != nil {
		return err
	}
	parsed, err := ast.ParseModuleWithOpts(file, string(text), ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err != nil {
		return err
	}
	m := &module{file: file, parsed: parsed}
	for _, imported := range parsed.Imports {
		if name := dotted(imported.Path.Value.(ast.Ref)); strings.HasPrefix(name, libraryRoot+".") {
			m.imports = append(m.imports, name)
		}
	}
	switch name := dotted(parsed.Package.Path); {
	case strings.HasPrefix(name, libraryRoot+"."):
		l.libraries[name] = m
	case strings.HasPrefix(name, root+"."):
		l.controls = append(l.controls, m)
	default:
		return fmt.Errorf("%s: package %s lies below neither %s nor %s", file, name, root, libraryRoot)
	}
	return nil
}

// dotted gives a reference below data as text, without the data.
func dotted(ref ast.Ref) string {
	return strings.TrimPrefix(ref.String(), "data.")
}

func (l *loader) control(m *module) (*Control, error) {
	meta := packageAnnotation(m.parsed)
	if meta == nil {
		return nil, errors.New("there is no METADATA block above the package")
	}
	custom, err := decodeCustom(meta)
	if err != nil {
		return nil, err
	}
	severity, err := ParseSeverity(custom.Severity)
	if err != nil {
		return nil, err
	}
	match, err := l.match(custom.Match)
	if err != nil {
		return nil, err
	}
	c := &Control{
		ID:           strings.TrimPrefix(dotted(m.parsed.Package.Path), root+"."),
		Title:        meta.Title,
		Description:  strings.TrimSpace(meta.Description),
		Severity:     severity,
		Requirements: custom.Requirements,
		Match:        match,
		Remediation:  strings.TrimSpace(custom.Remediation),
		Parameters:   custom.Parameters,
		File:         m.file,
		HasApplies:   defines(m.parsed, "applies"),
		HasUnknown:   defines(m.parsed, "unknown"),
	}
	for _, resource := range meta.RelatedResources {
		c.References = append(c.References, resource.Ref.String())
	}
	if c.modules, err = l.closure(m); err != nil {
		return nil, err
	}
	return c, nil
}

func packageAnnotation(m *ast.Module) *ast.Annotations {
	for _, a := range m.Annotations {
		if a.Scope == "package" {
			return a
		}
	}
	return nil
}

func decodeCustom(meta *ast.Annotations) (annotation, error) {
	var custom annotation
	text, err := json.Marshal(meta.Custom)
	if err != nil {
		return custom, fmt.Errorf("reading the annotation: %w", err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&custom); err != nil {
		return custom, fmt.Errorf("reading the annotation: %w", err)
	}
	return custom, nil
}

// match reads the entries of an annotation's match: groups and kinds, or the name of a library whose
// own annotation says what it covers.
func (l *loader) match(entries []json.RawMessage) ([]Match, error) {
	var matches []Match
	for _, entry := range entries {
		var library string
		if json.Unmarshal(entry, &library) == nil {
			m, ok := l.libraries[libraryRoot+"."+library]
			if !ok {
				return nil, fmt.Errorf("match names the library %q, which does not exist", library)
			}
			meta := packageAnnotation(m.parsed)
			if meta == nil {
				return nil, fmt.Errorf("match names the library %q, which has no METADATA block above its package", library)
			}
			custom, err := decodeCustom(meta)
			if err != nil {
				return nil, err
			}
			covered, err := l.match(custom.Match)
			if err != nil {
				return nil, err
			}
			matches = append(matches, covered...)
			continue
		}
		var match Match
		if err := json.Unmarshal(entry, &match); err != nil {
			return nil, fmt.Errorf("reading match: %w", err)
		}
		matches = append(matches, match)
	}
	return matches, nil
}

func defines(m *ast.Module, rule string) bool {
	return slices.ContainsFunc(m.Rules, func(r *ast.Rule) bool { return r.Head.Ref().String() == rule })
}

// closure gives a module and the libraries that it imports, also through one another.
func (l *loader) closure(m *module) ([]*module, error) {
	modules := []*module{m}
	for i := 0; i < len(modules); i++ {
		for _, name := range modules[i].imports {
			library, ok := l.libraries[name]
			if !ok {
				return nil, fmt.Errorf("%s imports data.%s, which does not exist", modules[i].file, name)
			}
			if !slices.Contains(modules, library) {
				modules = append(modules, library)
			}
		}
	}
	return modules, nil
}
