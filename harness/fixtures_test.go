package harness_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/policies"

	"github.com/guiderail/guiderail/harness/source"
)

// run judges paths and gives all results.
func run(t *testing.T, options harness.Options, paths ...string) ([]*harness.Result, *harness.Summary) {
	t.Helper()
	if options.Policies == nil {
		options.Policies = policies.FS
	}
	engine, err := harness.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return check(t, engine, paths...)
}

func check(t *testing.T, engine *harness.Engine, paths ...string) ([]*harness.Result, *harness.Summary) {
	t.Helper()
	var results []*harness.Result
	summary, err := engine.Each(t.Context(), source.Find(paths, strings.NewReader("")), func(r *harness.Result) error {
		results = append(results, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return results, summary
}

// said is one expectation or finding of a fixture, in the form in which the two are compared.
type said struct {
	line             int
	control, message string
}

func (s said) String() string { return fmt.Sprintf("%d: %s `%s`", s.line, s.control, s.message) }

var (
	comment     = regexp.MustCompile("# (want|unknown) ((?: ?[a-z_]+\\.[a-z_]+ `[^`]*`)+)")
	expectation = regexp.MustCompile("([a-z_]+\\.[a-z_]+) `([^`]*)`")
)

// expectations reads the comments of a fixture: `# want` for findings, `# unknown` for values that a
// control cannot know, each followed by the control's ID and, in backquotes, the whole message. They
// stand on the line that the finding is to name.
func expectations(t *testing.T, file, keyword string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var wanted []string
	for i, line := range strings.Split(string(text), "\n") {
		for _, match := range comment.FindAllStringSubmatch(line, -1) {
			if match[1] != keyword {
				continue
			}
			for _, e := range expectation.FindAllStringSubmatch(match[2], -1) {
				wanted = append(wanted, said{i + 1, e[1], e[2]}.String())
			}
		}
	}
	slices.Sort(wanted)
	return wanted
}

func sayings(findings []harness.Finding, only string) []string {
	var got []string
	for _, f := range findings {
		if only == "" || f.Control.ID == only {
			got = append(got, said{f.Position.Line, f.Control.ID, f.Message}.String())
		}
	}
	return got
}

// compare holds what a run said of a file against the file's comments.
func compare(t *testing.T, file, only string, results []*harness.Result) {
	t.Helper()
	var findings, unknowns []string
	for _, r := range results {
		for _, err := range r.Errors {
			t.Error(err)
		}
		for _, n := range r.Notices {
			t.Errorf("%s: %s", n.Position, n.Message)
		}
		for _, a := range r.Judgements {
			for id, err := range a.Errors {
				t.Errorf("%s: %s: %v", a.Position, id, err)
			}
			findings = append(findings, sayings(a.Findings, only)...)
			unknowns = append(unknowns, sayings(a.Unknowns, only)...)
		}
	}
	for keyword, got := range map[string][]string{"want": findings, "unknown": unknowns} {
		slices.Sort(got)
		if wanted := expectations(t, file, keyword); !slices.Equal(got, wanted) {
			t.Errorf("%s, # %s:\n got  %s\n want %s", file, keyword, strings.Join(got, "\n      "), strings.Join(wanted, "\n      "))
		}
	}
}

func yamlFiles(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("%s holds no file", folder)
	}
	return files
}

const controlsFolder = "../testdata/controls"

// TestFixtures runs each control on its fixtures. Those in fail/ have findings and those in pass/ have
// none, and in both the control has something to judge.
func TestFixtures(t *testing.T) {
	engines := map[string]*harness.Engine{} // compiling a control takes longer than its fixtures do
	for _, file := range yamlFiles(t, controlsFolder) {
		parts := strings.Split(filepath.ToSlash(strings.TrimPrefix(file, controlsFolder+"/")), "/")
		t.Run(strings.Join(parts, "/"), func(t *testing.T) {
			if len(parts) != 4 || (parts[2] != "pass" && parts[2] != "fail") {
				t.Fatalf("want <family>/<control>/{pass,fail}/<case>, not %s", file)
			}
			id := parts[0] + "." + parts[1]
			if engines[id] == nil {
				engine, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{id}})
				if err != nil {
					t.Fatal(err)
				}
				engines[id] = engine
			}
			results, summary := check(t, engines[id], file)
			compare(t, file, id, results)
			switch verdicts := summary.Verdicts; {
			case parts[2] == "fail" && verdicts[harness.Fail] == 0:
				t.Error("a fixture in fail/ has no finding")
			case parts[2] == "pass" && verdicts[harness.Fail] > 0:
				t.Error("a fixture in pass/ has a finding")
			case parts[2] == "pass" && verdicts[harness.Pass]+verdicts[harness.Unknown] == 0:
				t.Error("the control has nothing to judge in it")
			}
		})
	}
}

// TestDispatch proves that leaving out controls whose match does not fit changes no finding: a control
// guards itself, since conftest and OPA ask every control about every document.
func TestDispatch(t *testing.T) {
	flatten := func(results []*harness.Result) []string {
		var all []string
		for _, r := range results {
			for _, a := range r.Judgements {
				for _, f := range a.Findings {
					all = append(all, f.Position.String()+" "+f.Control.ID+" "+f.Message)
				}
				for _, u := range a.Unknowns {
					all = append(all, u.Position.String()+" unknown "+u.Control.ID+" "+u.Message)
				}
				for id, err := range a.Errors {
					all = append(all, fmt.Sprint(a.Position, id, err))
				}
			}
		}
		return all
	}
	with, _ := run(t, harness.Options{}, "../testdata")
	without, _ := run(t, harness.Options{NoDispatch: true}, "../testdata")
	got, want := flatten(without), flatten(with)
	if len(want) == 0 {
		t.Fatal("there is no finding to compare")
	}
	if !slices.Equal(got, want) {
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("only without dispatch: %s", line)
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("only with dispatch: %s", line)
			}
		}
	}
}
