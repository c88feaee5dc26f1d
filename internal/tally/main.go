// Tally compares what two versions of guiderail found in the same files: how many findings and unknown
// values of each control there were and are, and with -list which came and which went.
//
//	go run ./internal/tally [-list] BEFORE AFTER
//
// BEFORE and AFTER are folders of reports as guiderail check -o json writes them, or two such reports. Those
// of one name are compared. A finding is the same when control, object and path are: messages may be worded
// anew, and files moved.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

func main() {
	list := flag.Bool("list", false, "list what came and what went")
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, flag.Arg(0), flag.Arg(1), *list); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

// report is what is compared of a report.
type report struct {
	Findings, Unknowns []finding
}

type finding struct {
	Control, Severity, Message string
	Artefact                   struct{ Kind, Namespace, Name string }
	Path                       []any
}

// key is what makes two findings the same; several of one key are counted.
func (f *finding) key() string {
	return fmt.Sprintf("%s %s %s/%s %v", f.Control, f.Artefact.Kind, f.Artefact.Namespace, f.Artefact.Name, f.Path)
}

func run(out io.Writer, before, after string, list bool) error {
	pairs, err := pair(before, after)
	if err != nil {
		return err
	}
	total := &tally{controls: map[string]*counts{}}
	var changes bytes.Buffer
	for _, p := range pairs {
		was, err := read(p.before)
		if err != nil {
			return err
		}
		is, err := read(p.after)
		if err != nil {
			return err
		}
		one := &tally{controls: map[string]*counts{}}
		for _, t := range []*tally{one, total} {
			t.add(was, is)
		}
		sum := one.sum()
		fmt.Fprintf(out, "%s: findings %d, now %d; unknown %d, now %d\n", p.name, sum.findings[0], sum.findings[1], sum.unknowns[0], sum.unknowns[1])
		if list {
			fmt.Fprintf(&changes, "\n%s\n", p.name)
			differences(&changes, "-", was.Findings, is.Findings)
			differences(&changes, "+", is.Findings, was.Findings)
		}
	}
	fmt.Fprintln(out)
	if err := total.write(out); err != nil {
		return err
	}
	_, err = changes.WriteTo(out)
	return err
}

type reports struct{ name, before, after string }

func pair(before, after string) ([]reports, error) {
	info, err := os.Stat(before)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []reports{{filepath.Base(before), before, after}}, nil
	}
	files, err := filepath.Glob(filepath.Join(before, "*.json"))
	if err != nil {
		return nil, err
	}
	var pairs []reports
	for _, file := range files {
		name := filepath.Base(file)
		pairs = append(pairs, reports{strings.TrimSuffix(name, ".json"), file, filepath.Join(after, name)})
	}
	if len(pairs) == 0 {
		return nil, errors.New(before + " holds no report")
	}
	return pairs, nil
}

func read(file string) (*report, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return &r, nil
}

// counts are how many there were before, and are now.
type counts struct {
	severity           string
	findings, unknowns [2]int
}

type tally struct{ controls map[string]*counts }

func (t *tally) add(was, is *report) {
	for when, r := range []*report{was, is} {
		for _, f := range r.Findings {
			t.of(f).findings[when]++
		}
		for _, f := range r.Unknowns {
			t.of(f).unknowns[when]++
		}
	}
}

// of returns the counts of a finding's control, with the severity that it was last given.
func (t *tally) of(f finding) *counts {
	c, ok := t.controls[f.Control]
	if !ok {
		c = &counts{}
		t.controls[f.Control] = c
	}
	c.severity = cmp.Or(f.Severity, c.severity)
	return c
}

func (t *tally) sum() counts {
	var sum counts
	for _, c := range t.controls {
		for when := range 2 {
			sum.findings[when] += c.findings[when]
			sum.unknowns[when] += c.unknowns[when]
		}
	}
	return sum
}

func (t *tally) write(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "control\tseverity\tfindings\tnow\tunknown\tnow")
	row := func(name string, c counts) {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\n", name, c.severity, c.findings[0], c.findings[1], c.unknowns[0], c.unknowns[1])
	}
	for _, id := range slices.Sorted(maps.Keys(t.controls)) {
		row(id, *t.controls[id])
	}
	row("all", t.sum())
	return w.Flush()
}

// differences lists the findings that others lack.
func differences(out io.Writer, sign string, findings, others []finding) {
	left := map[string]int{}
	for i := range others {
		left[others[i].key()]++
	}
	for i := range findings {
		f := &findings[i]
		if left[f.key()]--; left[f.key()] < 0 {
			fmt.Fprintf(out, "%s %s (%s)\n", sign, f.key(), f.Message)
		}
	}
}
