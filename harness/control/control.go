// Package control defines controls: their metadata, and the artefacts that they match.
package control

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Severity ranks how much a violation matters.
type Severity int

// The severities in ascending order.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

// Severities lists the names of all severities in ascending order.
func Severities() []string { return []string{"info", "low", "medium", "high", "critical"} }

func (s Severity) String() string { return Severities()[s] }

// MarshalText returns the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity reads a severity's name.
func ParseSeverity(name string) (Severity, error) {
	if i := slices.Index(Severities(), name); i >= 0 {
		return Severity(i), nil
	}
	return 0, fmt.Errorf("unknown severity %q; use one of %s", name, strings.Join(Severities(), ", "))
}

// UnmarshalText reads a severity as MarshalText writes it.
func (s *Severity) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSeverity(string(text))
	return err
}

// Channels lists the channels in which controls run: guiderail check, conftest, Gatekeeper and OPA servers.
func Channels() []string { return []string{"check", "conftest", "gatekeeper", "opa"} }

// Match selects artefacts by type, or Kubernetes objects by group and kind. "*" means every group or every kind; ""
// is the core group.
type Match struct {
	// Type is that of artefact.Ref; "" stands for Kubernetes objects.
	Type   string   `json:"type,omitempty"`
	Groups []string `json:"groups,omitempty"`
	Kinds  []string `json:"kinds,omitempty"`
}

// Objects returns what the control matches of Kubernetes objects.
func (c *Control) Objects() []Match {
	return slices.DeleteFunc(slices.Clone(c.Match), func(m Match) bool { return cmp.Or(m.Type, artefact.Kubernetes) != artefact.Kubernetes })
}

func (m *Match) isOf(ref artefact.Ref) bool { return cmp.Or(m.Type, artefact.Kubernetes) == ref.Type }

func (m *Match) has(ref artefact.Ref) bool {
	return m.isOf(ref) && (len(m.Groups) == 0 || has(m.Groups, ref.Group())) && (len(m.Kinds) == 0 || has(m.Kinds, ref.Kind))
}

// Control is one enforceable rule.
type Control struct {
	// ID is the package path below the root: family.name.
	ID string
	// RenamedFrom are IDs that the control had in earlier releases. Profiles and commands may still use them.
	RenamedFrom []string
	Title       string
	Description string
	// Severity is that of the annotation, or the one that a profile gives the control.
	Severity     Severity
	Requirements []string
	Match        []Match
	// Operations are the admission operations that the control judges: CREATE and UPDATE by default.
	Operations []string
	// Namespaces are system namespaces whose objects the control judges, so they must not be excluded as system
	// namespaces.
	Namespaces []string
	// Limits describe what the control cannot do in a channel, by the name of the channel: check, conftest,
	// gatekeeper or opa.
	Limits map[string]string
	// FilesOnly tells that the control says something of an object only because it stands in a file, and so nothing
	// of what is in a cluster or is sent to one.
	FilesOnly   bool
	Remediation string
	// Fixes are what mends a finding, and are tried in turn; none where that takes a person.
	Fixes []Fix
	// Parameters holds an OpenAPI v3 schema for each parameter. The rule `defaults` of the control's package has
	// the defaults.
	Parameters map[string]any
	// ChangedParameters say, for parameters that are gone or take other values than in an earlier release, what
	// to write instead.
	ChangedParameters map[string]string
	// Reads are the kinds of other objects that the control looks up in data.inventory. They are derived from the
	// rules, not from the annotation.
	Reads []Read
	// References are URLs for further reading.
	References []string
	// File is the path of the control in the policy directory; "" if it is written in Go.
	File string
	// Libraries are the files of all libraries that the control imports, directly or indirectly, sorted.
	Libraries []string

	annotated *Severity // that of the annotation, where a profile gives another
}

// WithSeverity returns a copy of the control that has a severity in place of its own.
func (c *Control) WithSeverity(s Severity) *Control {
	changed, annotated := *c, c.DefaultSeverity()
	changed.Severity, changed.annotated = s, &annotated
	return &changed
}

// DefaultSeverity returns the severity of the annotation, whatever a profile says.
func (c *Control) DefaultSeverity() Severity {
	if c.annotated != nil {
		return *c.annotated
	}
	return c.Severity
}

// Family is the first part of the ID.
func (c *Control) Family() string {
	family, _, _ := strings.Cut(c.ID, ".")
	return family
}

// Name is the second part of the ID.
func (c *Control) Name() string {
	_, name, _ := strings.Cut(c.ID, ".")
	return name
}

// Package is the path of the control's Rego package, as queries spell it.
func (c *Control) Package() string { return "data.guiderail." + c.ID }

// Matches reports whether the control matches an artefact.
func (c *Control) Matches(ref artefact.Ref) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool { return m.has(ref) })
}

// MatchesType reports whether the control matches artefacts of the type of an artefact, of whatever kind.
func (c *Control) MatchesType(ref artefact.Ref) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool { return m.isOf(ref) })
}

// Unseen is the message for an admission request that the control cannot judge without other objects.
func (c *Control) Unseen() string {
	var kinds []string
	for _, read := range c.Reads {
		if !slices.Contains(kinds, read.Kind) {
			kinds = append(kinds, read.Kind)
		}
	}
	return fmt.Sprintf("cannot be decided from the request alone; provide these objects as inventory: %s", strings.Join(kinds, " and "))
}

// Names reports whether the control names the kind, rather than matching every kind.
func (c *Control) Names(ref artefact.Ref) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool { return m.has(ref) && slices.Contains(m.Kinds, ref.Kind) })
}

// Needs reports whether the control judges or looks up Kubernetes objects of a kind; * stands for every kind of the group. A
// control that matches every kind does, too, if ofAny is set.
func (c *Control) Needs(group, kind string, ofAny bool) bool {
	isOf := func(kinds []string) bool {
		return kind == "*" || slices.Contains(kinds, kind) || ofAny && (len(kinds) == 0 || slices.Contains(kinds, "*"))
	}
	return !c.FilesOnly && (slices.ContainsFunc(c.Objects(), func(m Match) bool {
		return (len(m.Groups) == 0 || has(m.Groups, group)) && isOf(m.Kinds)
	}) || slices.ContainsFunc(c.Reads, func(r Read) bool { return r.Group == group && isOf([]string{r.Kind}) }))
}

// IsAskedOn reports whether the control judges an admission operation. "" means a file or an audit, which every
// control judges.
func (c *Control) IsAskedOn(operation string) bool {
	return operation == "" || slices.Contains(c.Operations, operation)
}

func has(names []string, name string) bool {
	return slices.Contains(names, name) || slices.Contains(names, "*")
}
