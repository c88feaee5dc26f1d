package text

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/guiderail/guiderail/harness/artefact"
)

var labelSelector = reflect.TypeFor[metav1.LabelSelector]()

// selectors finds what is wrong with the label selectors of API types. Most types have none, which is found out once for each.
type selectors struct {
	known sync.Map // reflect.Type to bool: whether there may be one somewhere in it
}

// check reports what in a decoded object no API server can make a selector of, and what therefore selects
// nothing wherever it is read leniently.
func (s *selectors) check(object any) []violation {
	w := &walker{}
	s.walk(w, reflect.ValueOf(object), nil)
	return w.violations
}

func (s *selectors) walk(w *walker, value reflect.Value, path []any) {
	typ := value.Type()
	if !s.in(typ, nil) {
		return
	}
	switch {
	case typ == labelSelector:
		for i, expression := range value.Interface().(metav1.LabelSelector).MatchExpressions {
			w.expression(expression, append(path, "matchExpressions", i))
		}
	case typ.Kind() == reflect.Pointer && !value.IsNil():
		s.walk(w, value.Elem(), path)
	case typ.Kind() == reflect.Slice:
		for i := range value.Len() {
			s.walk(w, value.Index(i), append(path, i))
		}
	case typ.Kind() == reflect.Struct:
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name == "" {
				s.walk(w, value.Field(i), path)
			} else {
				s.walk(w, value.Field(i), append(path, name))
			}
		}
	}
}

// expression reports what no API server can make a selector of, whatever the labels are: these may be still to
// be filled in.
func (w *walker) expression(expression metav1.LabelSelectorRequirement, path []any) {
	within := func(field string) []any { return append(slices.Clone(path), field) }
	if expression.Key == "" {
		w.report(InvalidValue, within("key"), "%s is empty; set it to the name of a label", artefact.PathText(within("key")))
	}
	switch operator := expression.Operator; operator {
	case metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn:
		if len(expression.Values) == 0 {
			w.report(InvalidValue, within("values"), "%s is empty; %s requires at least one value", artefact.PathText(within("values")), operator)
		}
	case metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist:
		if len(expression.Values) > 0 {
			w.report(InvalidValue, within("values"), "%s must not be set with %s", artefact.PathText(within("values")), operator)
		}
	default:
		if placeholder.MatchString(string(operator)) {
			w.report(InvalidValue, within("operator"), "%s must be In, NotIn, Exists or DoesNotExist, and is still to be filled in", artefact.PathText(within("operator")))
			w.violations[len(w.violations)-1].unknown = true
			return
		}
		w.report(InvalidValue, within("operator"), "%s must be In, NotIn, Exists or DoesNotExist", artefact.PathText(within("operator")))
	}
}

// in reports whether there may be a selector in a type. The types within which it is asked lead to themselves
// in some places, as those of JSON schemas do.
func (s *selectors) in(typ reflect.Type, within []reflect.Type) bool {
	if typ == labelSelector {
		return true
	}
	if known, ok := s.known.Load(typ); ok {
		return known.(bool)
	}
	if slices.Contains(within, typ) {
		return false
	}
	found := false
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice:
		found = s.in(typ.Elem(), append(within, typ))
	case reflect.Struct:
		for i := range typ.NumField() {
			if field := typ.Field(i); field.IsExported() && s.in(field.Type, append(within, typ)) {
				found = true
			}
		}
	}
	// Within itself, a type was taken for one without.
	if found || len(within) == 0 {
		s.known.Store(typ, found)
	}
	return found
}
