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
	"maps"
	"path"
	"regexp"
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

// Channels lists where controls run: guiderail check, conftest, Gatekeeper and OPA servers.
func Channels() []string { return []string{"check", "conftest", "gatekeeper", "opa"} }

// combined is what conftest means for every control that looks at other objects, unless it says more itself.
const combined = "It sees other objects with --combine in the namespace main, and nowhere else unless they are given as data."

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
	// Operations are those that an API server must ask the control about: CREATE and UPDATE unless the
	// control says otherwise.
	Operations []string
	// Namespaces are those of the system whose objects the control is about, so that nothing may leave
	// them out on behalf of the system.
	Namespaces []string
	// Limits say what the control cannot do in a channel, by the channel's name: check, conftest,
	// gatekeeper or opa.
	Limits      map[string]string
	Remediation string
	// Parameters holds an OpenAPI v3 schema for each parameter; the defaults are the rule `defaults`
	// of the control's package.
	Parameters map[string]any
	// Reads are the kinds of objects that the control looks up in data.inventory, beside the one that it
	// judges. What the rules look up tells, not the annotation.
	Reads []Read
	// References are the addresses of further reading.
	References []string
	// File is where the control stands in the policies' file system.
	File string

	source    *source
	libraries map[string]*source // by package
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

// Unseen says that a request shows nothing of the cluster that it is sent to, where the control looks up
// other objects.
func (c *Control) Unseen() string {
	var kinds []string
	for _, read := range c.Reads {
		if !slices.Contains(kinds, read.Kind) {
			kinds = append(kinds, read.Kind)
		}
	}
	return fmt.Sprintf("depends on objects of which none is given beside the request; check it together with the manifests of %s", strings.Join(kinds, " and "))
}

// Names tells whether the control speaks of this very kind, not just of every kind.
func (c *Control) Names(group, kind string) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool {
		return has(m.Groups, group) && slices.Contains(m.Kinds, kind)
	})
}

// IsAskedOn tells whether an API server asks the control about an operation. Where there is none, in a
// file or an audit, the control judges what is there.
func (c *Control) IsAskedOn(operation string) bool {
	return operation == "" || slices.Contains(c.Operations, operation)
}

func has(names []string, name string) bool {
	return slices.Contains(names, name) || slices.Contains(names, "*")
}

// Defines tells whether the control's package has a rule of that name.
func (c *Control) Defines(rule string) (bool, error) {
	module, err := c.source.module()
	if err != nil {
		return false, fmt.Errorf("reading policies: %w", err)
	}
	return slices.ContainsFunc(module.Rules, func(r *ast.Rule) bool { return r.Head.Ref().String() == rule }), nil
}

