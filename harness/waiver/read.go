package waiver

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/internal/document"
)

// Schema is the JSON Schema of a file of waivers, for editors.
//
//go:embed schema.json
var Schema []byte

// APIVersion and Kind are those of a file of waivers.
const (
	APIVersion = "guiderail.dev/v1alpha1"
	Kind       = "Waivers"
)

// MinReason is how many characters a reason has at least, in a file as in an annotation.
const MinReason = 10

// Options are what waivers are held against.
type Options struct {
	// Controls are those that waivers may name.
	Controls []*control.Control
	// Profile says which controls are not waivable and how long a waiver may last; nil says nothing.
	Profile *profile.Profile
	// Now gives the day of the run.
	Now time.Time
}

// Day returns the day of a time, as waivers write days: 2006-01-02 in UTC.
func Day(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// File is the text of a file of waivers. Positions have its name.
type File struct {
	Name string
	Text []byte
}

// ReadFiles returns the texts of files of waivers. The error names each file that cannot be read.
func ReadFiles(names []string) ([]File, error) {
	var files []File
	var errs []error
	for _, name := range names {
		text, err := document.ReadFile(name)
		if err != nil {
			errs = append(errs, fmt.Errorf("waivers: %w", err))
			continue
		}
		files = append(files, File{name, text})
	}
	return files, errors.Join(errs...)
}

// Load returns the waivers in files. A waiver of a control that is not waivable is no error here: see
// Set.CheckWaivable.
func Load(files []File, options Options) (*Set, []control.Renamed, error) {
	var all []*Waiver
	var renamed []control.Renamed
	var errs []error
	for _, file := range files {
		waivers, old, err := Read(file.Name, file.Text, options)
		if err != nil {
			errs = append(errs, err)
		}
		all = append(all, waivers...)
		renamed = append(renamed, old...)
	}
	set := NewSet(all)
	set.Files = files
	return set, renamed, errors.Join(errs...)
}

// CheckWaivable returns an error for each waiver of a control that the profile declares not waivable.
func (s *Set) CheckWaivable(p *profile.Profile) error {
	var errs []error
	for _, w := range s.Waivers {
		if w.NotWaivable != "" {
			errs = append(errs, &artefact.Error{Position: w.Position, Message: w.notWaivable(p)})
		}
	}
	return errors.Join(errs...)
}

func (w *Waiver) notWaivable(p *profile.Profile) string {
	return fmt.Sprintf("the waiver of %s covers %s, which profile %s declares not waivable (%s)", w, w.NotWaivable, p.Name, p.NotWaivable[w.NotWaivable])
}

// written is a file of waivers as it is written; schema.json says what may stand in it.
type written struct {
	MaxDays int     `json:"maxDays"`
	Waivers []Entry `json:"waivers"`
}

// Read reads the text of a file of waivers. It returns the controls that are named by an ID of an earlier release. The
// error has everything that is wrong, each with its place.
func Read(file string, text []byte, options Options) ([]*Waiver, []control.Renamed, error) {
	d, err := document.Open(file, text, noun)
	if err != nil {
		return nil, nil, err
	}
	return read(d, options)
}

// noun is what messages call a file of waivers.
const noun = "file of waivers"

// Check returns whatever is wrong with a file of waivers that was read already, controls that are not waivable among it.
func Check(a *artefact.Artefact, options Options) []error {
	d, err := document.Of(a, noun)
	if err != nil {
		return document.Errors(err)
	}
	waivers, _, err := read(d, options)
	if err == nil {
		err = NewSet(waivers).CheckWaivable(options.Profile)
	}
	return document.Errors(err)
}

func read(d *document.Document, options Options) ([]*Waiver, []control.Renamed, error) {
	if err := d.Hold(Schema); err != nil {
		return nil, nil, err
	}
	var w written
	if err := json.Unmarshal(d.Text, &w); err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", d.Position(), err)
	}
	r := &reader{Options: options, document: d, today: Day(options.Now)}
	r.maxDays = cmp.Or(w.MaxDays, profile.MaxDays)
	if p := options.Profile; p != nil && p.MaxWaiverDays > 0 {
		if w.MaxDays > p.MaxWaiverDays {
			r.fail([]any{"maxDays"}, "must be at most %d, which profile %s allows", p.MaxWaiverDays, p.Name)
		}
		r.maxDays = min(cmp.Or(w.MaxDays, p.MaxWaiverDays), p.MaxWaiverDays)
	}
	var waivers []*Waiver
	for i := range w.Waivers {
		waivers = append(waivers, r.waiver(&w.Waivers[i], []any{"waivers", i}))
	}
	if len(r.errors) > 0 {
		return nil, r.renamed, errors.Join(r.errors...)
	}
	return waivers, r.renamed, nil
}

