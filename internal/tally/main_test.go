package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	finding := func(control, message string) string {
		return `{"control":"` + control + `","severity":"high","message":"` + message + `","artefact":{"kind":"Pod","name":"a"},"path":["spec"]}`
	}
	before := write("before.json", `{"findings":[`+finding("a.gone", "x")+","+finding("a.worded_anew", "x")+","+finding("a.twice", "x")+","+finding("a.twice", "y")+`],"unknowns":[]}`)
	after := write("after.json", `{"findings":[`+finding("a.worded_anew", "y")+","+finding("a.twice", "x")+","+finding("a.new", "x")+`],"unknowns":[`+finding("a.gone", "x")+`]}`)
	var out strings.Builder
	if err := run(&out, before, after, true); err != nil {
		t.Fatal(err)
	}
	want := `before.json: findings 4, now 3; unknown 0, now 1

control        severity  findings  now  unknown  now
a.gone         high      1         0    0        1
a.new          high      0         1    0        0
a.twice        high      2         1    0        0
a.worded_anew  high      1         1    0        0
all                      4         3    0        1

before.json
- a.gone Pod /a [spec] (x)
- a.twice Pod /a [spec] (y)
+ a.new Pod /a [spec] (x)
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestNothingToCompare(t *testing.T) {
	for _, before := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if run(&strings.Builder{}, before, before, false) == nil {
			t.Errorf("%s: there is no error", before)
		}
	}
}
