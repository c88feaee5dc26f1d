package artefact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Snapshot says how the objects that follow it were read from a cluster. It is the first document of what an audit
// reads and dumps, so that a dump is judged as the cluster was: what could not be read is known of neither.
type Snapshot struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Context is the context of the kubeconfig, and Server the version of the API server.
	Context string `json:"context"`
	Server  string `json:"server,omitempty"`
	// Namespace is the only namespace that was read; "" stands for all.
	Namespace string `json:"namespace,omitempty"`
	// Read counts the objects of each kind that was read.
	Read []KindRead `json:"read,omitempty"`
	// Unread are the kinds that were not read, or not completely.
	Unread []Unread `json:"unread,omitempty"`
	// NotServed are the kinds that controls know and that the cluster does not have.
	NotServed []string `json:"notServed,omitempty"`
}

// KindRead is a kind whose objects were read.
type KindRead struct {
	Group   string `json:"group"`
	Version string `json:"version"`
	Kind    string `json:"kind"`
	Objects int    `json:"objects"`
}

// Unread is a kind that was not read, or not completely.
type Unread struct {
	Group  string `json:"group"`
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
	// IsExpected reports that it was not to be read, and so that the run is not incomplete for the want of it.
	IsExpected bool `json:"expected,omitempty"`
}

// Title names the kind: Deployment.apps, or Pod of the core group.
func (u Unread) Title() string { return KindTitle(u.Group, u.Kind) }

// KindTitle names a kind of a group as kubectl does: Deployment.apps, or Pod of the core group.
func KindTitle(group, kind string) string {
	if group == "" {
		return kind
	}
	return kind + "." + group
}

const (
	snapshotVersion = "guiderail.dev/v1alpha1"
	snapshotKind    = "Snapshot"
)

// snapshotHead is how a document begins that is a Snapshot.
var snapshotHead = []byte(`{"apiVersion":"` + snapshotVersion + `","kind":"` + snapshotKind + `",`)

// Text returns the document.
func (s Snapshot) Text() ([]byte, error) {
	s.APIVersion, s.Kind = snapshotVersion, snapshotKind
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("writing what was read: %w", err)
	}
	return append(text, '\n'), nil
}

// ReadSnapshot reads the document that says how objects were read from a cluster; nil if the text is another one.
func ReadSnapshot(text []byte) *Snapshot {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("---")))
	if !bytes.HasPrefix(text, snapshotHead) {
		return nil
	}
	var s Snapshot
	if json.Unmarshal(text, &s) != nil {
		return nil
	}
	return &s
}

// IsSnapshot reports whether an object claims to be a Snapshot.
func (r Ref) IsSnapshot() bool { return r.Group() == "guiderail.dev" && r.Kind == snapshotKind }

// Missing returns what is said of a kind that was not read; nil if it was.
func (s *Snapshot) Missing(group, kind string) *Unread {
	i := slices.IndexFunc(s.Unread, func(u Unread) bool { return u.Group == group && u.Kind == kind })
	if i < 0 {
		return nil
	}
	return &s.Unread[i]
}

// Errors says what was to be read and was not, at a position.
func (s *Snapshot) Errors(at Position) []*Error {
	var errs []*Error
	for _, u := range s.Unread {
		if !u.IsExpected {
			errs = append(errs, &Error{Position: at, Message: fmt.Sprintf("%s was not read: %s", u.Title(), u.Reason)})
		}
	}
	return errs
}

// Notices says what was not to be read, one sentence for each reason, and what the cluster does not have.
func (s *Snapshot) Notices(at Position) []Notice {
	var reasons []string
	titles := map[string][]string{}
	for _, u := range s.Unread {
		if u.IsExpected {
			if titles[u.Reason] == nil {
				reasons = append(reasons, u.Reason)
			}
			titles[u.Reason] = append(titles[u.Reason], u.Title())
		}
	}
	var notices []Notice
	for _, reason := range reasons {
		notices = append(notices, Notice{Position: at, Message: fmt.Sprintf("%s: %s", strings.Join(titles[reason], ", "), reason)})
	}
	if len(s.NotServed) > 0 {
		notices = append(notices, Notice{Position: at, IsSettings: true, Message: "the cluster does not have these kinds, which controls know: " + strings.Join(s.NotServed, ", ")})
	}
	return notices
}
