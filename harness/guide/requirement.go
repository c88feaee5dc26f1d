package guide

// Requirement is one entry of the catalogue: something that can be shown to
// hold or not to hold, and that answers statements of the guides.
type Requirement struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Severity Severity `json:"severity"`
	Answer   Answer   `json:"answer"`
	// Derived reports that no statement of any guide refers to it.
	Derived bool `json:"derived,omitempty"`
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
)
