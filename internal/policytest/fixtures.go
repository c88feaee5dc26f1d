package policytest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/attest"
)

// said is a finding of a fixture, or one that is expected.
type said struct {
	line             int
	control, message string
}

// Expectation is a finding that a comment of a fixture expects on its line.
type Expectation struct {
	Line             int // from 1
	Control, Message string
	IsUnknown        bool // a value that the control cannot know
}

// comment is what expects findings on a line, with the spaces before it.
var (
	comment     = regexp.MustCompile(" *# (want|unknown) ((?: ?[a-z0-9_]+\\.[a-z0-9_]+ `[^`]*`)+)")
	expectation = regexp.MustCompile("([a-z0-9_]+\\.[a-z0-9_]+) `([^`]*)`")
)

// Expectations reads the comments of a fixture: `# want` for findings, `# unknown` for values that a control
// cannot know, each followed by the ID of the control and, in backquotes, the whole message. They stand on the
// line that the finding is to name, or alone on lines before it, where a format has no comment behind what it says.
func Expectations(text string) []Expectation {
	var wanted, alone []Expectation
	for i, line := range strings.Split(text, "\n") {
		var here []Expectation
		for _, match := range comment.FindAllStringSubmatch(line, -1) {
			for _, e := range expectation.FindAllStringSubmatch(match[2], -1) {
				here = append(here, Expectation{i + 1, e[1], e[2], match[1] == "unknown"})
			}
		}
		if len(here) > 0 && strings.TrimSpace(WithoutExpectations(line)) == "" {
			alone = append(alone, here...)
			continue
		}
		for _, e := range alone {
			e.Line = i + 1
			wanted = append(wanted, e)
		}
		wanted, alone = append(wanted, here...), nil
	}
	return append(wanted, alone...)
}

// WithoutExpectations returns a fixture, or a line of it, without those comments.
func WithoutExpectations(text string) string { return comment.ReplaceAllString(text, "") }

// Compare holds what a run said of a file against the file's comments, and returns what differs. Where a
// control is named, only what it says counts.
func Compare(file string, text []byte, control string, results []*harness.Result) []Failure {
	var failures []Failure
	got := map[string][]said{}
	add := func(keyword string, findings []harness.Finding) {
		for _, f := range findings {
			if control == "" || f.Control.ID == control {
				got[keyword] = append(got[keyword], said{f.Position.Line, f.Control.ID, f.Message})
			}
		}
	}
	for _, r := range results {
		for _, err := range r.Errors {
			failures = append(failures, Failure{File: file, Line: err.Position.Line, Message: err.Message})
		}
		for _, n := range r.Notices {
			if n.IsDeployed {
				continue // the object that deploys it is judged
			}
			failures = append(failures, Failure{File: file, Line: n.Position.Line, Message: n.Message})
		}
		for _, a := range r.Judgements {
			for id, err := range a.Errors {
				failures = append(failures, Failure{File: file, Line: a.Position.Line, Message: fmt.Sprintf("%s: %v", id, err)})
			}
			add("want", a.Findings)
			add("unknown", a.Unknowns)
		}
	}
	wanted := map[string][]said{}
	for _, e := range Expectations(string(text)) {
		keyword := "want"
		if e.IsUnknown {
			keyword = "unknown"
		}
		wanted[keyword] = append(wanted[keyword], said{e.Line, e.Control, e.Message})
	}
	for _, keyword := range []string{"want", "unknown"} {
		failures = append(failures, differences(file, keyword, got[keyword], wanted[keyword])...)
	}
	slices.SortStableFunc(failures, func(a, b Failure) int { return cmp.Compare(a.Line, b.Line) })
	return failures
}

// differences pairs what was said and not wanted with what was wanted and not said, where both are of one
// control and line.
func differences(file, keyword string, got, want []said) []Failure {
	got = slices.Clone(got)
	var missing []said
	for _, w := range want {
		if i := slices.Index(got, w); i >= 0 {
			got = slices.Delete(got, i, i+1)
		} else {
			missing = append(missing, w)
		}
	}
	var failures []Failure
	for _, w := range missing {
		f := Failure{File: file, Line: w.line, Message: fmt.Sprintf("# %s %s", keyword, w.control), Got: "nothing", Want: w.message}
		if i := slices.IndexFunc(got, func(g said) bool { return g.line == w.line && g.control == w.control }); i >= 0 {
			f.Got = got[i].message
			got = slices.Delete(got, i, i+1)
		}
		failures = append(failures, f)
	}
	for _, g := range got {
		failures = append(failures, Failure{File: file, Line: g.line, Message: fmt.Sprintf("# %s %s", keyword, g.control), Got: g.message, Want: "nothing"})
	}
	return failures
}

// FixtureFiles lists the fixtures below a folder, by the IDs of their controls: those of
// <family>/<control>/{pass,fail}/<case>. A file elsewhere is an error.
func FixtureFiles(folder string) (map[string][]string, error) {
	files := map[string][]string{}
	var misplaced []error
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) == attest.SignatureSuffix { // which is of a fixture beside it
			return err
		}
		relative, err := filepath.Rel(folder, file)
		if err != nil {
			return err
		}
		parts := strings.Split(filepath.ToSlash(relative), "/")
		if len(parts) != 4 || parts[2] != "pass" && parts[2] != "fail" {
			misplaced = append(misplaced, fmt.Errorf("%s: the path of a fixture must be <family>/<control>/{pass,fail}/<case>", file))
			return nil
		}
		id := parts[0] + "." + parts[1]
		files[id] = append(files[id], file)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading fixtures: %w", err)
	}
	return files, errors.Join(misplaced...)
}

// Example returns the fixture in a folder, such as testdata/controls/images/digest/pass, that its control is explained with.
func Example(folder string) (string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "example.*"))
	if err != nil {
		return "", err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return filepath.Ext(name) == attest.SignatureSuffix })
	if len(names) != 1 {
		return "", fmt.Errorf("%s has %d examples, not one", folder, len(names))
	}
	return names[0], nil
}

// FixtureTime is when fixtures are judged: ages are counted from it.
var FixtureTime = time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)

// Fixture runs a control on one of its fixtures. Those in fail/ have findings and those in pass/ have none,
// and in both the control has something to judge. The engine runs that control alone.
func Fixture(ctx context.Context, engine *harness.Engine, file string) (*Case, error) {
	begin := time.Now()
	verdict := filepath.Base(filepath.Dir(file))
	c := &Case{Check: CheckFixture, Name: verdict + "/" + filepath.Base(file), File: file}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading fixtures: %w", err)
	}
	run, err := engine.Check(ctx, harness.Path(file))
	if err != nil {
		return nil, err
	}
	c.Failures = Compare(file, text, engine.Controls()[0].ID, run.Results)
	switch verdicts := run.Summary.Verdicts; {
	case verdict == "fail" && verdicts[harness.Fail] == 0:
		c.fail("a fixture in fail/ has no finding")
	case verdict == "pass" && verdicts[harness.Fail] > 0:
		c.fail("a fixture in pass/ has a finding")
	case verdict == "pass" && verdicts[harness.Pass]+verdicts[harness.Unknown] == 0:
		c.fail("the control does not apply to anything in it")
	}
	c.Duration = time.Since(begin)
	return c, nil
}
