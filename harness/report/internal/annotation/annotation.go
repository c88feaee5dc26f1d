// Package annotation has what the formats for the logs of CI systems share: every finding is a line of the log, and
// the worst ones are annotations, of which the systems show a few for each level.
package annotation

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/prose"
)

// Limit is how many annotations of one level GitHub and Azure show for a step.
const Limit = 10

// Rank orders annotations: severities, and Failure above all of them.
type Rank = control.Severity

// Failure is the rank of what could not be read or evaluated.
const Failure = control.Critical + 1

// Annotation is something about a line of a file. Its texts are as they were read: each format escapes them.
type Annotation struct {
	Rank     Rank
	Control  string // "" if it is about reading
	Position artefact.Position
	// Message has one line or several.
	Message string
}

// Title names the control and its severity.
func (a *Annotation) Title() string {
	if a.Rank == Failure {
		return "guiderail: not judged"
	}
	return fmt.Sprintf("guiderail: %s (%s)", a.Control, a.Rank)
}

// Line returns the annotation as one line of a log. It begins with a word of ours, so that it is no command.
func (a *Annotation) Line() string {
	word := "failure"
	if a.Rank != Failure {
		word = a.Rank.String()
	}
	message, _, _ := strings.Cut(a.Message, "\n")
	return report.OneLine(fmt.Sprintf("%s %s %s: %s", word, report.Place(a.Position), cmp.Or(a.Control, "not read"), message))
}

// Of returns the annotations of a result: findings, and what could not be read or evaluated.
func Of(run *report.Run, r *report.Result) []Annotation {
	var all []Annotation
	for _, j := range r.Judgements {
		for _, f := range j.Findings {
			text := []string{report.OneLine(fmt.Sprintf("%s: %s", j.Ref, f.Message))}
			if rendered := f.Position.Rendered(); rendered != "" {
				text = append(text, report.OneLine("At "+rendered))
			}
			if f.Control.Remediation != "" {
				text = append(text, report.OneLine("Fix: "+f.Control.Remediation))
			}
			if page := run.Page(f.Control); page != "" {
				text = append(text, report.OneLine(page))
			}
			all = append(all, Annotation{f.Control.Severity, f.Control.ID, f.Position, strings.Join(text, "\n")})
		}
	}
	for _, f := range r.Failures() {
		text := []string{report.OneLine(f.String())}
		if rendered := f.Position.Rendered(); rendered != "" {
			text = append(text, report.OneLine("At "+rendered))
		}
		all = append(all, Annotation{Failure, f.Control, f.Position, strings.Join(text, "\n")})
	}
	return all
}

// NotJudged returns lines about what is unknown or was not judged in a result.
func NotJudged(r *report.Result) []string {
	var all []string
	for _, j := range r.Judgements {
		for _, u := range j.Unknowns {
			all = append(all, report.OneLine(fmt.Sprintf("unknown %s %s: %s: %s", report.Place(u.Position), u.Control.ID, j.Ref, u.Message)))
		}
	}
	for _, n := range r.Notices {
		all = append(all, report.OneLine(fmt.Sprintf("skipped %s: %s", report.Place(n.Position), n.Message)))
	}
	return all
}

// Log writes a run to a log: a line for everything that was found, and of each level the worst.
type Log struct {
	w     io.Writer
	level func(Rank) string
	run   *report.Run
	worst Worst
	err   error
}

// NewLog makes a log of a system, by its names of ranks.
func NewLog(w io.Writer, level func(Rank) string) *Log { return &Log{w: w, level: level} }

// Open begins the group of all lines by a command of the system.
func (l *Log) Open(run *report.Run, command string) error {
	l.run = run
	l.Printf("%s\n", command)
	return l.err
}

// Result writes a line for everything that was found in a document.
func (l *Log) Result(r *report.Result) error {
	for _, a := range Of(l.run, r) {
		l.Printf("%s\n", a.Line())
		l.worst.Add(l.level(a.Rank), a)
	}
	for _, line := range NotJudged(r) {
		l.Printf("%s\n", line)
	}
	return l.err
}

// Close ends the group by a command of the system.
func (l *Log) Close(s *report.Summary, command string) {
	for _, text := range s.NotJudged() {
		l.Printf("skipped %s\n", report.OneLine(text))
	}
	l.Printf("%s\n", command)
}

// Worst writes the worst annotations of the levels, and returns how many more there are of each.
func (l *Log) Worst(levels []string, write func(level string, a *Annotation)) (more []string) {
	for _, level := range levels {
		kept, others := l.worst.Of(level)
		for i := range kept {
			write(level, &kept[i])
		}
		if others > 0 {
			more = append(more, prose.Count(others, "more "+level))
		}
	}
	return more
}

// Printf writes to the log, until that fails.
func (l *Log) Printf(format string, args ...any) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.w, format, args...)
	}
}

// Err returns the first error of writing.
func (l *Log) Err() error { return l.err }

// Worst keeps the worst annotations of each level, the first of them where they are equal.
type Worst struct {
	kept  map[string][]Annotation
	total map[string]int
}

// Add adds an annotation to a level.
func (w *Worst) Add(level string, a Annotation) {
	if w.kept == nil {
		w.kept, w.total = map[string][]Annotation{}, map[string]int{}
	}
	w.total[level]++
	kept := w.kept[level]
	i := slices.IndexFunc(kept, func(b Annotation) bool { return b.Rank < a.Rank })
	if i < 0 {
		i = len(kept)
	}
	if i < Limit {
		kept = slices.Insert(kept, i, a)
		w.kept[level] = kept[:min(len(kept), Limit)]
	}
}

// Of returns the annotations of a level that were kept, the worst first, and how many others there are.
func (w *Worst) Of(level string) (kept []Annotation, others int) {
	return w.kept[level], w.total[level] - len(w.kept[level])
}

// Summary returns the last line of a log: what was found.
func Summary(s *report.Summary) string {
	n := 0
	for _, findings := range s.Findings {
		n += findings
	}
	found := "no findings"
	if n > 0 {
		found = prose.Count(n, "finding") + " (" + report.BySeverity(s.Findings) + ")"
	}
	if s.Waived > 0 {
		found += fmt.Sprintf(", %d waived", s.Waived)
	}
	return fmt.Sprintf("guiderail: %s; %s of %s read", found, prose.Count(s.Artefacts, "object"), prose.Count(s.Files, "file"))
}