// Defaults evaluates the control's default parameters.
func (c *Control) Defaults(ctx context.Context) (map[string]any, error) {
	if len(c.Parameters) == 0 {
		return nil, nil
	}
	modules, err := Modules([]*Control{c})
	if err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
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

// channels is the folder of what is no control and no library of theirs: modules for single channels.
const channels = "channels"

// Load reads what every control of a policy directory says of itself, in the order of their IDs.
func Load(policies fs.FS) ([]*Control, error) {
	var files []string
	err := fs.WalkDir(policies, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && file == channels {
			return fs.SkipDir
		}
		if err == nil && !entry.IsDir() && path.Ext(file) == ".rego" && !strings.HasSuffix(file, "_test.rego") {
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	sources := make([]*source, len(files))
	err = inParallel(len(files), func(i int) (err error) {
		sources[i], err = readSource(policies, files[i])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	loader := &loader{libraries: map[string]*source{}}
	packages := map[string]string{}
	for _, s := range sources {
		if other, taken := packages[s.pkg]; taken {
			return nil, fmt.Errorf("reading policies: %s: its package is that of %s", s.file, other)
		}
		packages[s.pkg] = s.file
		switch {
		case strings.HasPrefix(s.pkg, libraryRoot+"."):
			loader.libraries[s.pkg] = s
		case strings.HasPrefix(s.pkg, root+"."):
			loader.controls = append(loader.controls, s)
		default:
			return nil, fmt.Errorf("reading policies: %s: package %s lies below neither %s nor %s", s.file, s.pkg, root, libraryRoot)
		}
	}
	if len(loader.controls) == 0 {
		return nil, errors.New("reading policies: there is no control")
	}
	controls := make([]*Control, 0, len(loader.controls))
	for _, s := range loader.controls {
		c, err := loader.control(s)
		if err != nil {
			return nil, fmt.Errorf("reading control %s: %w", s.file, err)
		}
		controls = append(controls, c)
	}
	slices.SortFunc(controls, func(a, b *Control) int { return cmp.Compare(a.ID, b.ID) })
	return controls, nil
}

// identifier is what an ID looks like: family.name.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`)

type loader struct {
	libraries map[string]*source // by package
	controls  []*source
}

func (l *loader) control(s *source) (*Control, error) {
	if s.meta == nil {
		return nil, errors.New("there is no METADATA block above the package")
	}
	severity, err := ParseSeverity(s.custom.Severity)
	if err != nil {
		return nil, err
	}
	match, err := l.match(s.custom.Match, nil)
	if err != nil {
		return nil, err
	}
	operations := s.custom.Operations
	if operations == nil {
		operations = []string{"CREATE", "UPDATE"}
	}
	for _, operation := range operations {
		if known := []string{"CREATE", "UPDATE", "DELETE", "CONNECT"}; !slices.Contains(known, operation) {
			return nil, fmt.Errorf("unknown operation %q; use of %s", operation, strings.Join(known, ", "))
		}
	}
	id := strings.TrimPrefix(s.pkg, root+".")
	if !identifier.MatchString(id) {
		return nil, fmt.Errorf("package %s is not of the form %s.<family>.<name>", s.pkg, root)
	}
	for channel := range s.custom.Limits {
		if known := Channels(); !slices.Contains(known, channel) {
			return nil, fmt.Errorf("limits name the unknown channel %q; use of %s", channel, strings.Join(known, ", "))
		}
	}
	reads, err := l.reads(s)
	if err != nil {
		return nil, err
	}
	if readsSecrets(reads) && s.custom.Limits["gatekeeper"] == "" {
		return nil, errors.New("it looks up Secrets, which are never copied into Gatekeeper's memory, so that it cannot run there; say so in limits")
	}
	limits := s.custom.Limits
	if _, said := limits["conftest"]; !said && len(reads) > 0 {
		limits = map[string]string{"conftest": combined}
		maps.Copy(limits, s.custom.Limits)
	}
	c := &Control{
		ID:           id,
		Title:        s.meta.Title,
		Description:  strings.TrimSpace(s.meta.Description),
		Severity:     severity,
		Requirements: s.custom.Requirements,
		Match:        match,
		Operations:   operations,
		Namespaces:   s.custom.Namespaces,
		Limits:       limits,
		Remediation:  strings.TrimSpace(s.custom.Remediation),
		Parameters:   s.custom.Parameters,
		Reads:        reads,
		File:         s.file,
		source:       s,
		libraries:    l.libraries,
	}
	for _, resource := range s.meta.RelatedResources {
		c.References = append(c.References, resource.Ref.String())
	}
	return c, nil
}

// match reads the entries of an annotation's match: groups and kinds, or the name of a library whose
// own annotation says what it covers. The libraries on the way to these entries are in via.
func (l *loader) match(entries []json.RawMessage, via []string) ([]Match, error) {
	var matches []Match
	for _, entry := range entries {
		var library string
		if json.Unmarshal(entry, &library) == nil {
			covered, err := l.covered(library, via)
			if err != nil {
				return nil, err
			}
			matches = append(matches, covered...)
			continue
		}
		var match Match
		if err := decodeStrictly(entry, &match); err != nil {
			return nil, fmt.Errorf("reading match: %w", err)
		}
		if len(match.Groups) == 0 || len(match.Kinds) == 0 {
			return nil, errors.New("an entry of match wants groups and kinds; \"\" is the core group, \"*\" stands for all")
		}
		matches = append(matches, match)
	}
	return matches, nil
}

// covered gives what the annotation of a library says that the library covers.
func (l *loader) covered(library string, via []string) ([]Match, error) {
	s, ok := l.libraries[libraryRoot+"."+library]
	switch {
	case slices.Contains(via, library):
		return nil, fmt.Errorf("match of the library %q leads back to itself", library)
	case !ok:
		return nil, fmt.Errorf("match names the library %q, which does not exist", library)
	case s.meta == nil:
		return nil, fmt.Errorf("match names the library %q, which has no METADATA block above its package", library)
	}
	if len(s.custom.Match) == 0 {
		return nil, fmt.Errorf("match names the library %q, which has no match itself", library)
	}
	return l.match(s.custom.Match, append(slices.Clone(via), library))
}
