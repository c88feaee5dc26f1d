// Package fromscheme writes the tables of package apitypes from the types that client-go registers, and from those of the
// files that the API server and clients read.
package fromscheme

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	apiserver "k8s.io/apiserver/pkg/apis/apiserver/v1"
	audit "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/client-go/kubernetes/scheme"
	kubeconfig "k8s.io/client-go/tools/clientcmd/api/v1"
	podsecurity "k8s.io/pod-security-admission/admission/api/v1"
	podsecuritybeta "k8s.io/pod-security-admission/admission/api/v1beta1"
)

// files are the kinds that are read from files and no API server serves.
var files = map[string]reflect.Type{
	"apiserver.config.k8s.io/v1 AdmissionConfiguration":                     reflect.TypeFor[apiserver.AdmissionConfiguration](),
	"apiserver.config.k8s.io/v1 EncryptionConfiguration":                    reflect.TypeFor[apiserver.EncryptionConfiguration](),
	"audit.k8s.io/v1 Policy":                                                reflect.TypeFor[audit.Policy](),
	"pod-security.admission.config.k8s.io/v1 PodSecurityConfiguration":      reflect.TypeFor[podsecurity.PodSecurityConfiguration](),
	"pod-security.admission.config.k8s.io/v1beta1 PodSecurityConfiguration": reflect.TypeFor[podsecuritybeta.PodSecurityConfiguration](),
	"v1 Config": reflect.TypeFor[kubeconfig.Config](),
}

// Text returns the tables.
func Text() ([]byte, error) {
	w := &writer{lines: map[string]string{}}
	for kind, typ := range scheme.Scheme.AllKnownTypes() {
		if kind.Version == runtime.APIVersionInternal { // nobody can send it
			continue
		}
		name, err := w.typ(typ)
		if err != nil {
			return nil, fmt.Errorf("describing %v: %w", kind, err)
		}
		line := name
		if plural, is := resourceOf(kind); is {
			line += " " + plural
		}
		w.lines[kind.GroupVersion().String()+" "+kind.Kind] = line
	}
	for kind, typ := range files {
		name, err := w.typ(typ)
		if err != nil {
			return nil, fmt.Errorf("describing %v: %w", kind, err)
		}
		w.lines[kind] = name
	}
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(w.lines)) {
		fmt.Fprintf(&out, "%s: %s\n", name, w.lines[name])
	}
	return out.Bytes(), nil
}

// resourceOf returns the plural by which roles name a kind. Lists, options and what is only sent along are no
// resources.
func resourceOf(kind schema.GroupVersionKind) (string, bool) {
	object, err := scheme.Scheme.New(kind)
	if err != nil || meta.IsListType(object) {
		return "", false
	}
	if _, err := meta.Accessor(object); err != nil {
		return "", false
	}
	plural, _ := meta.UnsafeGuessKindToResource(kind)
	return plural.Resource, true
}

type writer struct {
	lines map[string]string
}

// leaves are the types that decode themselves. Some of them take anything.
var leaves = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity]():    "quantity",
	reflect.TypeFor[metav1.Time]():          "time",
	reflect.TypeFor[metav1.MicroTime]():     "microtime",
	reflect.TypeFor[metav1.Duration]():      "duration",
	reflect.TypeFor[intstr.IntOrString]():   "intorstring",
	reflect.TypeFor[runtime.RawExtension](): "any",
	reflect.TypeFor[runtime.Unknown]():      "any",
	reflect.TypeFor[metav1.FieldsV1]():      "any",
}

var kinds = map[reflect.Kind]string{
	reflect.String: "string", reflect.Bool: "bool", reflect.Int32: "int32", reflect.Int64: "int64",
}

// typ returns the name of a type, and describes it if it is a struct.
func (w *writer) typ(typ reflect.Type) (string, error) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if leaf, ok := leaves[typ]; ok {
		return leaf, nil
	}
	pointer := reflect.PointerTo(typ)
	if pointer.Implements(reflect.TypeFor[json.Unmarshaler]()) || pointer.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return "", fmt.Errorf("%v decodes itself, which the tables cannot say", typ)
	}
	if name, ok := kinds[typ.Kind()]; ok {
		return name, nil
	}
	switch typ.Kind() {
	case reflect.Slice:
		if typ.Elem().Kind() == reflect.Uint8 {
			return "bytes", nil
		}
		item, err := w.typ(typ.Elem())
		return "[]" + item, err
	case reflect.Map:
		if typ.Key().Kind() == reflect.String {
			item, err := w.typ(typ.Elem())
			return "{}" + item, err
		}
	case reflect.Struct:
		return w.structure(typ)
	}
	return "", fmt.Errorf("the tables cannot say %v", typ)
}

func (w *writer) structure(typ reflect.Type) (string, error) {
	path := strings.Split(typ.PkgPath(), "/")
	name := strings.Join(path[max(0, len(path)-2):], "/") + "." + typ.Name()
	if _, known := w.lines[name]; known {
		return name, nil
	}
	w.lines[name] = "" // which some of its fields may lead to
	fields := map[string]string{}
	if err := w.fields(typ, fields); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	var described []string
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		described = append(described, field+"="+fields[field])
	}
	w.lines[name] = strings.Join(described, " ")
	return name, nil
}

// fields adds the fields of a struct by their names in JSON, those of embedded structs included.
func (w *writer) fields(typ reflect.Type, fields map[string]string) error {
	for i := range typ.NumField() {
		field := typ.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" && (field.Anonymous || strings.Contains(options, "inline")) {
			if err := w.fields(field.Type, fields); err != nil {
				return err
			}
			continue
		}
		if name == "" || name == "-" {
			continue
		}
		var err error
		if fields[name], err = w.typ(field.Type); err != nil {
			return err
		}
	}
	return nil
}
