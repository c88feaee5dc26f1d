// Package artefact describes what is judged, whatever it is written in: what it is called, what it says, and
// where each part of it stands.
package artefact

import (
	"fmt"
	"strings"

	"github.com/guiderail/guiderail/harness/value"
)

// Position is a place in a file. Line and Column count from 1; a Column counts characters.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// String gives the position as file:line:column, which terminals and editors turn into a link. The
// parts that are not known are left out.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Kubernetes is the type of Kubernetes objects.
const Kubernetes = "kubernetes"

// Ref names an artefact.
type Ref struct {
	// Type tells what it is, such as Kubernetes.
	Type       string `json:"-"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name,omitempty"`
}

// Group gives the API group; the core group is "".
func (r Ref) Group() string {
	if group, _, found := strings.Cut(r.APIVersion, "/"); found {
		return group
	}
	return ""
}

// String gives the reference as messages show it: Deployment sidecar/primary.
func (r Ref) String() string {
	name := r.Name
	if name == "" {
		name = "(no name)"
	}
	if r.Namespace != "" {
		name = r.Namespace + "/" + name
	}
	return r.Kind + " " + name
}

// IsCustom tells whether an API group is none of Kubernetes' own.
func IsCustom(group string) bool {
	return strings.Contains(group, ".") && (!strings.HasSuffix(group, ".k8s.io") || strings.HasSuffix(group, ".x-k8s.io"))
}

// IsNamespace tells whether it is a namespace of a cluster.
func (r Ref) IsNamespace() bool {
	return r.Type == Kubernetes && r.Kind == "Namespace" && r.Group() == ""
}

// Artefact is one thing that is judged, as it was written.
type Artefact struct {
	Ref
	// Document counts the documents of the file from 1.
	Document int
	// Value is what the artefact says.
	Value value.Value
	// Request is the admission request that an object comes from: operation, oldObject, userInfo and the
	// like; absent for what stands for itself.
	Request value.Value
	// Problems are what the reader had to overlook to make a value of the text.
	Problems []Problem
	// Embedded tells that another artefact holds it, which is what is applied; it may be meant for another
	// cluster, or be a part of what is made of it.
	Embedded bool
	// GeneratesName tells whether Name is only how the name begins that an API server will make up, so that
	// another object with the same one is another object.
	GeneratesName bool
	// Origin is where the artefact begins.
	Origin Position
	// Locator finds values in the text; nil where there is no text.
	Locator Locator
}

// Locator tells where the values of an artefact are written.
type Locator interface {
	// Position gives the place of the value at a path of names and indexes, or of its nearest parent that
	// exists. There is none for what has no text, as an object of a live cluster.
	Position(path []any) (at Position, ok bool)
}

// Position gives the place of the value at a path, or of its nearest parent that exists; where the artefact
// begins, if no more is known.
func (a *Artefact) Position(path []any) Position {
	if a.Locator != nil {
		if at, ok := a.Locator.Position(path); ok {
			return at
		}
	}
	return a.Origin
}

// Delete is the operation of an admission request that removes an object.
const Delete = "DELETE"

// Operation gives what the admission request that the artefact comes from asks for; "" where there is
// none.
func (a *Artefact) Operation() string { return a.Request.Get("operation").TextOrEmpty() }

// IsRequested tells whether the artefact is the object of an admission request: it is asked for, and not there.
func (a *Artefact) IsRequested() bool { return a.Request.Exists() }

// IsDeleted tells whether the artefact is an object that an admission request asks to remove.
func (a *Artefact) IsDeleted() bool { return a.Operation() == Delete }

// PathText writes a path of keys and indexes as people do: spec.containers[0].name. A key that would not be clear
// that way stands in brackets and quotes: data["my.cnf"].
func PathText(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch key, isKey := step.(string); {
		case !isKey:
			fmt.Fprintf(&b, "[%v]", step)
		case key == "" || strings.ContainsAny(key, ".[]\" "):
			fmt.Fprintf(&b, "[%q]", key)
		case b.Len() == 0:
			b.WriteString(key)
		default:
			b.WriteString("." + key)
		}
	}
	return b.String()
}

// Problem is a defect of an artefact's text that its value no longer shows.
type Problem struct {
	Kind     ProblemKind
	Path     []any
	Position Position
	Message  string
}

// ProblemKind tells problems apart.
type ProblemKind int

// DuplicateKey: a mapping has a key twice; as for kubectl, the last one counts.
const DuplicateKey ProblemKind = iota

// Error says why a file, or a document in it, could not be read.
type Error struct {
	Position
	Message string
}

func (e *Error) Error() string { return e.Position.String() + ": " + e.Message }

// Notice says what was read and is no artefact, so that nothing is passed over in silence.
type Notice struct {
	Position
	Message string
}
