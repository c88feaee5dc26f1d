package judge

import (
	"github.com/guiderail/guiderail/harness/artefact"
)

// AnnotationWaive is the annotation with which an object asks that the findings of some controls be waived; those
// that say why begin with it and a dash.
const AnnotationWaive = "guiderail.dev/waive"

// Annotated are the annotations of an object about waivers.
type Annotated struct {
	Waive, Reason, Owner, Ticket, Expires string
	Position                              artefact.Position
}

// annotated returns the annotations of an artefact about waivers; nil where there are none.
func annotated(a *artefact.Artefact) *Annotated {
	annotations := a.Value.Get("metadata").Get("annotations")
	waive := annotations.Get(AnnotationWaive)
	if !waive.Exists() || a.Type != artefact.Kubernetes {
		return nil
	}
	text := func(name string) string { return annotations.Get(AnnotationWaive + "-" + name).TextOrEmpty() }
	return &Annotated{
		Waive: waive.TextOrEmpty(), Reason: text("reason"), Owner: text("owner"), Ticket: text("ticket"), Expires: text("expires"),
		Position: a.Position([]any{"metadata", "annotations", AnnotationWaive}),
	}
}
