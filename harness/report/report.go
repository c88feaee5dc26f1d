// Package report defines reporters and their input: a run, the result for each document, and a summary. Each format
// is a package below this one.
package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
)

// Reporter writes one run. Begin is called once, then Result for each result in order, then End.
type Reporter interface {
	Begin(*Run) error
	Result(*Result) error
	End(*Summary) error
}

// Run describes a run before anything is judged.
type Run struct {
	// Version is the version of the tool; "" if it is not known.
	Version string
	// Catalogue is the source of the controls.
	Catalogue *catalogue.Catalogue
	// Policy is the bundle or directory that the catalogue was read from; nil for the built-in policies.
	Policy *Policy
	// Configuration is the file that says how the run is made; "" if there is none.
	Configuration string
	// Controls are the selected controls.
	Controls []*control.Control
	// Profile is the profile of the run; nil if there is none.
	Profile *profile.Profile
	// Renamed are the controls that the command or the profile named by an ID of an earlier release.
	Renamed []control.Renamed
	// Warnings are about waivers that expired, or expire soon.
	Warnings []artefact.Notice
	// Baseline is the file of the baseline; "" if there is none.
	Baseline string
}

// Overridden returns the controls of the run whose severity is the profile's instead of their own.
func (r *Run) Overridden() []*control.Control {
	var overridden []*control.Control
	for _, c := range r.Controls {
		if c.Severity != c.DefaultSeverity() {
			overridden = append(overridden, c)
		}
	}
	return overridden
}

// Policy names a bundle of policies, or a directory.
type Policy struct {
	// Reference is its address, and Digest the SHA-256 of the file or manifest. A directory has neither digest nor
	// revision.
	Reference string `json:"reference"`
	Digest    string `json:"digest,omitempty"`
	// Revision is the revision of the bundle.
	Revision string `json:"revision,omitempty"`
	// Verified reports that the signature and every file were verified with a key.
	Verified bool `json:"verified"`
}

// BySeverity writes how many findings there are of each severity, the worst first.
func BySeverity(findings map[control.Severity]int) string {
	var parts []string
	for _, s := range slices.Backward([]control.Severity{control.Info, control.Low, control.Medium, control.High, control.Critical}) {
		if n := findings[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	return strings.Join(parts, ", ")
}
