package attest

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"sigs.k8s.io/yaml"
)

// MarshalYAML returns the attestation as a file: its fields in the order in which people read them.
func (a *Attestation) MarshalYAML() ([]byte, error) {
	var out strings.Builder
	fmt.Fprintf(&out, "apiVersion: %s\nkind: %s\n", APIVersion, Kind)
	part := func(indent int, name string, value any) error {
		text, err := yaml.Marshal(map[string]any{name: value})
		if err != nil {
			return err
		}
		for _, line := range strings.SplitAfter(strings.TrimSuffix(string(text), "\n")+"\n", "\n") {
			if line != "" && line != "\n" {
				out.WriteString(strings.Repeat(" ", indent))
			}
			out.WriteString(line)
		}
		return nil
	}
	errs := []error{part(0, "metadata", a.Metadata)}
	out.WriteString("spec:\n")
	s := &a.Spec
	errs = append(errs,
		part(2, "requirement", s.Requirement), part(2, "scope", s.Scope), part(2, "statement", s.Statement), part(2, "authors", s.Authors),
		part(2, "attester", s.Attester), part(2, "date", s.Date), part(2, "expires", s.Expires), part(2, "evidence", s.Evidence))
	return []byte(out.String()), errors.Join(errs...)
}

// NewEvidence returns evidence with the digest of a file, which is named by its path from the attestation's folder.
func NewEvidence(file, named string) (Evidence, error) {
	looked := (&Files{}).Look(file)
	switch {
	case errors.Is(looked.Err, fs.ErrNotExist):
		return Evidence{}, fmt.Errorf("%s does not exist", file)
	case looked.Err != nil:
		return Evidence{}, fmt.Errorf("reading %s: %w", file, looked.Err)
	}
	return Evidence{File: named, Digest: looked.Digest}, nil
}
