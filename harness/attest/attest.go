// Package attest reads, signs and verifies attestations: what a person states for a requirement that no artefact can
// show. An attestation counts if a signer whom the profile lists for the requirement signed it, did not do what is
// attested, and if it is of this cluster, in force, and what it rests on is unchanged.
package attest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/document"
)

// Schema is the JSON Schema of an attestation's file, for editors.
//
//go:embed schema.json
var Schema []byte

// APIVersion and Kind are those of an attestation.
const (
	APIVersion = "guiderail.dev/v1alpha1"
	Kind       = "Attestation"
)

// Attestation is one attestation, as it is written.
type Attestation struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Metadata   Metadata `json:"metadata"`
	Spec       Spec     `json:"spec"`

	// File is the path of its file, and Text what the file holds, which is what is signed.
	File string `json:"-"`
	Text []byte `json:"-"`

	document *document.Document
}

// Metadata names an attestation.
type Metadata struct {
	Name string `json:"name"`
}

// Spec is what is attested.
type Spec struct {
	Requirement string `json:"requirement"`
	Scope       Scope  `json:"scope"`
	// Statement is in the attester's own words.
	Statement string `json:"statement"`
	// Authors did what is attested; Attester is somebody else.
	Authors  []string `json:"authors"`
	Attester string   `json:"attester"`
	// Date and Expires are days, as 2006-01-02 in UTC; Expires is the last one on which it counts.
	Date     string     `json:"date"`
	Expires  string     `json:"expires"`
	Evidence []Evidence `json:"evidence"`
}

// Scope is what an attestation speaks of: namespaces of a cluster, or all of it where none is named.
type Scope struct {
	Cluster    string   `json:"cluster"`
	Namespaces []string `json:"namespaces,omitempty"`
}

// Evidence is what an attestation rests on: a file, by its path from the attestation's folder, or an address.
type Evidence struct {
	File        string `json:"file,omitempty"`
	URL         string `json:"url,omitempty"`
	Digest      string `json:"digest"`
	Description string `json:"description,omitempty"`
}

const noun = "attestation"

// Read reads an attestation from a file of the machine.
func Read(file string) (*Attestation, error) {
	text, err := document.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(file, text)
}

// Parse reads the text of an attestation. Its evidence is looked for beside the file of the name.
func Parse(file string, text []byte) (*Attestation, error) {
	d, err := document.Read(file, text, Schema, noun)
	if err != nil {
		return nil, err
	}
	a := &Attestation{File: file, Text: text, document: d}
	if err := json.Unmarshal(d.Text, a); err != nil {
		return nil, fmt.Errorf("reading %s: %w", d.Position(), err)
	}
	if !IsClusterName(a.Spec.Scope.Cluster) {
		return nil, d.Errorf([]any{"spec", "scope", "cluster"}, "%s", WantedOfClusterName)
	}
	return a, nil
}

// WantedOfClusterName says what IsClusterName looks for.
const WantedOfClusterName = "is not the name of a cluster; write letters, digits, dots, dashes and underscores"

// maxClusterName is how long the name of a cluster is at most.
const maxClusterName = 253

// IsClusterName reports whether a text can be the name of a cluster, for scopes and attestations alike.
func IsClusterName(name string) bool {
	isWord := func(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' }
	for i := range len(name) {
		if c := name[i]; !isWord(c) && !strings.ContainsRune("._-", rune(c)) {
			return false
		}
	}
	return name != "" && len(name) <= maxClusterName && isWord(name[0]) && isWord(name[len(name)-1])
}

// RequirementOf returns the requirement that a file says it is about, though it may be no whole attestation; "" where it says
// none.
func RequirementOf(file string) string {
	text, err := document.ReadFile(file)
	if err != nil {
		return ""
	}
	for d := range source.Bytes(file, text).Documents(source.Limits{}) {
		var written struct {
			Kind string
			Spec struct{ Requirement string }
		}
		if d != nil && yaml.Unmarshal(d.Text, &written) == nil && written.Kind == Kind {
			return written.Spec.Requirement
		}
	}
	return ""
}

// Position returns the place of a field.
func (a *Attestation) Position(path ...any) artefact.Position { return a.document.Position(path...) }

// beside returns the path of a file that is named from the attestation's folder.
func (a *Attestation) beside(file string) string {
	return filepath.Join(filepath.Dir(a.File), filepath.FromSlash(file))
}
