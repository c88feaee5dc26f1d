package text

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// labelSelector is the type of label selectors.
const labelSelector = "LabelSelector"

// selector is a label selector, and where it is.
type selector struct {
	value value.Value
	path  []any
}

// selector reports what in a selector no API server can make one of, and what therefore selects nothing wherever it is
// read leniently.
func (w *walker) selector(v value.Value, path []any) {
	for i, item := range v.Get("matchExpressions").Items() {
		w.expression(item, append(path, "matchExpressions", i))
	}
}

// expression reports what no API server can make a selector of, whatever the labels are: these may be still to
// be filled in.
func (w *walker) expression(v value.Value, path []any) {
	within := func(field string) []any { return append(slices.Clone(path), field) }
	if v.Get("key").TextOrEmpty() == "" {
		w.report(InvalidValue, within("key"), "%s is empty; set it to the name of a label", artefact.PathText(within("key")))
	}
	values := v.Get("values").Len()
	switch operator := v.Get("operator").TextOrEmpty(); metav1.LabelSelectorOperator(operator) {
	case metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn:
		if values == 0 {
			w.report(InvalidValue, within("values"), "%s is empty; %s requires at least one value", artefact.PathText(within("values")), operator)
		}
	case metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist:
		if values > 0 {
			w.report(InvalidValue, within("values"), "%s must not be set with %s", artefact.PathText(within("values")), operator)
		}
	default:
		if placeholder().MatchString(operator) {
			w.report(InvalidValue, within("operator"), "%s must be In, NotIn, Exists or DoesNotExist, and is still to be filled in", artefact.PathText(within("operator")))
			w.violations[len(w.violations)-1].unknown = true
			return
		}
		w.report(InvalidValue, within("operator"), "%s must be In, NotIn, Exists or DoesNotExist", artefact.PathText(within("operator")))
	}
}
