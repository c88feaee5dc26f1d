package harness

import (
	"cmp"
	"maps"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/report"
)

// counter adds up results.
type counter struct {
	controls  []*control.Control
	total     report.Summary
	exercised map[string]bool
	used      map[string]bool // namespaces
	declared  map[string]bool
}

func newCounter(controls []*control.Control) *counter {
	return &counter{
		controls: controls,
		total: report.Summary{
			Controls:         len(controls),
			Verdicts:         map[judge.Verdict]int{},
			Findings:         map[control.Severity]int{},
			Accepted:         map[judge.Acceptor]int{},
			NotSchemaChecked: map[string]int{},
			UnknownKinds:     map[string]int{},
		},
		exercised: map[string]bool{},
		used:      map[string]bool{},
		declared:  map[string]bool{"default": true, "kube-system": true, "kube-public": true, "kube-node-lease": true},
	}
}

func (n *counter) count(r *report.Result) {
	if r.IsFirst {
		n.total.Files++
	}
	if r.IsDocument {
		n.total.Documents++
	}
	n.total.Inventory += len(r.Around)
	for _, ref := range r.Around {
		if ref.IsNamespace() {
			n.declared[ref.Name] = true
		}
	}
	n.total.Errors += len(r.Errors)
	for _, notice := range r.Notices {
		switch {
		case notice.IsSettings:
		case notice.IsUnrendered:
			n.total.Unrendered++
		case notice.IsUnread:
			n.total.Unread++
		case notice.IsDeployed:
			n.total.Deployed++
		default:
			n.total.Notices++
		}
	}
	for _, a := range r.Judgements {
		n.total.Artefacts++
		if a.Namespace != "" && !a.IsRequested {
			n.used[a.Namespace] = true
		}
		if a.IsNamespace() {
			n.declared[a.Name] = true
		}
		for id, verdict := range a.Verdicts {
			n.total.Verdicts[verdict]++
			if verdict != judge.NotApplicable {
				n.exercised[id] = true
			}
		}
		// A control that does not match the kind was not asked.
		n.total.Verdicts[judge.NotApplicable] += len(n.controls) - len(a.Verdicts)
		for _, f := range a.Findings {
			n.total.Findings[f.Control.Severity]++
		}
		n.total.Waived += len(a.Waived)
		for _, f := range a.Waived {
			n.total.Accepted[f.Acceptance.By]++
		}
		n.total.Remarks += len(a.Remarks)
		if a.IsOwned {
			n.total.Owned++
		}
		if a.Fallback != nil {
			n.total.Fallbacks++
			n.total.Fallback = cmp.Or(n.total.Fallback, a.Fallback)
		}
		if !a.SchemaChecked {
			n.total.NotSchemaChecked[a.APIVersion+" "+a.Kind]++
		}
		if a.UnknownKind {
			n.total.UnknownKinds[a.APIVersion+" "+a.Kind]++
		}
	}
}

func (n *counter) summary() *report.Summary {
	for _, c := range n.controls {
		if !n.exercised[c.ID] {
			n.total.Unexercised = append(n.total.Unexercised, c.ID)
		}
	}
	namespace := artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Namespace"}
	if slices.ContainsFunc(n.controls, func(c *control.Control) bool { return c.Names(namespace) }) {
		for _, name := range slices.Sorted(maps.Keys(n.used)) {
			if !n.declared[name] {
				n.total.Undeclared = append(n.total.Undeclared, name)
			}
		}
	}
	return &n.total
}
