package baseline_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/internal/reporttest"
)

var pod = artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod", Namespace: "shop", Name: "till"}

func entry(fingerprint, file string) baseline.Entry {
	return baseline.Entry{Fingerprint: fingerprint, Control: "a.b", Object: pod, File: file, Message: "image <x> \u202e has no tag"}
}

func TestWrite(t *testing.T) {
	for name, entries := range map[string][]baseline.Entry{"none": nil, "some": {entry("2", "b.yaml"), entry("3", "a.yaml"), entry("1", "b.yaml")}} {
		var out bytes.Buffer
		if err := baseline.Write(&out, "v1.2.3", entries); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, filepath.Join("testdata", name+".json"), out.String())
		got, err := baseline.Read("b.json", out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		want := []baseline.Entry{}
		for i, e := range []baseline.Entry{entry("3", "a.yaml"), entry("1", "b.yaml"), entry("2", "b.yaml")}[:len(entries)] {
			e.Position = artefact.Position{File: "b.json", Line: 6 + i, Column: 5}
			want = append(want, e)
		}
		if got.Tool != "v1.2.3" || !slices.Equal(got.Entries, want) {
			t.Errorf("%s: got  %+v\nwant %+v", name, got.Entries, want)
		}
	}
}

func TestRefused(t *testing.T) {
	var out bytes.Buffer
	if err := baseline.Write(&out, "v1", []baseline.Entry{entry("1", "a.yaml"), entry("2", "a.yaml")}); err != nil {
		t.Fatal(err)
	}
	replaced := func(old, new string) string { return strings.Replace(out.String(), old, new, 1) }
	for name, test := range map[string]struct{ text, want string }{
		"empty":             {"", "b.json:1:1: the file ends early; write it anew with: guiderail baseline write"},
		"no JSON":           {"kind: x\n", "b.json:1:1: is not valid JSON: "},
		"a list":            {"[]", "b.json:1:1: a baseline must not be an array"},
		"something else":    {`{"runs": []}`, "b.json: is not a baseline of guiderail; write one with: guiderail baseline write"},
		"a report":          {`{"version": 1, "tool": {"name": "guiderail"}, "findings": []}`, "b.json: is a report of guiderail check, not a baseline; write one with: guiderail baseline write"},
		"a later version":   {replaced(`"version": 1`, `"version": 2`), "b.json: is a baseline of version 2, and this guiderail reads version 1; write it anew with: guiderail baseline write"},
		"version as text":   {replaced(`"version": 1`, `"version": "1"`), `b.json: is a baseline of version "1", and this guiderail reads version 1`},
		"no version":        {replaced(`  "version": 1,`+"\n", ""), `b.json: is a baseline of version "", and`},
		"unknown key":       {replaced(`"tool"`, `"tools"`), "b.json:4:3: tools is not a field of a baseline"},
		"unknown key below": {replaced(`"file"`, `"fil"`), "b.json:6:115: fil is not a field of a finding"},
		"no fingerprint":    {replaced(`"fingerprint":"2"`, `"fingerprint":""`), "b.json:7:5: fingerprint of the finding is missing"},
		"number for text":   {replaced(`"fingerprint":"2"`, `"fingerprint":2`), "b.json:7:20: fingerprint must not be a number"},
		"cut off":           {out.String()[:out.Len()/2], "b.json:6:"},
		"cut off at a line": {strings.Join(strings.SplitAfter(out.String(), "\n")[:6], ""), "b.json:7:1: the file ends early; write it anew with: guiderail baseline write"},
		"unknown in object": {replaced(`"apiVersion"`, `"version"`), "b.json:6:50: version is not a field of the object"},
		"no list":           {replaced(`"findings": [`, `"findings": 1, "x": [`), "b.json:5:15: findings must not be a number"},
		"a key twice":       {replaced(`"file"`, `"control"`), "b.json:6:115: is not valid JSON: duplicate object member name"},
		"no comma":          {replaced(`"control":`, `"control"`), "b.json:6:33: is not valid JSON: "},
		"twice":             {out.String() + out.String(), "b.json:10:1: something follows the end of the baseline"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := baseline.Read("b.json", []byte(test.text))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v, %v\nwant %s", b, err, test.want)
			}
		})
	}
	if _, err := baseline.Load(filepath.Join(t.TempDir(), "none.json")); err == nil || !strings.HasPrefix(err.Error(), "reading the baseline: open ") {
		t.Errorf("got %v", err)
	}
}

