// Package control says what a control is: what it says of itself, and which artefacts it speaks of.
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

// The severities in rising order.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

// Severities lists the names of all severities in rising order.
func Severities() []string { return []string{"info", "low", "medium", "high", "critical"} }

func (s Severity) String() string { return Severities()[s] }

// MarshalText gives the severity's name.
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

// Channels lists where controls run: guiderail check, conftest, Gatekeeper and OPA servers.
func Channels() []string { return []string{"check", "conftest", "gatekeeper", "opa"} }

// Match names artefacts: of a type, and for Kubernetes objects of groups and kinds. "*" stands for every group
// or every kind; the core group is "".
type Match struct {
	// Type is that of artefact.Ref; "" stands for Kubernetes objects.
	Type   string   `json:"type,omitempty"`
	Groups []string `json:"groups,omitempty"`
	Kinds  []string `json:"kinds,omitempty"`
}

func (m *Match) isOf(ref artefact.Ref) bool { return cmp.Or(m.Type, artefact.Kubernetes) == ref.Type }

func (m *Match) has(ref artefact.Ref) bool {
	return m.isOf(ref) && (len(m.Groups) == 0 || has(m.Groups, ref.Group())) && (len(m.Kinds) == 0 || has(m.Kinds, ref.Kind))
}

// Control is one enforceable rule.
type Control struct {
	// ID is the package path below the root: family.name.
	ID           string
	Title        string
	Description  string
	Severity     Severity
	Requirements []string
	Match        []Match
	// Operations are those that an API server must ask the control about: CREATE and UPDATE unless the
	// control says otherwise.
	Operations []string
	// Namespaces are those of the system whose objects the control is about, so that nothing may leave
	// them out on behalf of the system.
	Namespaces []string
	// Limits say what the control cannot do in a channel, by the channel's name: check, conftest,
	// gatekeeper or opa.
	Limits      map[string]string
	Remediation string
	// Parameters holds an OpenAPI v3 schema for each parameter; the defaults are the rule `defaults`
	// of the control's package.
	Parameters map[string]any
	// Reads are the kinds of objects that the control looks up in data.inventory, beside the one that it
	// judges. What the rules look up tells, not the annotation.
	Reads []Read
	// References are the addresses of further reading.
	References []string
	// File is where the control stands in the policies' file system; "" for one that is written in Go.
	File string
	// Libraries are the files of the libraries that the control stands on, also through one another, in order.
	Libraries []string
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

// Matches tells whether the control speaks of an artefact.
func (c *Control) Matches(ref artefact.Ref) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool { return m.has(ref) })
}

// Unseen says that a request shows nothing of the cluster that it is sent to, where the control looks up
// other objects.
func (c *Control) Unseen() string {
	var kinds []string
	for _, read := range c.Reads {
		if !slices.Contains(kinds, read.Kind) {
			kinds = append(kinds, read.Kind)
		}
	}
	return fmt.Sprintf("cannot be decided from the request alone; provide these objects as inventory: %s", strings.Join(kinds, " and "))
}

// Names tells whether the control speaks of this very kind, not just of every kind.
func (c *Control) Names(ref artefact.Ref) bool {
	return slices.ContainsFunc(c.Match, func(m Match) bool { return m.has(ref) && slices.Contains(m.Kinds, ref.Kind) })
}

// IsAskedOn tells whether an API server asks the control about an operation. Where there is none, in a
// file or an audit, the control judges what is there.
func (c *Control) IsAskedOn(operation string) bool {
	return operation == "" || slices.Contains(c.Operations, operation)
}

func has(names []string, name string) bool {
	return slices.Contains(names, name) || slices.Contains(names, "*")
}
