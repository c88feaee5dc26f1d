// Package artefact describes what is judged, in whatever format: its name, its value, and the position of each
// part.
package artefact

import (
	"cmp"
	"fmt"
	"strings"
	"unique"

	"github.com/guiderail/guiderail/harness/value"
)

// Position is a place in a file. Line and Column count from 1; a Column counts characters. Of what was rendered it is the
// place that a person edits; if only the file of that is known, Line is 0.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// RenderedFrom is what was rendered to the text that the position is about: a template of a chart, a kustomization,
	// or a stream, such as stdin, that names its templates. It is "" for other texts. RenderedLine is the line of the
	// rendered text.
	RenderedFrom string `json:"renderedFrom,omitempty"`
	RenderedLine int    `json:"renderedLine,omitempty"`
}

// ReadFrom returns the name of the text that was read: of what was rendered, or of the file itself.
func (p Position) ReadFrom() string { return cmp.Or(p.RenderedFrom, p.File) }

// LineRead returns the line of the text that was read; 0 if it is not known.
func (p Position) LineRead() int { return cmp.Or(p.RenderedLine, p.Line) }

// Rendered names the line of what was rendered: "rendered line 30 of stdin", or "rendered line 30" where File is what
// was rendered. It is "" for a text that was not rendered.
func (p Position) Rendered() string {
	switch {
	case p.RenderedFrom == "" || p.RenderedLine == 0:
		return ""
	case p.RenderedFrom == p.File:
		return fmt.Sprintf("rendered line %d", p.RenderedLine)
	}
	return fmt.Sprintf("rendered line %d of %s", p.RenderedLine, p.RenderedFrom)
}

// String returns the position as file:line:column, which terminals and editors turn into a link. The
// parts that are not known are left out. If only the file is known of what was rendered, the rendered line follows it.
func (p Position) String() string {
	switch {
	case p.Line == 0 && p.Rendered() != "":
		return fmt.Sprintf("%s (%s)", p.File, p.Rendered())
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
	// Type is the type of the artefact, such as Kubernetes.
	Type       string `json:"-"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name,omitempty"`
}

// Clone returns a copy whose texts are its own. Those of a Ref that was read are parts of a document, which would stay in
// memory as long as the Ref.
func (r Ref) Clone() Ref {
	return Ref{r.Type, unique.Make(r.APIVersion).Value(), unique.Make(r.Kind).Value(), unique.Make(r.Namespace).Value(), strings.Clone(r.Name)}
}

// Group returns the API group; the core group is "".
func (r Ref) Group() string {
	if group, _, found := strings.Cut(r.APIVersion, "/"); found {
		return group
	}
	return ""
}

// String returns the reference as messages show it: Deployment sidecar/primary.
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

// IsCustom reports whether an API group is not one of the built-in groups of Kubernetes.
func IsCustom(group string) bool {
	return strings.Contains(group, ".") && (!strings.HasSuffix(group, ".k8s.io") || strings.HasSuffix(group, ".x-k8s.io"))
}

// IsNamespace reports whether the artefact is a Namespace object.
func (r Ref) IsNamespace() bool {
	return r.Type == Kubernetes && r.Kind == "Namespace" && r.Group() == ""
}

// Artefact is one thing that is judged, as it was written.
type Artefact struct {
	Ref
	// Document counts the documents of the file from 1.
	Document int
	// Unit is what is applied together: a file, a stream, a chart, a kustomization.
	Unit string
	// Value is the content of the artefact.
	Value value.Value
	// Request is the admission request that contains the object (operation, oldObject, userInfo and so on); absent
	// for other objects.
	Request value.Value
	// Problems are defects of the text that the value does not show.
	Problems []Problem
	// Embedded reports that the artefact is part of another one, which is what is applied. It may be meant for
	// another cluster, or be only a part of the result.
	Embedded bool
	// InNamespace is the namespace that whatever applies the object puts it into if it names none; "" is not known.
	InNamespace string
	// GeneratesName reports whether Name is a prefix, from which an API server generates a unique name.
	GeneratesName bool
	// Clusters are the clusters that it describes, makes or adds to, as far as it names them.
	Clusters []Cluster
	// Origin is the position where the artefact begins.
	Origin Position
	// Locator finds values in the text; nil where there is no text.
	Locator Locator
	// Snapshot says how it was read from a cluster; nil for what stands in a file.
	Snapshot *Snapshot
}

// Cluster is a cluster that an artefact names.
type Cluster struct {
	Name string
	// Path is that of the name in the value of the artefact.
	Path []any
	// IsAzure reports that it is in Azure, which does not regard the case of names.
	IsAzure bool
}

// Is reports whether it is the cluster of a name.
func (c Cluster) Is(name string) bool {
	return c.Name == name || c.IsAzure && strings.EqualFold(c.Name, name)
}

// Locator finds the positions of the values of an artefact.
type Locator interface {
	// Position returns the position of the value at a path of keys and indexes, or of its nearest parent that
	// exists. It returns false if there is no text, as for an object of a live cluster.
	Position(path []any) (at Position, ok bool)
}

// Position returns the position of the value at a path, or of its nearest parent that exists. Without a locator, it
// returns the origin.
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

// Operation returns the operation of the admission request; "" if there is none.
func (a *Artefact) Operation() string { return a.Request.Get("operation").TextOrEmpty() }

// IsRequested reports whether the artefact is the object of an admission request, and does not exist yet.
func (a *Artefact) IsRequested() bool { return a.Request.Exists() }

// IsDeleted reports whether the artefact is an object that an admission request deletes.
func (a *Artefact) IsDeleted() bool { return a.Operation() == Delete }

// PathText formats a path of keys and indexes: spec.containers[0].name. Ambiguous keys are written in brackets and
// quotes: data["my.cnf"].
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

// Problem is a defect of an artefact's text that its value does not show.
type Problem struct {
	Kind     ProblemKind
	Path     []any
	Position Position
	Message  string
}

// ProblemKind distinguishes problems.
type ProblemKind int

// DuplicateKey means that a mapping has a key twice. As in kubectl, the last one counts.
const DuplicateKey ProblemKind = iota

// Error describes why a file, or a document in it, could not be read.
type Error struct {
	Position
	Message string
}

func (e *Error) Error() string { return e.Position.String() + ": " + e.Message }

// Notice reports something that was read and is not an artefact, so that nothing is skipped silently.
type Notice struct {
	Position
	Message string
	// IsSettings reports that it is a file of Guiderail itself, such as a profile, which nobody expects to be judged: it
	// does not count as something that was left out.
	IsSettings bool
	// IsUnrendered reports that it is about a part of a chart or kustomization that was left out. What is rendered of it is
	// judged.
	IsUnrendered bool
	// IsUnread reports that it is about a module that files of Terraform call, and that was not read.
	IsUnread bool
	// IsDeployed reports that it is about a chart or directory that an object deploys. The object itself is judged.
	IsDeployed bool
}
