package policies_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/guiderail/guiderail/harness/channel"
)

// files gives the Rego files of this directory, parsed.
func files(t *testing.T) map[string]*ast.Module {
	t.Helper()
	modules := map[string]*ast.Module{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".rego" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		modules[name], err = ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) == 0 {
		t.Fatal("there is no Rego file here")
	}
	return modules
}

// evaluator gives a function that answers a query about the Rego files of this directory, with its
// arguments as input. The answer is nil when it is undefined.
func evaluator(t *testing.T) func(query string, arguments ...any) any {
	t.Helper()
	compiler := ast.NewCompiler()
	if compiler.Compile(files(t)); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	return func(query string, arguments ...any) any {
		t.Helper()
		results, err := rego.New(rego.Query("x = "+query), rego.Compiler(compiler), rego.Input(arguments)).Eval(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(results) == 0 {
			return nil
		}
		return results[0].Bindings["x"]
	}
}

// isLibrary tells whether a module is a library that controls stand on: its package says so, wherever its
// file stands, but for what serves single channels.
func isLibrary(name string, module *ast.Module) bool {
	return strings.HasPrefix(module.Package.Path.String(), "data.lib.guiderail.") && !strings.HasPrefix(name, "channels/")
}

// libraryFile gives the file of a library by the last part of its package's name.
func libraryFile(t *testing.T, name string) string {
	t.Helper()
	for file, module := range files(t) {
		if module.Package.Path.String() == "data.lib.guiderail."+name {
			return file
		}
	}
	t.Fatalf("there is no library %s", name)
	return ""
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }

// TestRego runs every test_ rule and wants each line of the policies to have been evaluated by one.
func TestRego(t *testing.T) {
	modules := files(t)
	coverage := cover.New()
	runner := tester.NewRunner().
		SetModules(modules).
		SetStore(inmem.New()).
		SetCoverageQueryTracer(coverage).
		RaiseBuiltinErrors(true).
		SetTimeout(time.Minute). // a busy machine is no failure
		CapturePrintOutput(true)
	results, err := runner.RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for result := range results {
		ran++
		name := strings.TrimPrefix(result.Package, "data.") + "." + result.Name
		switch {
		case result.Error != nil:
			t.Errorf("%s: %v", name, result.Error)
		case result.Skip:
			t.Errorf("%s: skipped", name)
		case !result.Pass():
			t.Errorf("%s: %s failed%s\n%s", result.Location, name, failedCases(result), result.Output)
		}
	}
	if ran == 0 {
		t.Fatal("no Rego test ran")
	}
	t.Logf("%d Rego tests ran", ran)

	report := coverage.Report(modules)
	for name, file := range report.Files {
		// The catalogue asks each control in turn; the fixtures of all controls show that it does.
		if isTest(name) || name == channel.CatalogueFile {
			continue
		}
		if len(file.NotCovered) > 0 {
			t.Errorf("%s: no test evaluates the lines %s", name, lines(file.NotCovered))
		}
	}
}

func lines(ranges []cover.Range) string {
	var rows []string
	for _, r := range ranges {
		row := strconv.Itoa(r.Start.Row)
		if r.End.Row > r.Start.Row {
			row += "-" + strconv.Itoa(r.End.Row)
		}
		rows = append(rows, row)
	}
	return strings.Join(slices.Compact(rows), ", ")
}

func failedCases(result *tester.Result) string {
	var failed []string
	for name, sub := range result.SubResults {
		if sub.Fail {
			failed = append(failed, name)
		}
	}
	slices.Sort(failed)
	if len(failed) == 0 {
		return ""
	}
	return fmt.Sprintf(" for %q", failed)
}

// TestFormat wants the files as opa fmt writes them.
func TestFormat(t *testing.T) {
	for name := range files(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.SourceWithOpts(name, text, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		if string(formatted) != string(text) {
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, formatted, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			t.Errorf("%s is not as opa fmt writes it; run: make fmt", name)
		}
	}
}

// TestCompile compiles strictly, as opa check --strict does, and with the capabilities of the engines that
// run the policies: OPA 1.17.1 in Gatekeeper 3.23, OPA 1.21.0 in conftest 0.71, OPA 1.22 itself.
func TestCompile(t *testing.T) {
	compilers := map[string]*ast.Compiler{"this OPA": ast.NewCompiler().WithStrict(true)}
	for _, version := range []string{"v1.17.1", "v1.21.0", "v1.22.0"} {
		capabilities, err := ast.LoadCapabilitiesVersion(version)
		if err != nil {
			t.Fatal(err)
		}
		compilers["OPA "+version] = ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities)
	}
	for name, compiler := range compilers {
		if compiler.Compile(files(t)); compiler.Failed() {
			t.Errorf("with %s: %v", name, compiler.Errors)
		}
	}
}
