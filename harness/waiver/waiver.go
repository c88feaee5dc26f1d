// Package waiver reads files of waivers, which accept findings: those of a control on an object, with an owner, a
// reason and a last day. A waiver that names a control that does not exist, or may not be waived, or that lasts too
// long, is refused with the line at which it does.
package waiver

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/judge"
)

// Waiver accepts the findings of some controls on an object, or on all objects whose names match a pattern.
type Waiver struct {
	// Control is what the file names: an ID, a family or a pattern. Controls are the IDs for which it stands.
	Control  string
	Controls []string

	Kind      string
	Namespace string // that the object names; "" is none
	// Name is a pattern if IsPattern.
	Name      string
	IsPattern bool
	// Container is the only container whose findings are accepted; "" is any finding.
	Container string
	// Path leads to the only value whose findings are accepted, with all in it; empty is any finding.
	Path []any

	Owner, Reason, Ticket string
	// Expires is the last day on which it counts, as 2006-01-02 in UTC.
	Expires string
	// Position is that of the entry in its file.
	Position artefact.Position
	// NotWaivable is a control among Controls that the profile declares not waivable; "" if none is.
	NotWaivable string
}

// Object returns the name of the object as messages show it: Deployment shop/till.
func (w *Waiver) Object() string {
	return artefact.Ref{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}.String()
}

// String returns what it waives: images.digest of Deployment shop/till, container "till".
func (w *Waiver) String() string {
	e := EntryOf(w)
	return e.String()
}

// EntryOf returns a waiver as a file has it, but for the day on which it was granted.
func EntryOf(w *Waiver) Entry {
	e := Entry{
		Control: w.Control, Object: Object{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}, Container: w.Container,
		Path: artefact.PathText(w.Path), Owner: w.Owner, Reason: w.Reason, Ticket: w.Ticket, Expires: w.Expires,
	}
	if w.IsPattern {
		e.Object.Name, e.Object.NamePattern = "", w.Name
	}
	return e
}

// IsSame reports whether two waivers are about the same findings of the same object.
func IsSame(a, b *Waiver) bool {
	return slices.Equal(a.Controls, b.Controls) && a.Object() == b.Object() && a.IsPattern == b.IsPattern &&
		a.Container == b.Container && artefact.PathText(a.Path) == artefact.PathText(b.Path)
}

// NameExpression returns the regular expression, of RE2, that matches the names of its objects.
func (w *Waiver) NameExpression() string {
	expression := regexp.QuoteMeta(w.Name)
	if w.IsPattern {
		expression = strings.NewReplacer(`\*`, `[^/]*`, `\?`, `[^/]`).Replace(expression)
	}
	return "^" + expression + "$"
}

// Acceptance returns what is said of the findings that it accepts.
func (w *Waiver) Acceptance() *judge.Acceptance {
	return &judge.Acceptance{By: judge.ByWaiver, Owner: w.Owner, Reason: w.Reason, Ticket: w.Ticket, Until: w.Expires, Position: w.Position}
}

// IsExpired reports whether its last day is before a day, as 2006-01-02.
func (w *Waiver) IsExpired(day string) bool { return w.Expires < day }

// soon is how many days before its last one a waiver is warned of.
const soon = 30

// ExpiresSoon reports whether it counts on a day, and ends within 30 days of it.
func (w *Waiver) ExpiresSoon(day string) bool {
	return !w.IsExpired(day) && w.Expires < AddDays(day, soon)
}

// IsDay reports whether a text is a day, as 2006-01-02.
func IsDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// AddDays returns the day that comes n days after a day.
func AddDays(day string, n int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return at.AddDate(0, 0, n).Format(time.DateOnly)
}

// Covers reports whether it is about a finding on its object.
func (w *Waiver) Covers(f *judge.Finding) bool {
	if !slices.Contains(w.Controls, f.Control.ID) || w.Container != "" && w.Container != f.Container || len(w.Path) > len(f.Path) {
		return false
	}
	for i, step := range w.Path {
		// A resource of a plan is known by its address, since its number changes from plan to plan, and one of a template of
		// Azure by its name.
		name, _ := step.(string)
		isNamed := i == 1 && f.Address != "" && name == f.Address || slices.Contains(f.Resources[i], name)
		if !isNamed && fmt.Sprint(step) != fmt.Sprint(f.Path[i]) {
			return false
		}
	}
	return true
}

