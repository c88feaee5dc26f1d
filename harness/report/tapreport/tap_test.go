package tapreport_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/report/tapreport"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func TestReport(t *testing.T) {
	for _, run := range reporttest.Runs(t) {
		t.Run(run.Name, func(t *testing.T) {
			var out strings.Builder
			reporttest.Write(t, tapreport.New(&out), run.Run, run.Results, run.Summary)
			reporttest.Golden(t, filepath.Join("testdata", run.Name+".tap"), out.String())
			parse(t, out.String())
		})
	}
}

// TestProve has Perl's prove read the report, which differs from version 13, the last that it knows, in nothing else.
func TestProve(t *testing.T) {
	prove, err := exec.LookPath("prove")
	if err != nil {
		t.Skip("prove is not installed (Debian: perl)")
	}
	for _, run := range reporttest.Runs(t) {
		var out strings.Builder
		reporttest.Write(t, tapreport.New(&out), run.Run, run.Results, run.Summary)
		file := filepath.Join(t.TempDir(), run.Name)
		if err := os.WriteFile(file, []byte(strings.Replace(out.String(), "TAP version 14", "TAP version 13", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		output, err := exec.CommandContext(t.Context(), prove, "--exec", "cat", file).CombinedOutput()
		passes := !strings.Contains(out.String(), "\nnot ok")
		if strings.Contains(string(output), "Parse errors") || passes != (err == nil) {
			t.Errorf("%s: %v\n%s", run.Name, err, output)
		}
	}
}

var point = regexp.MustCompile(`^(not )?ok (\d+) - (?:[^#\\]|\\[#\\])+(?: # (?:SKIP|TODO) (?:[^#\\]|\\[#\\])+)?$`)

// parse reads a text by the grammar of TAP 14: the version first, tests with successive numbers, blocks of YAML that
// are indented below them, and one plan that counts the tests.
func parse(t *testing.T, text string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != "TAP version 14" {
		t.Errorf("it begins with %q", lines[0])
	}
	tests, plan := 0, ""
	for i := 1; i < len(lines); i++ {
		line := lines[i]
		switch found := point.FindStringSubmatch(line); {
		case found != nil:
			if tests++; found[2] != fmt.Sprint(tests) {
				t.Errorf("test %d has the number %s", tests, found[2])
			}
		case line == "  ---":
			var block strings.Builder
			for i++; lines[i] != "  ..."; i++ {
				inside, indented := strings.CutPrefix(lines[i], "  ")
				if !indented {
					t.Fatalf("line %d is not indented: %q", i+1, lines[i])
				}
				block.WriteString(inside + "\n")
			}
			var value map[string]any
			if err := yaml.UnmarshalStrict([]byte(block.String()), &value); err != nil {
				t.Errorf("line %d: %v", i, err)
			}
		case strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "1..") && plan == "":
			plan, _, _ = strings.Cut(line, " # ")
		default:
			t.Errorf("line %d is nothing of TAP: %q", i+1, line)
		}
	}
	if plan != fmt.Sprintf("1..%d", tests) {
		t.Errorf("the plan %q is not that of %d tests", plan, tests)
	}
}
