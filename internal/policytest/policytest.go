// Package policytest tests a policy directory: its Rego tests and the lines that they evaluate, the fixtures
// of its controls, and what holds for every policy, of its annotation, its format and what the channels
// understand.
package policytest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/internal/channel"
	"github.com/guiderail/guiderail/internal/policydir"
)

// Check is a kind of test.
type Check string

// The checks, in the order in which a subject's cases are given.
const (
	CheckLayout      Check = "layout"
	CheckAnnotation  Check = "annotation"
	CheckFormat      Check = "format"
	CheckCompile     Check = "compile"
	CheckPortability Check = "portability"
	CheckRego        Check = "rego"
	CheckCoverage    Check = "coverage"
	CheckFixture     Check = "fixture"
)

// Case is one test.
type Case struct {
	Check    Check         `json:"check"`
	Name     string        `json:"name,omitempty"` // of a Rego test or a fixture
	File     string        `json:"file"`
	Line     int           `json:"line,omitempty"`
	Duration time.Duration `json:"-"`
	Failures []Failure     `json:"failures,omitempty"`
}

func (c *Case) fail(format string, values ...any) {
	c.failAt(&ast.Location{File: c.File, Row: c.Line}, format, values...)
}

func (c *Case) failAt(at *ast.Location, format string, values ...any) {
	c.Failures = append(c.Failures, Failure{File: at.File, Line: at.Row, Message: fmt.Sprintf(format, values...)})
}

// Failure is one reason for which a case failed.
type Failure struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
	Got     string `json:"got,omitempty"`
	Want    string `json:"want,omitempty"`
}

func (f Failure) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
	}
	b.WriteString(": " + f.Message)
	if f.Got != f.Want {
		fmt.Fprintf(&b, "\n    got  %s\n    want %s", f.Got, f.Want)
	}
	return b.String()
}

// Subject is what is tested: a control, a library or another module.
type Subject struct {
	// Name is the control's ID, or the package of something else.
	Name  string  `json:"name"`
	Cases []*Case `json:"cases"`
}

// Report is the outcome of a run.
type Report struct {
	// Policies is the policy directory, Fixtures the folder of the fixtures; "" where there is none.
	Policies string     `json:"policies"`
	Fixtures string     `json:"fixtures,omitempty"`
	Subjects []*Subject `json:"subjects"`
}

// Count counts the cases of a check; of "", all.
func (r *Report) Count(check Check) (ran, failed int) {
	for _, s := range r.Subjects {
		n, bad := s.Count(check)
		ran, failed = ran+n, failed+bad
	}
	return ran, failed
}

// Count counts the cases of a check; of "", all.
func (s *Subject) Count(check Check) (ran, failed int) {
	for _, c := range s.Cases {
		if check != "" && c.Check != check {
			continue
		}
		ran++
		if len(c.Failures) > 0 {
			failed++
		}
	}
	return ran, failed
}

// Options say what is tested.
type Options struct {
	Directory *policydir.Directory
	// Fixtures is the folder of the fixtures; "" leaves them out.
	Fixtures string
	// Controls are the IDs of the controls that are tested; without any, all that is in the directory is.
	Controls []string
}

// Versions lists the OPAs beside this one that policies have to compile for: the oldest that is supported, 1.10.1,
// which has the builtins of 1.10.0, and those in Gatekeeper 3.23 and conftest 0.71.
func Versions() []string { return []string{"v1.10.0", "v1.17.1", "v1.21.0"} }

// Run tests a policy directory. An error is one of the run; what is wrong with the policies is in the report.
func Run(ctx context.Context, options Options) (*Report, error) {
	r := &run{options: options, report: &Report{Policies: options.Directory.Path, Fixtures: options.Fixtures}, subjects: map[string]*Subject{}}
	if err := r.read(); err != nil {
		return nil, err
	}
	if err := r.choose(); err != nil {
		return nil, err
	}
	if err := r.sayWhatIsAlwaysThere(); err != nil {
		return nil, err
	}
	r.parse()
	r.checkLayout()
	r.checkFormat()
	if r.checkCompile(ctx) {
		r.checkPortability()
		r.checkRego(ctx)
	}
	if err := r.checkControls(ctx); err != nil {
		return nil, err
	}
	r.finish()
	return r.report, nil
}

// run is a run on its way.
type run struct {
	options  Options
	report   *Report
	subjects map[string]*Subject // by name

	modules  map[string]*module   // by file
	packages map[string]*module   // by package
	all      *catalogue.Catalogue // nil where it cannot be read
	controls []*control.Control   // all that there are; none where they cannot be read
	broken   error                // why there are none
	tested   []*module            // in the order of their files
	always   map[string][]string
	compiler *ast.Compiler
}