// TestMatch has runs of findings in the order of the files, and what is said of each: known, new, or held until the end
// and then known or new.
func TestMatch(t *testing.T) {
	find := func(fingerprint, file string) *judge.Finding {
		return &judge.Finding{Fingerprint: fingerprint, Control: &control.Control{ID: "a.b"}, Position: artefact.Position{File: file}}
	}
	for name, test := range map[string]struct {
		entries, findings [][2]string // fingerprint and file
		files             string
		want              string
		fixed, others     int
	}{
		"same file":                    {[][2]string{{"1", "a"}}, [][2]string{{"1", "a"}}, "a", "known", 0, 0},
		"other fingerprint":            {[][2]string{{"1", "a"}}, [][2]string{{"2", "a"}}, "a", "new", 1, 0},
		"twice, once known":            {[][2]string{{"1", "a"}}, [][2]string{{"1", "a"}, {"1", "a"}}, "a", "known new", 0, 0},
		"twice":                        {[][2]string{{"1", "a"}, {"1", "a"}}, [][2]string{{"1", "a"}, {"1", "a"}}, "a", "known known", 0, 0},
		"renamed file":                 {[][2]string{{"1", "a"}}, [][2]string{{"1", "b"}}, "b", "known", 0, 0},
		"moved to a later file":        {[][2]string{{"1", "a"}}, [][2]string{{"1", "b"}}, "ab", "known", 0, 0},
		"moved to an earlier file":     {[][2]string{{"1", "b"}}, [][2]string{{"1", "a"}}, "ab", "held:known", 0, 0},
		"a copy in an earlier file":    {[][2]string{{"1", "b"}}, [][2]string{{"1", "a"}, {"1", "b"}}, "ab", "held:new known", 0, 0},
		"copies, one of them new":      {[][2]string{{"1", "a"}, {"1", "c"}}, [][2]string{{"1", "a"}, {"1", "b"}, {"1", "c"}}, "abc", "known held:new known", 0, 0},
		"fixed":                        {[][2]string{{"1", "a"}, {"2", "a"}}, [][2]string{{"1", "a"}}, "a", "known", 1, 0},
		"a file that is not read":      {[][2]string{{"1", "a"}}, nil, "b", "", 0, 1},
		"a file that cannot be read":   {[][2]string{{"1", "x"}}, nil, "x", "", 0, 1},
		"fixed in one of several":      {[][2]string{{"1", "a"}, {"1", "b"}}, [][2]string{{"1", "b"}}, "ab", "known", 1, 0},
		"its own file comes first too": {[][2]string{{"1", "z"}, {"1", "a"}}, [][2]string{{"1", "a"}, {"1", "b"}}, "ab", "known known", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := &baseline.Baseline{}
			for _, e := range test.entries {
				b.Entries = append(b.Entries, entry(e[0], e[1]))
			}
			m := b.NewMatcher(strings.Split(test.files, ""), []string{"a.b"})
			words := map[baseline.Match]string{baseline.New: "new", baseline.Known: "known", baseline.Held: "held"}
			var got []string
			var held []int
			for _, file := range strings.Split(test.files, "") {
				for _, f := range test.findings {
					if f[1] != file {
						continue
					}
					_, match := m.Match(find(f[0], f[1]))
					if match == baseline.Held {
						held = append(held, len(got))
					}
					got = append(got, words[match])
				}
				m.Finish(file, file == "x")
			}
			m.End()
			for _, i := range held {
				_, match := m.Match(find(test.findings[i][0], test.findings[i][1]))
				got[i] += ":" + words[match]
			}
			fixed, others := m.Left()
			if strings.Join(got, " ") != test.want || len(fixed) != test.fixed || others != test.others {
				t.Errorf("got %v, %d fixed, %d others, want %s, %d, %d", got, len(fixed), others, test.want, test.fixed, test.others)
			}
		})
	}
}

