package report

import (
	"reflect"
	"strings"

	"github.com/guiderail/guiderail/harness/control"
)

// Repository returns the URL of the project, without a slash at the end. It is that of the module that this package
// is part of.
func Repository() string {
	return "https://" + strings.TrimSuffix(reflect.TypeFor[Run]().PkgPath(), "/harness/report")
}

// Page returns the URL of the page that explains a control. A control of policies that are not built in has no page;
// its first reference takes the place, and "" if it has none either.
func (r *Run) Page(c *control.Control) string {
	if r.Policy == nil || c.File == "" {
		return Repository() + "/blob/HEAD/docs/controls/" + c.Family() + "/" + c.Name() + ".md"
	}
	for _, reference := range c.References {
		if strings.HasPrefix(reference, "https://") || strings.HasPrefix(reference, "http://") {
			return reference
		}
	}
	return ""
}
