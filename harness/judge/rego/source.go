package rego

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/control"
)

// source is a policy file. What stands above its rules is read at once, the rules when they are wanted
// for the first time: most files have nothing to say of the few manifests that a run may be about.
type source struct {
	head
	module func() (*ast.Module, error)
}

// head is what is known of a policy file without its rules, and what these look up.
type head struct {
	File string
	// Package is the package, without the data.
	Package string
	// Meta is what the package's METADATA block says; nil if there is none.
	Meta *metadata
	// Imports are the libraries that the file imports, by package.
	Imports []string
	// Reads are what the rules look up in the inventory, once that is known. It is known to be nothing where they
	// do not mention it.
	Reads         []control.Read
	AreReadsKnown bool
}

// metadata is a METADATA block.
type metadata struct {
	Title       string
	Description string
	References  []string
	Custom      annotation
}

// annotation is what a control's METADATA block holds below custom.
type annotation struct {
	Severity     string            `json:"severity"`
	Requirements []string          `json:"requirements"`
	Match        []json.RawMessage `json:"match"`
	Operations   []string          `json:"operations"`
	Namespaces   []string          `json:"namespaces"`
	Limits       map[string]string `json:"limits"`
	Remediation  string            `json:"remediation"`
	Fix          json.RawMessage   `json:"fix"`
	Parameters   map[string]any    `json:"parameters"`
	RenamedFrom  []string          `json:"renamed_from"`
	FilesOnly    bool              `json:"files_only,omitempty"`
	Changed      map[string]string `json:"changed_parameters"`
}

// read reads what stands above the rules of a file.
func (t *texts) read(file string) (*source, error) {
	text, err := t.of(file)
	if err != nil {
		return nil, err
	}
	beginning := cut(string(text))
	above, err := ast.ParseModuleWithOpts(file, beginning, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err != nil {
		return nil, err
	}
	s := t.source(head{
		File: file, Package: dotted(above.Package.Path), Imports: libraryImports(above),
		AreReadsKnown: !bytes.Contains(text, []byte("inventory")),
	})
	if importLine.Match(text[len(beginning):]) {
		module, err := s.module()
		if err != nil {
			return nil, err
		}
		s.Imports = libraryImports(module)
	}
	for _, a := range above.Annotations {
		if a.Scope != "package" {
			continue
		}
		s.Meta = &metadata{Title: a.Title, Description: a.Description}
		for _, resource := range a.RelatedResources {
			s.Meta.References = append(s.Meta.References, resource.Ref.String())
		}
		if s.Meta.Custom, err = decodeCustom(a); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return s, nil
}

func (t *texts) source(h head) *source {
	return &source{h, sync.OnceValues(func() (*ast.Module, error) {
		text, err := t.of(h.File)
		if err != nil {
			return nil, err
		}
		return ast.ParseModuleWithOpts(h.File, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1})
	})}
}

// importLine finds what may be an import below the first rule, which is allowed and rare.
var importLine = regexp.MustCompile(`(?m)^\s*import\s`)

// libraryImports lists the libraries that a module imports, by package.
func libraryImports(module *ast.Module) []string {
	var names []string
	for _, imported := range module.Imports {
		if name := dotted(imported.Path.Value.(ast.Ref)); strings.HasPrefix(name, libraryRoot+".") {
			names = append(names, name)
		}
	}
	return names
}

// cut cuts a policy off before its first rule and the comments that belong to it.
func cut(text string) string {
	end, length := 0, 0
	for line := range strings.Lines(text) {
		length += len(line)
		switch trimmed := strings.TrimSpace(line); {
		case strings.HasPrefix(trimmed, "package "), strings.HasPrefix(trimmed, "import "):
			end = length
		case trimmed != "" && trimmed[0] != '#':
			return text[:end]
		}
	}
	return text
}

func decodeCustom(meta *ast.Annotations) (annotation, error) {
	var custom annotation
	text, err := json.Marshal(meta.Custom)
	if err != nil {
		return custom, fmt.Errorf("reading the annotation: %w", err)
	}
	if err := decodeStrictly(text, &custom); err != nil {
		return custom, fmt.Errorf("reading the annotation: %w", err)
	}
	return custom, nil
}

func decodeStrictly(text []byte, out any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(out)
}

// dotted returns a reference below data as text, without the data.
func dotted(ref ast.Ref) string {
	return strings.TrimPrefix(ref.String(), "data.")
}

// modules returns the parsed modules that evaluation of the controls needs, each once, by file name: their own
// and the libraries that these import, also through one another.
func (p *Policies) modules(controls []*control.Control) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	var wanted []*source
	for _, c := range controls {
		s := p.sources[c.ID]
		if err := s.checkRules(); err != nil {
			return nil, fmt.Errorf("reading control %s: %w", c.File, err)
		}
		wanted = append(wanted, s)
	}
	return modules, addImports(modules, wanted, p.libraries)
}

// addImports adds the modules of what is wanted, and of all that they import.
func addImports(modules map[string]*ast.Module, wanted []*source, libraries map[string]*source) error {
	for len(wanted) > 0 {
		err := inParallel(len(wanted), func(i int) error {
			_, err := wanted[i].module()
			return err
		})
		if err != nil {
			return fmt.Errorf("reading policies: %w", err)
		}
		var next []*source
		for _, s := range wanted {
			module, _ := s.module()
			modules[s.File] = module
			for _, name := range libraryImports(module) {
				library, ok := libraries[name]
				if !ok {
					return fmt.Errorf("reading policies: %s imports data.%s, which does not exist", s.File, name)
				}
				if modules[library.File] == nil && !slices.Contains(next, library) {
					next = append(next, library)
				}
			}
		}
		wanted = next
	}
	return nil
}

// checkRules refuses a control that could never say anything, or not what the harness reads.
func (s *source) checkRules() error {
	module, err := s.module()
	if err != nil {
		return err
	}
	says := false
	for _, rule := range module.Rules {
		name := rule.Head.Ref().String()
		if (name == "violation" || name == "unknown" || name == "evidence") && rule.Head.RuleKind() != ast.MultiValue {
			return fmt.Errorf("line %d: rule %s is not a set; write: %s contains", rule.Location.Row, name, name)
		}
		says = says || name == "violation"
	}
	if !says {
		return errors.New("rule violation is missing")
	}
	return nil
}

// inParallel does n things on all processors. It goes on after an error and returns them all, in order.
func inParallel(n int, do func(int) error) error {
	errs := make([]error, n)
	indexes := make(chan int, n)
	for i := range n {
		indexes <- i
	}
	close(indexes)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range indexes {
				errs[i] = do(i)
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}
