package report_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

func TestPage(t *testing.T) {
	const page = "https://github.com/guiderail/guiderail/blob/HEAD/docs/controls/a/b.md"
	own := &report.Policy{Reference: "mine"}
	for _, test := range []struct {
		name    string
		policy  *report.Policy
		control control.Control
		want    string
	}{
		{"built in", nil, control.Control{ID: "a.b", File: "a/b.rego"}, page},
		{"written in Go", own, control.Control{ID: "a.b"}, page},
		{"of one's own", own, control.Control{ID: "a.b", File: "a/b.rego"}, ""},
		{"of one's own with a reference", own, control.Control{ID: "a.b", File: "a/b.rego", References: []string{"javascript:x", "https://example.org/"}}, "https://example.org/"},
	} {
		if got := (&report.Run{Policy: test.policy}).Page(&test.control); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"plain text, a.b-c (d): e": "plain text, a.b-c (d): e",
		"a\nb\t c\x1b\u202e":       "a b c\ufffd\ufffd",
		"<b>&|`x`*_[y](z)\\":       "&lt;b&gt;&amp;\\|\\`x\\`\\*\\_\\[y\\](z)\\\\",
		"@me #1 https://x www.x":   "@&#8203;me #&#8203;1 https:&#8203;//x www&#8203;.x",
	} {
		if got := report.Markdown(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestCases(t *testing.T) {
	a, b, c := &control.Control{ID: "a.a", Title: "A"}, &control.Control{ID: "b.b", Title: "B"}, &control.Control{ID: "c.c", Title: "C"}
	run := &report.Run{Controls: []*control.Control{a, b}}
	j := &judge.Judgement{
		Verdicts: map[string]judge.Verdict{"a.a": judge.Fail, "b.b": judge.Pass, "d.d": judge.NotApplicable},
		Findings: []judge.Finding{{Control: a, Message: "found"}},
		Waived:   []judge.Finding{{Control: a, Message: "waived"}},
		Unknowns: []judge.Finding{{Control: c, Message: "unknown"}},
		Errors:   map[string]error{"e.e": errors.New("broken")},
	}
	var got []string
	for _, one := range run.Cases(j) {
		line := one.Control.ID + " " + one.Control.Title
		for _, f := range slices.Concat(one.Findings, one.Waived, one.Unknowns) {
			line += " " + f.Message
		}
		if one.Err != nil {
			line += " " + one.Err.Error()
		}
		got = append(got, line)
	}
	if want := []string{"a.a A found waived", "b.b B", "c.c C unknown", "e.e  broken"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPlace(t *testing.T) {
	for want, at := range map[string]artefact.Position{
		"a.yaml:3:5":                           {File: "a.yaml", Line: 3, Column: 5},
		"a.yaml":                               {File: "a.yaml"},
		"t.yaml:3:5":                           {File: "t.yaml", Line: 3, Column: 5, RenderedFrom: "t.yaml", RenderedLine: 9},
		"t.yaml (rendered line 9)":             {File: "t.yaml", RenderedFrom: "t.yaml", RenderedLine: 9},
		"t.yaml (rendered line 9 of stdin)":    {File: "t.yaml", RenderedFrom: "stdin", RenderedLine: 9},
		"v.yaml:3 (rendered line 9 of t.yaml)": {File: "v.yaml", Line: 3, RenderedFrom: "t.yaml", RenderedLine: 9},
		"u.yaml":                               {File: "u.yaml", RenderedFrom: "t.yaml"},
	} {
		if got := report.Place(at); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAccepted(t *testing.T) {
	for want, acceptance := range map[string]*judge.Acceptance{
		"":                         nil,
		"because":                  {By: judge.ByWaiver, Reason: "because"},
		"accepted by the baseline": {By: judge.ByBaseline},
	} {
		if got := report.Accepted(&judge.Finding{Acceptance: acceptance}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNotJudged(t *testing.T) {
	s := &report.Summary{
		Errors: 1, Notices: 2, Verdicts: map[judge.Verdict]int{judge.Unknown: 3, judge.Errored: 1, judge.Pass: 9},
		UnknownKinds: map[string]int{"a Widget": 2}, NotSchemaChecked: map[string]int{"a Widget": 2, "b Rollout": 1},
		Undeclared: []string{"shop"}, Unexercised: []string{"x.y", "x.z"},
	}
	want := []string{
		"1 file or document could not be read", "1 evaluation failed", "3 verdicts are unknown", "2 files or documents were not judged",
		"1 kind is unknown", "1 API type is unknown", "1 namespace is not declared", "2 controls did not apply to any object",
	}
	if got := s.CountNotJudged(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	want = []string{
		"unknown kind a Widget: no control covers it, and its fields were not checked (2 objects)",
		"unknown API type b Rollout: the fields were not checked (1 object)",
		"namespace shop is not declared in any file: its labels, quotas and defaults were not judged",
		"2 controls did not apply to any object: x.y, x.z",
	}
	if got := s.NotJudged(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if none := (&report.Summary{}); len(none.CountNotJudged())+len(none.NotJudged()) > 0 {
		t.Errorf("got %q and %q of nothing", none.CountNotJudged(), none.NotJudged())
	}
}

// TestPrintable wants nothing in a text that a terminal or the log of a CI system would take for a command.
func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"plain #1 :: ::/0 and fe80::1, ::1": "plain #1 :: ::/0 and fe80::1, ::1",
		"a\x1b[31m\u202eb\nc":               "a�[31m�b�c",
		"x ##vso[task.complete]":            "x # #vso[task.complete]",
		"####[group]":                       "# ## #[group]",
		"::error::x":                        ": :error::x",
		"x ::error file=a,line=1::y":        "x : :error file=a,line=1::y",
		"x ::add-mask::y ::set-output::z":   "x : :add-mask::y : :set-output::z",
		"a::error::b":                       "a::error::b",
	} {
		if got := report.Printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
