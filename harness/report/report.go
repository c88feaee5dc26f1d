// Package report says what a reporter is, and what it is given: a run, what the run says of each document, and its
// summary. There is one package for each format below it.
package report

import (
	"fmt"
	"slices"
	"strings"

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

// Run is what is known of a run before anything is judged.
type Run struct {
	// Version is the version of the tool that runs; "" when that is not known.
	Version string
	// Catalogue is where the controls were taken from.
	Catalogue *catalogue.Catalogue
	// Policy is the bundle or directory that the catalogue was read from; nil for the policies that come with the
	// tool.
	Policy *Policy
	// Controls are the controls that are asked.
	Controls []*control.Control
	// Profile is the profile of the run; nil if there is none.
	Profile *profile.Profile
}

// Policy names a bundle of policies, or a directory.
type Policy struct {
	// Reference is where it was taken from, Digest the sha256 of that very file or manifest; a directory has
	// neither digest nor revision.
	Reference string `json:"reference"`
	Digest    string `json:"digest,omitempty"`
	// Revision is what the bundle calls this state of the policies.
	Revision string `json:"revision,omitempty"`
	// Verified tells that its signature and every file were held against a key.
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
