// Package rego judges with Rego: it loads the controls of a policy directory and evaluates them with OPA's engine.
// No other package uses the engine; artefacts, the inventory and results are passed as our own values.
package rego

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge/rego/plan"
)

const (
	root        = "guiderail"
	libraryRoot = "lib.guiderail"
)

// Policies has the controls of a policy directory, with the modules that they import.
type Policies struct {
	files     fs.FS
	digest    string                        // of the controls and libraries
	program   func() (*plan.Program, error) // the plan; nil if there is none
	controls  []*control.Control
	sources   map[string]*source // of the controls, by ID
	libraries map[string]*source // by package
	scopes    scopes

	mu       sync.Mutex
	compiled map[string]*Library
	// latest is the judge that was asked for last, with its parameters as JSON.
	latest     *Judge
	parameters string
}

// Controls lists the controls, sorted by ID.
func (p *Policies) Controls() []*control.Control { return p.controls }

// Defines reports whether the package of a control has a rule with a name.
func (p *Policies) Defines(c *control.Control, rule string) (bool, error) {
	module, err := p.sources[c.ID].module()
	if err != nil {
		return false, fmt.Errorf("reading policies: %w", err)
	}
	return slices.ContainsFunc(module.Rules, func(r *ast.Rule) bool { return r.Head.Ref().String() == rule }), nil
}

// Defaults evaluates the default parameters of a control, if it has any.
func (p *Policies) Defaults(ctx context.Context, c *control.Control) (map[string]any, error) {
	if len(c.Parameters) == 0 {
		return nil, nil
	}
	modules, err := p.modules([]*control.Control{c})
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
		return nil, fmt.Errorf("rule defaults of %s is not an object", c.ID)
	}
	return defaults, nil
}

// channels is the folder of what is no control and no library of theirs: modules for single channels.
const channels = "channels"

// Load reads a policy directory: the metadata of every control, and the kinds that it looks up.
func Load(policies fs.FS) (*Policies, error) {
	texts, err := readTexts(policies)
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	known, err := texts.indexed()
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	if known == nil {
		return load(texts)
	}
	p := newPolicies(texts)
	for i := range known.libraries {
		p.libraries[known.libraries[i].Package] = texts.source(known.libraries[i])
	}
	p.controls = known.controls
	for _, c := range p.controls {
		p.sources[c.ID] = texts.source(head{File: c.File, Package: root + "." + c.ID})
	}
	return p, nil
}

func newPolicies(texts *texts) *Policies {
	p := &Policies{files: texts.policies, digest: texts.digest, sources: map[string]*source{}, libraries: map[string]*source{}}
	p.program = sync.OnceValues(p.readPlan)
	return p
}

// load reads the files themselves.
func load(texts *texts) (*Policies, error) {
	sources, err := texts.readAll()
	if err != nil {
		return nil, fmt.Errorf("reading policies: %w", err)
	}
	p := newPolicies(texts)
	loader := &loader{libraries: p.libraries, known: map[string][]control.Match{}}
	packages := map[string]string{}
	for _, s := range sources {
		if other, taken := packages[s.Package]; taken {
			return nil, fmt.Errorf("reading policies: %s: its package is already that of %s", s.File, other)
		}
		packages[s.Package] = s.File
		switch {
		case strings.HasPrefix(s.Package, libraryRoot+"."):
			loader.libraries[s.Package] = s
		case strings.HasPrefix(s.Package, root+"."):
			loader.controls = append(loader.controls, s)
		default:
			return nil, fmt.Errorf("reading policies: %s: package %s must be below %s or %s", s.File, s.Package, root, libraryRoot)
		}
	}
	if len(loader.controls) == 0 {
		return nil, errors.New("reading policies: no controls found")
	}
	for _, s := range loader.controls {
		c, err := loader.control(s)
		if err != nil {
			return nil, fmt.Errorf("reading control %s: %w", s.File, err)
		}
		p.controls = append(p.controls, c)
		p.sources[c.ID] = s
	}
	slices.SortFunc(p.controls, func(a, b *control.Control) int { return cmp.Compare(a.ID, b.ID) })
	return p, nil
}

// combined is what conftest means for every control that looks at other objects, unless it says more itself.
const combined = "It sees other objects with --combine in the namespace main, and nowhere else unless they are given as data."

// untimed is what conftest and Gatekeeper mean for every control that tells ages, unless it says more itself.
var untimed = map[string]string{
	"conftest":   "It tells ages in the namespace main alone, where data.guiderail_settings.now says what time it is.",
	"gatekeeper": "It tells no ages, because nothing says what time it is.",
}

// identifier is what an ID looks like: family.name.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`)

type loader struct {
	libraries map[string]*source // by package
	controls  []*source
	known     map[string][]control.Match // what libraries cover, by name
}