type reader struct {
	Options
	document *document.Document
	today    string
	maxDays  int
	renamed  []control.Renamed
	errors   []error
}

func (r *reader) fail(at []any, format string, args ...any) {
	r.errors = append(r.errors, r.document.Errorf(at, format, args...))
}

func below(at []any, keys ...any) []any { return append(append([]any{}, at...), keys...) }

func (r *reader) waiver(e *Entry, at []any) *Waiver {
	w := &Waiver{
		Control: e.Control, Kind: e.Object.Kind, Namespace: e.Object.Namespace, Name: e.Object.Name,
		Container: e.Container, Owner: e.Owner, Reason: e.Reason, Ticket: e.Ticket, Expires: e.Expires,
		Position: r.document.Position(at...),
	}
	selected, renamed, err := control.Select(e.Control, r.Controls)
	if err != nil {
		r.errors = append(r.errors, &artefact.Error{Position: r.document.Position(below(at, "control")...), Message: err.Error()})
	}
	if renamed != nil {
		renamed.Position = r.document.Position(below(at, "control")...)
		r.renamed = append(r.renamed, *renamed)
	}
	for _, c := range selected {
		w.Controls = append(w.Controls, c.ID)
		if r.Profile != nil && w.NotWaivable == "" {
			if _, not := r.Profile.NotWaivable[c.ID]; not {
				w.NotWaivable = c.ID
			}
		}
	}
	r.name(w, e, at)
	if e.Path != "" {
		var ok bool
		if w.Path, ok = parsePath(e.Path); !ok {
			r.fail(below(at, "path"), "is not a path; write it as findings in JSON show it, such as spec.template.spec.containers[0].image")
		}
	}
	r.days(e, at)
	return w
}

func (r *reader) name(w *Waiver, e *Entry, at []any) {
	switch {
	case e.Object.Name != "" && e.Object.NamePattern != "":
		r.fail(below(at, "object", "namePattern"), "is given beside a name; leave out one of them")
	case e.Object.NamePattern != "":
		w.Name, w.IsPattern = e.Object.NamePattern, true
		if strings.ContainsAny(w.Name, `[]\/`) {
			r.fail(below(at, "object", "namePattern"), "must not have other special characters than * and ?")
		}
	case strings.ContainsAny(e.Object.Name, "*?["):
		r.fail(below(at, "object", "name"), "must be one name; write namePattern for a pattern")
	case strings.Contains(e.Object.Name, "/"):
		r.fail(below(at, "object", "name"), "must not contain /")
	}
	if kind := r.kindOf(e.Object.Kind); kind != e.Object.Kind {
		r.fail(below(at, "object", "kind"), "must be %s, as manifests write it", kind)
	}
	for field, text := range map[string]string{"kind": e.Object.Kind, "namespace": e.Object.Namespace} {
		if strings.ContainsAny(text, "*?[") {
			r.fail(below(at, "object", field), "must not be a pattern; only namePattern is one")
		}
	}
}

// kindOf returns a kind as the controls write it; as it is where none has it.
func (r *reader) kindOf(kind string) string {
	similar := kind
	for _, c := range r.Controls {
		for _, m := range c.Match {
			for _, known := range m.Kinds {
				switch {
				case known == kind:
					return kind
				case strings.EqualFold(known, kind):
					similar = known
				}
			}
		}
	}
	return similar
}

// days checks the days of a waiver: it must not last longer than allowed from the day on which it was granted.
func (r *reader) days(e *Entry, at []any) {
	granted := cmp.Or(e.Granted, r.today)
	for field, day := range map[string]string{"granted": granted, "expires": e.Expires} {
		if !IsDay(day) {
			r.fail(below(at, field), "must be a date (YYYY-MM-DD), not %s", day)
			return
		}
	}
	switch last := AddDays(granted, r.maxDays); {
	case granted > r.today:
		r.fail(below(at, "granted"), "must not be after the day of the run, %s", r.today)
	case e.Expires < granted && e.Granted != "":
		r.fail(below(at, "expires"), "must not be before the day on which it was granted, %s", granted)
	case e.Expires > last:
		r.fail(below(at, "expires"), "must be at most %d days after %s, which is %s", r.maxDays, granted, last)
	}
}
