package policytest

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

// module is a Rego file of the policy directory, or one that it is lent.
type module struct {
	file, pkg string
	text      []byte
	lent      bool
	isTest    bool
	parse     func() (*ast.Module, error)
	parsed    *ast.Module // nil where it cannot be parsed, or is not needed
}

// isControl reports whether the module is a control.
func (m *module) isControl() bool {
	return strings.HasPrefix(m.pkg, "guiderail.") && !m.isTest && !m.isChannel()
}

// isChannel reports whether the module is for some channels alone.
func (m *module) isChannel() bool { return strings.HasPrefix(m.file, "channels/") }

// subject names what the module is, or is the test of: the ID of a control, or a package.
func (m *module) subject() string {
	name := strings.TrimPrefix(m.pkg, "guiderail.")
	if m.isTest {
		name = strings.TrimSuffix(name, "_test")
	}
	return name
}

var packageLine = regexp.MustCompile(`(?m)^package\s+([a-zA-Z0-9_.]+)`)

// read reads the Rego files, and does not parse them yet: a run for one control needs few of them.
func (r *run) read() error {
	r.modules, r.packages = map[string]*module{}, map[string]*module{}
	directory := r.options.Directory
	err := fs.WalkDir(directory, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".rego" {
			return err
		}
		m := &module{file: file, lent: directory.IsLent(file), isTest: strings.HasSuffix(file, "_test.rego")}
		if m.lent && m.isTest {
			return nil
		}
		if m.text, err = fs.ReadFile(directory, file); err != nil {
			return err
		}
		if found := packageLine.FindSubmatch(m.text); found != nil {
			m.pkg = string(found[1])
		}
		m.parse = sync.OnceValues(func() (*ast.Module, error) {
			return ast.ParseModuleWithOpts(file, string(m.text), ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: !m.isTest})
		})
		r.modules[file] = m
		r.packages[m.pkg] = m
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading policies: %w", err)
	}
	if len(r.modules) == 0 {
		return fmt.Errorf("reading policies: %s contains no Rego files", directory.Path)
	}
	return nil
}

// parse parses the tested modules on all processors. What cannot be parsed is a failure.
func (r *run) parse() {
	parse(r.tested)
	for _, m := range r.tested {
		_, err := m.parse()
		var problems ast.Errors
		switch {
		case err == nil:
		case errors.As(err, &problems):
			c := r.add(m, CheckCompile)
			for _, problem := range problems {
				c.failAt(problem.Location, "%s", problem.Message)
			}
		default:
			r.add(m, CheckCompile).fail("%v", err)
		}
	}
}

func parse(modules []*module) {
	queue := make(chan *module, len(modules))
	for _, m := range modules {
		queue <- m
	}
	close(queue)
	var workers sync.WaitGroup
	for range min(len(modules), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for m := range queue {
				m.parsed, _ = m.parse()
			}
		})
	}
	workers.Wait()
}

// needed returns the tested modules and those that they refer to, also through one another, by file. It reports
// whether all of them can be parsed.
func (r *run) needed() (map[string]*ast.Module, bool) {
	modules := map[string]*ast.Module{}
	wanted := r.tested
	for len(wanted) > 0 {
		parse(wanted)
		var next []*module
		met := map[*module]bool{}
		for _, m := range wanted {
			if m.parsed == nil {
				return nil, false
			}
			modules[m.file] = m.parsed
			ast.WalkRefs(m.parsed, func(ref ast.Ref) bool {
				if other := r.referred(ref); other != nil && modules[other.file] == nil && !met[other] {
					met[other] = true
					next = append(next, other)
				}
				return false
			})
		}
		wanted = next
	}
	return modules, true
}

// referred returns the module of the package that a reference leads into.
func (r *run) referred(ref ast.Ref) *module {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return nil
	}
	var found *module // one package may be above another
	name := ""
	for _, term := range ref[1:] {
		text, ok := term.Value.(ast.String)
		if !ok {
			break
		}
		if name != "" {
			name += "."
		}
		name += string(text)
		found = cmp.Or(r.packages[name], found)
	}
	return found
}

// checkFormat checks that the files are as opa fmt writes them.
func (r *run) checkFormat() {
	for _, m := range r.tested {
		if m.parsed == nil {
			continue
		}
		c := r.add(m, CheckFormat)
		formatted, err := rego.Format(m.file, m.text)
		switch {
		case err != nil:
			c.fail("%v", err)
		case string(formatted) != string(m.text):
			c.Line = firstDifference(string(formatted), string(m.text))
			c.fail("not formatted; run opa fmt")
		}
	}
}

// firstDifference returns the number of the first line in which two texts differ.
func firstDifference(a, b string) int {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return i + 1
		}
	}
	return min(len(as), len(bs))
}
