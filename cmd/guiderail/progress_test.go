package main

import (
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// TestReadingProgress shows how far the reading of a cluster is, after a second and not for every page.
func TestReadingProgress(t *testing.T) {
	var out strings.Builder
	p := &readingProgress{w: &out, start: time.Now()}
	p.show(500)
	p.end()
	if out.String() != "" {
		t.Errorf("got %q in less than a second", out.String())
	}
	p.start = time.Now().Add(-2500 * time.Millisecond)
	p.show(1500)
	p.show(2000)
	p.end()
	if want := "\r\x1b[Kreading the cluster: 1500 objects, 2 s\r\x1b[K"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	p := newProgress(&out)
	for _, r := range []*report.Result{
		{IsFirst: true, IsDocument: true, Judgements: []judge.Judgement{{Findings: make([]judge.Finding, 2)}}},
		{IsDocument: true},
	} {
		if err := p.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	p.show(999 * time.Millisecond)
	if out.String() != "" {
		t.Errorf("got %q in less than a second", out.String())
	}
	p.show(2500 * time.Millisecond)
	if err := p.End(nil); err != nil {
		t.Fatal(err)
	}
	p.close()
	if want := "\r\x1b[K1 file, 2 documents, 2 findings, 2 s\r\x1b[K"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestRounds(t *testing.T) {
	var out strings.Builder
	r := newRounds(&out)
	r.at(1, 7, 7)
	r.show(1500 * time.Millisecond)
	r.at(3, 2, 9)
	r.show(2500 * time.Millisecond)
	r.close()
	if want := "\r\x1b[Kchecking: 7 files, 1 s\r\x1b[Kverifying fixes, round 2: file 2 of 9, 2 s\r\x1b[K"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
