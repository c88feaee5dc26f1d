package baseline

import (
	"path/filepath"

	"github.com/guiderail/guiderail/harness/judge"
)

// Matcher matches the findings of one run with the entries of a baseline, each entry with one finding at most. It is for
// one run, whose files it is told beforehand: an entry waits for the findings of its own file, and counts for a finding
// of any other file only when there are none.
type Matcher struct {
	baseline *Baseline
	first    map[string]int  // the first entry of each fingerprint, counted from 1
	next     []int           // by entry, the next one of its fingerprint, counted from 1
	matched  []bool          // by entry
	file     []string        // by entry, the file of the run that it belongs to; "" if that is none
	waiting  map[string]bool // files of the run that are not finished
	read     map[string]bool // files of the run
	failed   map[string]bool // files that could not be read whole
	controls map[string]bool // that are asked
	objects  map[object]bool // which have entries that the run may fix
	unjudged map[object]bool // about which it is not known
	ended    bool
}

// object identifies what a control says of an object.
type object struct{ control, kind, namespace, name string }

// NewMatcher returns what matches the findings of a run that reads the files and asks the controls. Chart.yaml stands for
// what is rendered from its chart.
func (b *Baseline) NewMatcher(files []string, controls []string) *Matcher {
	m := &Matcher{
		baseline: b, first: make(map[string]int, len(b.Entries)), next: make([]int, len(b.Entries)), matched: make([]bool, len(b.Entries)), file: make([]string, len(b.Entries)),
		waiting: set(files), read: set(files), failed: map[string]bool{}, controls: set(controls), objects: map[object]bool{}, unjudged: map[object]bool{},
	}
	for i := len(b.Entries) - 1; i >= 0; i-- {
		e := &b.Entries[i]
		m.next[i] = m.first[e.Fingerprint]
		m.first[e.Fingerprint] = i + 1
		if m.file[i] = m.fileOf(e); m.file[i] != "" && m.controls[e.Control] {
			m.objects[objectOf(e)] = true
		}
	}
	return m
}

// fileOf returns the file of the run that an entry belongs to: the file itself, or that of the chart that it was rendered
// from. It is "" if that is none.
func (m *Matcher) fileOf(e *Entry) string {
	file := e.readFrom()
	if m.read[file] {
		return file
	}
	for directory := file; e.RenderedFrom != "" && directory != filepath.Dir(directory); {
		directory = filepath.Dir(directory)
		if chart := filepath.Join(directory, "Chart.yaml"); m.read[chart] {
			return chart
		}
	}
	return ""
}

func objectOf(e *Entry) object {
	return object{e.Control, e.Object.Kind, e.Object.Namespace, e.Object.Name}
}

func set(names []string) map[string]bool {
	all := make(map[string]bool, len(names))
	for _, name := range names {
		all[name] = true
	}
	return all
}

// Match is what a baseline says of a finding.
type Match int

// The matches. Held is known at the end only: an entry that would fit waits for another file.
const (
	New Match = iota
	Known
	Held
)

// Match looks for an entry for a finding, first for one of the same file.
func (m *Matcher) Match(f *judge.Finding) (*Entry, Match) {
	first := m.first[f.Fingerprint]
	for first > 0 && m.matched[first-1] {
		first = m.next[first-1]
		m.first[f.Fingerprint] = first
	}
	best, isHeld := -1, false
	for i := first - 1; i >= 0; i = m.next[i] - 1 {
		if m.matched[i] {
			continue
		}
		isHeld = true
		if m.baseline.Entries[i].readFrom() == f.Position.ReadFrom() {
			best = i
			break
		}
		if best < 0 && (m.ended || !m.waiting[m.file[i]]) {
			best = i
		}
	}
	switch {
	case best >= 0:
		m.matched[best] = true
		return &m.baseline.Entries[best], Known
	case isHeld:
		return nil, Held
	}
	return nil, New
}

// Finish tells that all of a file was judged, or that it could not be read whole.
func (m *Matcher) Finish(file string, failed bool) {
	delete(m.waiting, file)
	if failed {
		m.failed[file] = true
	}
}

// End tells that all files were judged.
func (m *Matcher) End() { m.ended = true }

// Note keeps what could not be judged of an object: what was found there before is not known to be fixed.
func (m *Matcher) Note(j *judge.Judgement) {
	for id, verdict := range j.Verdicts {
		if verdict != judge.Unknown && verdict != judge.Errored {
			continue
		}
		if key := (object{id, j.Kind, j.Namespace, j.Name}); m.objects[key] {
			m.unjudged[key] = true
		}
	}
}

// Left returns the entries that no finding matches: those whose findings are fixed, and how many others there are, whose
// files or controls were not part of the run or could not be judged.
func (m *Matcher) Left() (fixed []Entry, others int) {
	for i := range m.baseline.Entries {
		if m.matched[i] {
			continue
		}
		e := &m.baseline.Entries[i]
		if m.file[i] == "" || m.failed[m.file[i]] || !m.controls[e.Control] || m.unjudged[objectOf(e)] {
			others++
			continue
		}
		fixed = append(fixed, *e)
	}
	return fixed, others
}
