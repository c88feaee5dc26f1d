package gatekeeper

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/waiver"
)

// Waived says what waivers have the constraints of a profile leave out. A constraint can leave out all objects of a kind
// in a namespace, and Namespaces by name, but no other object by its name, and nothing within an object. It has no last
// day: what is rendered counts until it is rendered again.
type Waived struct {
	// Unrendered are the waivers that constraints cannot say, in their order.
	Unrendered []Unrendered
	// Until is the first of the last days of those that they can; "" where there is none.
	Until string

	namespaces map[string]map[string][]string // by control and kind
	until      map[string]map[string]string
}

// Unrendered is a waiver that constraints cannot say.
type Unrendered struct {
	Waiver *waiver.Waiver
	Reason string
}

// NewWaived returns what the waivers that count on a day have the constraints of the controls leave out.
func NewWaived(p *profile.Profile, controls []*control.Control, set *waiver.Set, day string) *Waived {
	w := &Waived{namespaces: map[string]map[string][]string{}, until: map[string]map[string]string{}}
	chosen := map[string]*control.Control{}
	for _, c := range Chosen(p, controls) {
		chosen[c.ID] = c
	}
	for _, one := range set.Waivers {
		if one.IsExpired(day) {
			continue
		}
		namespace, reason := excluded(one)
		if reason == "" {
			reason = w.exclude(one, chosen, namespace)
		}
		if reason != "" {
			w.Unrendered = append(w.Unrendered, Unrendered{one, reason})
		}
	}
	return w
}

// exclude leaves out a namespace for a waiver, and returns why it could not for some of the controls.
func (w *Waived) exclude(one *waiver.Waiver, chosen map[string]*control.Control, namespace string) string {
	rendered, reason := false, ""
	for _, id := range one.Controls {
		c := chosen[id]
		switch {
		case c == nil || !matchesKind(c, one.Kind):
		case !names(c, one.Kind):
			reason = fmt.Sprintf("the constraint of %s matches every kind, and cannot leave out one", id)
		default:
			rendered = true
			w.add(one, id, namespace)
		}
	}
	switch {
	case rendered && reason != "":
		return "but for some of its controls, since " + reason
	case !rendered && reason == "":
		return "no constraint of the profile is asked about it"
	}
	return reason
}

func (w *Waived) add(one *waiver.Waiver, id, namespace string) {
	if w.namespaces[id] == nil {
		w.namespaces[id], w.until[id] = map[string][]string{}, map[string]string{}
	}
	if !slices.Contains(w.namespaces[id][one.Kind], namespace) {
		w.namespaces[id][one.Kind] = append(w.namespaces[id][one.Kind], namespace)
	}
	if until := w.until[id][one.Kind]; until == "" || one.Expires < until {
		w.until[id][one.Kind] = one.Expires
	}
	if w.Until == "" || one.Expires < w.Until {
		w.Until = one.Expires
	}
}

// wildcard is a pattern that Gatekeeper has too: a star at the beginning, the end, or both.
var wildcard = regexp.MustCompile(`^\*?[^*?]+\*?$`)

// excluded returns the namespace, or the pattern for namespaces, that a constraint has to leave out for a waiver; or why
// it cannot.
func excluded(w *waiver.Waiver) (namespace, reason string) {
	switch {
	case w.Container != "" || len(w.Path) > 0:
		return "", "a constraint cannot leave out a part of an object"
	case w.Kind == "Namespace" && w.IsPattern && !wildcard.MatchString(w.Name):
		return "", "a constraint has no such pattern for namespaces"
	case w.Kind == "Namespace":
		return w.Name, ""
	case w.IsPattern && w.Name == "*" && w.Namespace != "":
		return w.Namespace, ""
	}
	return "", "a constraint cannot leave out an object by its name"
}

// constraints returns the constraints of a control: one where no waiver is about it; otherwise one more for each kind of
// which it leaves out some namespaces.
func (w *Waived) constraints(p *profile.Profile, c *control.Control) []constraint {
	var apart map[string][]string
	if w != nil {
		apart = w.namespaces[c.ID]
	}
	var all []constraint
	rest := constraintOf(p, c)
	for _, kind := range slices.Sorted(maps.Keys(apart)) {
		one := constraintOf(p, c)
		one.spec.Match.Kinds = only(one.spec.Match.Kinds, kind)
		one.spec.Match.ExcludedNamespaces = append(one.spec.Match.ExcludedNamespaces, apart[kind]...)
		slices.Sort(one.spec.Match.ExcludedNamespaces)
		one.spec.Match.ExcludedNamespaces = slices.Compact(one.spec.Match.ExcludedNamespaces)
		one.metadata.Name += "-" + strings.ToLower(kind)
		one.metadata.Annotations[waivedUntil] = w.until[c.ID][kind]
		all = append(all, one)
		rest.spec.Match.Kinds = without(rest.spec.Match.Kinds, kind)
	}
	if len(rest.spec.Match.Kinds) > 0 {
		all = slices.Insert(all, 0, rest)
	}
	return all
}

// waivedUntil is the annotation of a constraint that leaves out something by a waiver.
const waivedUntil = "guiderail.dev/waived-until"

func only(all []kinds, kind string) []kinds {
	var left []kinds
	for _, k := range all {
		if slices.Contains(k.Kinds, kind) {
			left = append(left, kinds{APIGroups: k.APIGroups, Kinds: []string{kind}})
		}
	}
	return left
}

func without(all []kinds, kind string) []kinds {
	var left []kinds
	for _, k := range all {
		if k.Kinds = slices.DeleteFunc(slices.Clone(k.Kinds), func(name string) bool { return name == kind }); len(k.Kinds) > 0 {
			left = append(left, k)
		}
	}
	return left
}

// matchesKind reports whether a control is asked about objects of a kind, in whichever group, and names whether it names
// the kind.
func matchesKind(c *control.Control, kind string) bool {
	return slices.ContainsFunc(c.Objects(), func(m control.Match) bool { return slices.Contains(m.Kinds, kind) || slices.Contains(m.Kinds, "*") })
}

func names(c *control.Control, kind string) bool {
	return !slices.ContainsFunc(c.Objects(), func(m control.Match) bool { return slices.Contains(m.Kinds, "*") }) && matchesKind(c, kind)
}
