package guide

import "slices"

// Requirement is one entry of the catalogue: something that can be shown to
// hold or not to hold, and that answers statements of the guides.
type Requirement struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Severity Severity `json:"severity"`
	Answer   Answer   `json:"answer"`
	// Platforms are the IDs of the platforms on which there is such a requirement; empty is all of them.
	Platforms []string `json:"platforms,omitempty"`
	// Optional reports that it is about something that a cluster need not have, such as an autoscaler.
	Optional bool `json:"optional,omitempty"`
	// Kinds are those of the objects that it is about, where a control that judges others as well answers it; empty is all
	// that its controls judge.
	Kinds []string `json:"kinds,omitempty"`
	// Attestation says what a person attests; nil unless the answer asks for one.
	Attestation *Attestable `json:"attestation,omitempty"`
	// Derived reports that no statement of any guide refers to it.
	Derived bool `json:"derived,omitempty"`
}

// IsOn reports whether there is such a requirement on a platform; "" is a platform that is not known.
func (r *Requirement) IsOn(platform string) bool {
	return platform == "" || len(r.Platforms) == 0 || slices.Contains(r.Platforms, platform)
}

// Attestable is what a person attests.
type Attestable struct {
	// Days is how many days an attestation lasts at most, unless a profile says otherwise.
	Days int `json:"days"`
	// About says what it has to be about.
	About string `json:"about"`
}

// Platform says whose the control plane of a cluster is.
type Platform struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Profile is the built-in profile whose exclusions are about other platforms; "" if there is none.
	Profile string `json:"profile,omitempty"`
	// ShownBy is the control that has something to say about an artefact which shows the platform.
	ShownBy string `json:"shown_by"`
}

// Severity is how bad it is when a requirement is not met.
type Severity string

// The severities, worst first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
	Info     Severity = "info"
)

// Answer is what shows that a requirement is met.
type Answer string

const (
	// Control is the answer where a control judges an artefact.
	Control Answer = "control"
	// Attestation is the answer where no artefact of the system shows it, and
	// somebody has to vouch for it.
	Attestation Answer = "attestation"
	// Both is the answer where a control judges one part, and somebody has to vouch for another.
	Both Answer = "control and attestation"
)