// subject returns the subject of a name.
func (r *run) subject(name string) *Subject {
	s := r.subjects[name]
	if s == nil {
		s = &Subject{Name: name, Cases: []*Case{}}
		r.subjects[name] = s
		r.report.Subjects = append(r.report.Subjects, s)
	}
	return s
}

// add adds a case to the subject that a module is, or is the test of.
func (r *run) add(m *module, check Check) *Case {
	c := &Case{Check: check, File: m.file}
	s := r.subject(m.subject())
	s.Cases = append(s.Cases, c)
	return c
}

// choose decides which modules are tested: all that are the directory's own, or the named controls and their
// tests.
func (r *run) choose() error {
	if r.all, r.broken = catalogue.Load(r.options.Directory); r.all != nil {
		r.controls = r.all.Controls
	}
	if len(r.options.Controls) == 0 {
		for _, m := range r.modules {
			if !m.lent {
				r.tested = append(r.tested, m)
			}
		}
	}
	for _, id := range r.options.Controls {
		pkg := "guiderail." + id
		isNative := slices.ContainsFunc(r.controls, func(c *control.Control) bool { return c.ID == id && c.File == "" })
		if r.packages[pkg] == nil && !isNative {
			if _, err := control.Find(id, r.controls); err != nil {
				return err
			}
		}
		for _, m := range []*module{r.packages[pkg], r.packages[pkg+"_test"]} {
			if m != nil && !slices.Contains(r.tested, m) {
				r.tested = append(r.tested, m)
			}
		}
	}
	slices.SortFunc(r.tested, func(a, b *module) int { return cmp.Compare(a.file, b.file) })
	return nil
}

// isChosen reports whether a control is tested.
func (r *run) isChosen(c *control.Control) bool {
	return len(r.options.Controls) == 0 || slices.Contains(r.options.Controls, c.ID)
}

// checkLayout checks that every file is where its package says, its test beside it, and no test without a subject.
func (r *run) checkLayout() {
	for _, m := range r.tested {
		c := r.add(m, CheckLayout)
		beside := strings.TrimSuffix(m.file, "_test.rego") + ".rego"
		switch subject := r.modules[beside]; {
		case m.isTest && subject == nil:
			c.fail("the policy file %s of this test does not exist", filepath.Base(beside))
		case m.isTest && m.pkg != subject.pkg+"_test":
			c.fail("the package is %s; want %s_test", m.pkg, subject.pkg)
		case m.isTest:
		case m.isControl() && m.file != strings.ReplaceAll(m.subject(), ".", "/")+".rego":
			c.fail("the package %s belongs in %s.rego", m.pkg, strings.ReplaceAll(m.subject(), ".", "/"))
		case m.isControl() && r.modules[strings.TrimSuffix(m.file, ".rego")+"_test.rego"] == nil:
			c.fail("the test file %s_test.rego is missing", strings.TrimSuffix(m.file, ".rego"))
		}
	}
}

// checkCompile compiles the tested modules and all that they stand on. It reports whether they compile.
func (r *run) checkCompile(ctx context.Context) bool {
	parsed, ok := r.needed()
	if len(parsed) == 0 || !ok {
		return false
	}
	compiler, err := compile(ctx, parsed, Versions())
	r.compiler = compiler
	var problems ast.Errors
	cases := map[string]*Case{}
	for _, m := range r.tested {
		cases[m.file] = r.add(m, CheckCompile)
	}
	switch {
	case err == nil:
		return true
	case !errors.As(err, &problems):
		r.add(r.tested[0], CheckCompile).fail("%v", err)
		return false
	}
	prefix := strings.TrimSuffix(err.Error(), problems.Error())
	for _, problem := range problems {
		at := problem.Location
		if at == nil {
			at = &ast.Location{File: r.tested[0].file}
		}
		c := cases[at.File]
		if c == nil {
			c = cases[r.tested[0].file]
		}
		c.failAt(at, "%s%s", prefix, problem.Message)
	}
	return false
}

