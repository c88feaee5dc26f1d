package policies_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	judgerego "github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/internal/policydir"
	"github.com/guiderail/guiderail/internal/policytest"
)

// files returns the Rego files of this directory, parsed.
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

// TestRego runs all that guiderail test runs of this directory, but for the fixtures, which TestFixtures
// of package harness runs.
func TestRego(t *testing.T) {
	directory, err := policydir.Open(".")
	if err != nil {
		t.Fatal(err)
	}
	report, err := policytest.Run(t.Context(), policytest.Options{Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range report.Subjects {
		for _, c := range s.Cases {
			for _, f := range c.Failures {
				t.Errorf("%s %s %s: %s", s.Name, c.Check, c.Name, f)
			}
		}
	}
	ran, _ := report.Count(policytest.CheckRego)
	if ran == 0 {
		t.Fatal("no Rego test ran")
	}
	t.Logf("%d Rego tests ran", ran)
}

// TestFormat wants the files as opa fmt writes them.
func TestFormat(t *testing.T) {
	for name := range files(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := judgerego.Format(name, text)
		if err != nil {
			t.Fatal(err)
		}
		if string(formatted) != string(text) {
			if *update {
				if err := os.WriteFile(name, formatted, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			t.Errorf("%s is not as opa fmt writes it; run: make fmt", name)
		}
	}
}