// TestRendered matches what was rendered by what it was rendered from, wherever its lines lead, and Chart.yaml stands
// for all that is rendered from its chart.
func TestRendered(t *testing.T) {
	from := func(rendered, file string) artefact.Position {
		return artefact.Position{File: file, RenderedFrom: rendered}
	}
	find := func(fingerprint string, at artefact.Position) *judge.Finding {
		return &judge.Finding{Fingerprint: fingerprint, Control: &control.Control{ID: "a.b"}, Position: at}
	}
	values, template := from("web/templates/a.yaml", "web/values.yaml"), from("web/templates/a.yaml", "web/templates/a.yaml")
	b := &baseline.Baseline{Entries: []baseline.Entry{
		baseline.Of(find("1", values)), baseline.Of(find("2", from("web/templates/gone.yaml", "web/values.yaml"))),
		baseline.Of(find("3", from("mail/templates/a.yaml", "mail/values.yaml"))), baseline.Of(find("4", artefact.Position{File: "web/plain.yaml"})),
		baseline.Of(find("5", from("late/templates/a.yaml", "late/values.yaml"))),
	}}
	var text bytes.Buffer
	if err := baseline.Write(&text, "v1", b.Entries); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "baseline.json")
	if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := baseline.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	m := b.NewMatcher([]string{"web/Chart.yaml", "late/Chart.yaml"}, []string{"a.b"})
	if _, match := m.Match(find("1", template)); match != baseline.Known {
		t.Errorf("what moved from the values to the template: got %v", match)
	}
	if _, match := m.Match(find("5", template)); match != baseline.Held {
		t.Errorf("what is rendered later: got %v", match)
	}
	m.Finish("web/Chart.yaml", false)
	m.Finish("late/Chart.yaml", false)
	m.End()
	fixed, others := m.Left()
	var got []string
	for _, e := range fixed {
		got = append(got, e.Fingerprint+" "+e.RenderedFrom+" "+e.File)
	}
	if want := []string{"5 late/templates/a.yaml late/values.yaml", "2 web/templates/gone.yaml web/values.yaml"}; !slices.Equal(got, want) || others != 2 {
		t.Errorf("got %q fixed and %d others, want %q and 2", got, others, want)
	}
}

// TestNotFixed wants what was not judged not to be called fixed.
func TestNotFixed(t *testing.T) {
	b := &baseline.Baseline{Entries: []baseline.Entry{entry("1", "a")}}
	for name, test := range map[string]struct {
		controls []string
		verdict  judge.Verdict
		fixed    int
	}{
		"passes":    {[]string{"a.b"}, judge.Pass, 1},
		"unknown":   {[]string{"a.b"}, judge.Unknown, 0},
		"error":     {[]string{"a.b"}, judge.Errored, 0},
		"not asked": {[]string{"a.c"}, judge.Pass, 0},
	} {
		m := b.NewMatcher([]string{"a"}, test.controls)
		m.Note(&judge.Judgement{Ref: pod, Verdicts: map[string]judge.Verdict{"a.b": test.verdict, "a.c": judge.Unknown}})
		m.End()
		if fixed, others := m.Left(); len(fixed) != test.fixed || others != 1-test.fixed {
			t.Errorf("%s: got %d fixed, %d others", name, len(fixed), others)
		}
	}
}

// BenchmarkBaseline reads and matches a baseline of 10,000 findings.
func BenchmarkBaseline(b *testing.B) {
	var entries []baseline.Entry
	for i := range 10_000 {
		e := entry(fmt.Sprintf("%032x", i), fmt.Sprintf("deploy/app-%d.yaml", i/20))
		e.Message = strings.Repeat("container \"till\": ", 6)
		entries = append(entries, e)
	}
	var out bytes.Buffer
	if err := baseline.Write(&out, "v1", entries); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(out.Len()))
		for b.Loop() {
			if _, err := baseline.Read("b.json", out.Bytes()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("match", func(b *testing.B) {
		read, err := baseline.Read("b.json", out.Bytes())
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			m := read.NewMatcher([]string{"a"}, []string{"a.b"})
			for i := range entries {
				m.Match(&judge.Finding{Fingerprint: entries[i].Fingerprint, Position: artefact.Position{File: entries[i].File}})
			}
		}
	})
}
