// Package artefact turns files and streams into the artefacts that controls judge, each with the
// file, the document and the position of every value in it.
//
// YAML is read as kubectl reads it: scalars have their YAML 1.1 meaning, merge keys are merged, every
// document of a stream counts and a broken one does not take its neighbours along. What differs is
// said instead of ignored: a duplicate key becomes a Problem of the artefact, a document that cannot
// be read becomes an Error with file and line.
package artefact

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"go.yaml.in/yaml/v3"
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

// Identity names a Kubernetes object.
type Identity struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name,omitempty"`
}

// Group gives the API group; the core group is "".
func (i Identity) Group() string {
	if group, _, found := strings.Cut(i.APIVersion, "/"); found {
		return group
	}
	return ""
}

// String gives the identity as messages show it: Deployment sidecar/primary.
func (i Identity) String() string {
	name := i.Name
	if name == "" {
		name = "(no name)"
	}
	if i.Namespace != "" {
		name = i.Namespace + "/" + name
	}
	return i.Kind + " " + name
}

// Artefact is one Kubernetes object as it was written.
type Artefact struct {
	Identity
	// Document counts the documents of the file from 1.
	Document int
	// Value is the object as Rego sees it.
	Value ast.Value
	// Review is the admission request that the object comes from: operation, oldObject, userInfo and
	// the like; nil for an object that stands for itself.
	Review ast.Object
	// Problems are what the reader had to overlook to make a value of the document.
	Problems []Problem
	// Embedded tells that another object holds it, which is what is applied; it may be meant for another
	// cluster, or be a part of what is made of it.
	Embedded bool

	node   *yaml.Node
	source *Document
}

// Delete is the operation of an admission request that removes an object.
const Delete = "DELETE"

// Operation gives what the admission request that the artefact comes from asks for; "" where there is
// none.
func (a *Artefact) Operation() string {
	if a.Review == nil {
		return ""
	}
	operation := a.Review.Get(ast.InternedTerm("operation"))
	if operation == nil {
		return ""
	}
	name, _ := operation.Value.(ast.String)
	return string(name)
}

// GeneratesName tells whether Name is only how the name begins that an API server will make up, so that
// another object with the same one is another object.
func (a *Artefact) GeneratesName() bool {
	metadata := lookup(resolve(a.node), "metadata")
	return metadata != nil && a.Name != "" && text(lookup(metadata, "name")) == ""
}

// IsDeleted tells whether the artefact is an object that an admission request asks to remove.
func (a *Artefact) IsDeleted() bool { return a.Operation() == Delete }

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