// compare orders waivers that are about one object: the narrowest first, then the one that counts longest.
func compare(a, b *Waiver) int {
	return cmp.Or(
		-cmp.Compare(len(a.Path), len(b.Path)),
		-cmp.Compare(len(a.Container), len(b.Container)),
		cmp.Compare(len(a.Controls), len(b.Controls)),
		-cmp.Compare(exact(a), exact(b)),
		-cmp.Compare(a.Expires, b.Expires),
		cmp.Compare(a.Position.File, b.Position.File),
		cmp.Compare(a.Position.Line, b.Position.Line),
	)
}

func exact(w *Waiver) int {
	if w.IsPattern {
		return 0
	}
	return 1
}

// key identifies objects of a kind in a namespace; name is "" for patterns.
type key struct{ kind, namespace, name string }

// Set has the waivers of all files, by object.
type Set struct {
	// Waivers are in the order of the files.
	Waivers []*Waiver
	// Files are the files that Load read them from.
	Files []File

	exact, patterns map[key][]*Waiver
}

// NewSet returns a set of waivers.
func NewSet(waivers []*Waiver) *Set {
	s := &Set{Waivers: waivers, exact: map[key][]*Waiver{}, patterns: map[key][]*Waiver{}}
	for _, w := range waivers {
		if w.IsPattern {
			k := key{w.Kind, w.Namespace, ""}
			s.patterns[k] = append(s.patterns[k], w)
			continue
		}
		k := key{w.Kind, w.Namespace, w.Name}
		s.exact[k] = append(s.exact[k], w)
	}
	return s
}

// Of returns the waivers that are about an object, the narrowest first, then the one that counts longest.
func (s *Set) Of(ref artefact.Ref) []*Waiver {
	found := s.exact[key{ref.Kind, ref.Namespace, ref.Name}]
	all := slices.Clip(found)
	for _, w := range s.patterns[key{ref.Kind, ref.Namespace, ""}] {
		if ok, err := path.Match(w.Name, ref.Name); ok && err == nil {
			all = append(all, w)
		}
	}
	if len(all) > 1 {
		all = slices.SortedFunc(slices.Values(all), compare)
	}
	return all
}

// Warnings returns what is to be said of the waivers on a day, whatever the objects: which expired, and which expire
// soon.
func (s *Set) Warnings(day string) []artefact.Notice {
	var notices []artefact.Notice
	for _, w := range s.Waivers {
		switch {
		case w.IsExpired(day):
			notices = append(notices, artefact.Notice{Position: w.Position, Message: fmt.Sprintf("the waiver of %s expired on %s and does nothing; renew or remove it", w, w.Expires)})
		case w.ExpiresSoon(day):
			notices = append(notices, artefact.Notice{Position: w.Position, Message: fmt.Sprintf("the waiver of %s expires on %s; fix what it accepts, or renew it", w, w.Expires)})
		}
	}
	return notices
}

// parsePath reads a path as messages write it: spec.containers[0].image, data["my.cnf"].
func parsePath(text string) ([]any, bool) {
	var steps []any
	for rest := text; rest != ""; {
		switch {
		case strings.HasPrefix(rest, `["`):
			quoted, err := strconv.QuotedPrefix(rest[1:])
			if err != nil || !strings.HasPrefix(rest[1+len(quoted):], "]") {
				return nil, false
			}
			key, err := strconv.Unquote(quoted)
			if err != nil || key == "" {
				return nil, false
			}
			steps, rest = append(steps, key), rest[len(quoted)+2:]
		case rest[0] == '[':
			inner, after, found := strings.Cut(rest[1:], "]")
			if !found || inner == "" || strings.Trim(inner, "0123456789") != "" || len(inner) > 6 {
				return nil, false
			}
			n := 0
			for _, digit := range inner {
				n = n*10 + int(digit-'0')
			}
			steps, rest = append(steps, n), after
		default:
			if steps != nil {
				if rest[0] != '.' {
					return nil, false
				}
				rest = rest[1:]
			}
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			if end == 0 {
				return nil, false
			}
			steps, rest = append(steps, rest[:end]), rest[end:]
		}
	}
	return steps, len(steps) > 0
}