func (l *loader) control(s *source) (*control.Control, error) {
	if s.Meta == nil {
		return nil, errors.New("the METADATA block above the package is missing")
	}
	severity, err := control.ParseSeverity(s.Meta.Custom.Severity)
	if err != nil {
		return nil, err
	}
	match, err := l.match(s.Meta.Custom.Match, nil)
	if err != nil {
		return nil, err
	}
	operations := s.Meta.Custom.Operations
	if operations == nil {
		operations = []string{"CREATE", "UPDATE"}
	}
	for _, operation := range operations {
		if known := []string{"CREATE", "UPDATE", "DELETE", "CONNECT"}; !slices.Contains(known, operation) {
			return nil, fmt.Errorf("unknown operation %q; use one of %s", operation, strings.Join(known, ", "))
		}
	}
	id := strings.TrimPrefix(s.Package, root+".")
	if !identifier.MatchString(id) {
		return nil, fmt.Errorf("package %s is not of the form %s.<family>.<name>", s.Package, root)
	}
	for channel := range s.Meta.Custom.Limits {
		if known := control.Channels(); !slices.Contains(known, channel) {
			return nil, fmt.Errorf("limits: unknown channel %q; use one of %s", channel, strings.Join(known, ", "))
		}
	}
	for _, old := range s.Meta.Custom.RenamedFrom {
		if !identifier.MatchString(old) {
			return nil, fmt.Errorf("renamed_from: %q is not of the form <family>.<name>", old)
		}
	}
	if s.Meta.Custom.FilesOnly && s.Meta.Custom.Limits["gatekeeper"] == "" {
		return nil, errors.New("the control is about files only, so it does not run in Gatekeeper; say so in limits")
	}
	reads, err := l.reads(s)
	if err != nil {
		return nil, err
	}
	if control.ReadSecrets(reads) && s.Meta.Custom.Limits["gatekeeper"] == "" {
		return nil, errors.New("the control looks up Secrets, which are never synced into Gatekeeper, so it cannot run there; say so in limits")
	}
	if slices.Contains(reads, control.Infrastructure) && s.Meta.Custom.Limits["gatekeeper"] == "" {
		return nil, errors.New("the control looks up infrastructure, which no cluster has, so it cannot run in Gatekeeper; say so in limits")
	}
	var fixes []control.Fix
	if len(s.Meta.Custom.Fix) > 0 {
		if fixes, err = control.ReadFixes(s.Meta.Custom.Fix); err != nil {
			return nil, err
		}
	}
	limits := map[string]string{}
	if s.Meta.Custom.Parameters["now"] != nil {
		maps.Copy(limits, untimed)
	}
	if len(reads) > 0 {
		limits["conftest"] = strings.TrimSpace(combined + " " + limits["conftest"])
	}
	maps.Copy(limits, s.Meta.Custom.Limits)
	c := &control.Control{
		ID:          id,
		RenamedFrom: s.Meta.Custom.RenamedFrom,

		ChangedParameters: s.Meta.Custom.Changed,
		Title:             s.Meta.Title,
		Description:       strings.TrimSpace(s.Meta.Description),
		Severity:          severity,
		Requirements:      s.Meta.Custom.Requirements,
		Match:             match,
		Operations:        operations,
		Namespaces:        s.Meta.Custom.Namespaces,
		Limits:            limits,
		FilesOnly:         s.Meta.Custom.FilesOnly,
		Remediation:       strings.TrimSpace(s.Meta.Custom.Remediation),
		Fixes:             fixes,
		Parameters:        s.Meta.Custom.Parameters,
		Reads:             reads,
		File:              s.File,
		Libraries:         l.files(s),
		References:        s.Meta.References,
	}
	return c, nil
}

// match reads the entries of an annotation's match: groups and kinds, or the name of a library whose
// own annotation says what it covers. The libraries on the way to these entries are in via.
func (l *loader) match(entries []json.RawMessage, via []string) ([]control.Match, error) {
	var matches []control.Match
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
		var match control.Match
		if err := decodeStrictly(entry, &match); err != nil {
			return nil, fmt.Errorf("reading match: %w", err)
		}
		if match.Type == "" && (len(match.Groups) == 0 || len(match.Kinds) == 0) {
			return nil, errors.New("an entry of match requires groups and kinds, or a type; \"\" is the core group, \"*\" stands for all")
		}
		matches = append(matches, match)
	}
	return matches, nil
}

// covered returns what the annotation of a library says that the library covers.
func (l *loader) covered(library string, via []string) ([]control.Match, error) {
	if known, ok := l.known[library]; ok {
		return known, nil
	}
	s, ok := l.libraries[libraryRoot+"."+library]
	switch {
	case slices.Contains(via, library):
		return nil, fmt.Errorf("match of the library %q refers to itself", library)
	case !ok:
		return nil, fmt.Errorf("match names the library %q, which does not exist", library)
	case s.Meta == nil:
		return nil, fmt.Errorf("match names the library %q, which has no METADATA block above its package", library)
	}
	if len(s.Meta.Custom.Match) == 0 {
		return nil, fmt.Errorf("match names the library %q, which has no match itself", library)
	}
	covered, err := l.match(s.Meta.Custom.Match, append(slices.Clone(via), library))
	if err == nil {
		l.known[library] = covered
	}
	return covered, err
}

// closure returns a file and the libraries that it stands on, also through one another.
func (l *loader) closure(s *source) []*source {
	all := []*source{s}
	for i := 0; i < len(all); i++ {
		for _, name := range all[i].Imports {
			if library, ok := l.libraries[name]; ok && !slices.Contains(all, library) {
				all = append(all, library)
			}
		}
	}
	return all
}

// files lists the files of the libraries that a control stands on.
func (l *loader) files(s *source) []string {
	names := map[string]bool{}
	for _, library := range l.closure(s)[1:] {
		names[library.File] = true
	}
	return slices.Sorted(maps.Keys(names))
}
