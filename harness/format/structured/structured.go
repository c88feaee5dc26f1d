// Package structured makes formats of files in YAML or JSON whose whole value is one artefact, such as a Terraform plan.
package structured

import (
	"cmp"
	"path"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Spec describes a format.
type Spec struct {
	// Type is the type of the artefacts, and Kind what reports call one.
	Type, Kind string
	// Detect reports whether the beginning of a text is likely to be in the format. It is asked about every document,
	// and should look for a word first that others hardly have.
	Detect func(head []byte) bool
	// Is reports whether a value is in the format, by what it contains.
	Is func(value.Value) bool
	// Name returns what an artefact is called; "" for the name of its file.
	Name func(value.Value) string
	// Clusters returns the clusters that an artefact names.
	Clusters func(value.Value) []artefact.Cluster
	// Tags are the tags of YAML that stand for an object with one key.
	Tags map[string]string
	// Others tells of values that look like the format and are not judged, why.
	Others func(value.Value) (why string, ok bool)
}

// Format is a format that a Spec describes. It is safe for concurrent use.
type Format struct {
	Spec
	yaml *kubernetes.Format
}

// New makes a format.
func New(spec Spec) *Format { return &Format{spec, kubernetes.New()} }

// Type returns the type of the artefacts.
func (f *Format) Type() string { return f.Spec.Type }

// Detect returns how likely it is that a document is in the format.
func (f *Format) Detect(_ string, head []byte) int {
	if f.Spec.Detect(head) {
		return 2
	}
	return 0
}

// Parse reads a document as one artefact.
func (f *Format) Parse(d *source.Document) format.Parsed {
	roots, errs := f.yaml.Roots(d, f.Tags)
	var parsed format.Parsed
	for _, root := range roots {
		if f.Is(root.Value) {
			parsed.Artefacts = append(parsed.Artefacts, f.artefact(d, root))
		} else if f.Others != nil {
			if why, ok := f.Others(root.Value); ok {
				parsed.Notices = append(parsed.Notices, artefact.Notice{Position: root.Origin, Message: why})
			}
		}
	}
	if len(parsed.Artefacts)+len(parsed.Notices) == 0 {
		return format.Parsed{IsOther: true}
	}
	parsed.Errors = errs
	return parsed
}

func (f *Format) artefact(d *source.Document, root kubernetes.Root) *artefact.Artefact {
	ref := artefact.Ref{Type: f.Spec.Type, Kind: f.Kind}
	if f.Name != nil {
		ref.Name = strings.Clone(f.Name(root.Value))
	}
	if ref.Name == "" {
		base := source.Base(d.File)
		ref.Name = strings.TrimSuffix(base, path.Ext(base))
	}
	var clusters []artefact.Cluster
	if f.Clusters != nil {
		clusters = f.Clusters(root.Value)
	}
	return &artefact.Artefact{
		Clusters: clusters,
		Ref:      ref, Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Value: root.Value, Problems: root.Problems, Origin: root.Origin, Locator: root.Locator,
	}
}