// checkRego runs the Rego tests, which have to evaluate every line.
func (r *run) checkRego(ctx context.Context) {
	var files []string
	parsed := map[string]*ast.Module{}
	for _, m := range r.tested {
		if m.isTest {
			files = append(files, m.file)
		} else if m.file != channel.CatalogueFile {
			// The catalogue asks each control in turn; the fixtures of all controls show that it does.
			parsed[m.file] = m.parsed
		}
	}
	runner := &runner{r.compiler}
	tests := runner.tests(files)
	cases, evaluated := runner.run(ctx, tests)
	for i, c := range cases {
		s := r.subject(r.modules[tests[i].rule.Location.File].subject())
		s.Cases = append(s.Cases, c)
	}
	reports := evaluated.lines(parsed)
	for _, m := range r.tested {
		if parsed[m.file] == nil {
			continue
		}
		c := r.add(m, CheckCoverage)
		for _, row := range uncovered(reports[m.file]) {
			c.failAt(&ast.Location{File: m.file, Row: row}, "no test evaluates this line")
		}
	}
}

// checkControls checks what the controls say of themselves, and their fixtures.
func (r *run) checkControls(ctx context.Context) error {
	if r.broken != nil {
		c := &Case{Check: CheckAnnotation, File: "."}
		c.fail("%v", r.broken)
		s := r.subject("policies")
		s.Cases = append(s.Cases, c)
		return nil
	}
	library, err := guide.Load(r.options.Directory)
	if errors.Is(err, fs.ErrNotExist) {
		library, err = &guide.Library{}, nil
	}
	if err != nil {
		return err
	}
	for _, c := range r.controls {
		if c.File == "" || !r.isChosen(c) {
			continue // those in Go are held by Go tests
		}
		s := r.subject(c.ID)
		s.Cases = append(s.Cases, Annotation(ctx, r.all, c, library))
	}
	return r.checkFixtures(ctx)
}

// checkFixtures runs the fixtures of the tested controls, of which each has some of both kinds.
func (r *run) checkFixtures(ctx context.Context) error {
	if r.options.Fixtures == "" {
		return nil
	}
	files, misplaced := FixtureFiles(r.options.Fixtures)
	if files == nil {
		return misplaced
	}
	whole := len(r.options.Controls) == 0
	if whole {
		orphans := &Case{Check: CheckLayout, File: r.options.Fixtures}
		if misplaced != nil {
			orphans.fail("%v", misplaced)
		}
		for id := range files {
			if !slices.ContainsFunc(r.controls, func(c *control.Control) bool { return c.ID == id }) {
				orphans.fail("%s belongs to no control", strings.ReplaceAll(id, ".", "/"))
			}
		}
		s := r.subject("fixtures")
		s.Cases = append(s.Cases, orphans)
	}
	for _, c := range r.controls {
		if !r.isChosen(c) || whole && c.File == "" && len(files[c.ID]) == 0 {
			continue
		}
		s := r.subject(c.ID)
		for _, verdict := range []string{"pass", "fail"} {
			folder := filepath.Join(r.options.Fixtures, c.Family(), c.Name(), verdict)
			if !slices.ContainsFunc(files[c.ID], func(file string) bool { return filepath.Dir(file) == folder }) {
				missing := &Case{Check: CheckLayout, File: folder}
				missing.fail("no fixtures found")
				s.Cases = append(s.Cases, missing)
			}
		}
		if len(files[c.ID]) == 0 {
			continue
		}
		engine, err := harness.New(harness.Options{Catalogue: r.all, Controls: []string{c.ID}, Now: FixtureTime})
		if err != nil {
			return err
		}
		for _, file := range files[c.ID] {
			fixture, err := Fixture(ctx, engine, file)
			if err != nil {
				// The control does not compile, or the run could not go on.
				fixture = &Case{Check: CheckFixture, Name: filepath.Base(file), File: file}
				fixture.fail("%v", err)
			}
			s.Cases = append(s.Cases, fixture)
		}
	}
	return ctx.Err()
}

// finish puts subjects and cases in order, and returns files of the policy directory as paths.
func (r *run) finish() {
	order := []Check{CheckLayout, CheckAnnotation, CheckFormat, CheckCompile, CheckPortability, CheckRego, CheckCoverage, CheckFixture}
	place := func(file string) string {
		if r.modules[file] != nil || file == "." || file == alwaysFile {
			return filepath.Join(r.options.Directory.Path, file)
		}
		return file
	}
	slices.SortFunc(r.report.Subjects, func(a, b *Subject) int { return cmp.Compare(a.Name, b.Name) })
	for _, s := range r.report.Subjects {
		slices.SortStableFunc(s.Cases, func(a, b *Case) int {
			return cmp.Compare(slices.Index(order, a.Check), slices.Index(order, b.Check))
		})
		for _, c := range s.Cases {
			c.File = place(c.File)
			for i := range c.Failures {
				c.Failures[i].File = place(c.Failures[i].File)
			}
			slices.SortStableFunc(c.Failures, func(a, b Failure) int {
				return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
			})
		}
	}
}
