// Package text has the controls that need the text of an artefact and its API type, which no other channel has. It
// compares Kubernetes objects with their API types. Other controls, and API servers that decode leniently, ignore a
// field in the wrong place; here, a misplaced or misspelled field is a finding.
//
// Whether an object decodes is for apimachinery's strict decoder to say, the one behind kubectl's
// --validate=strict. Where it objects, the object is gone through once more to find each place.
package text

import (
	"bytes"
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	k8sschema "k8s.io/apimachinery/pkg/runtime/schema"
	k8sjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/value"
)

// IDs of the controls of this package. The reader detects DuplicateKey; DuplicateObject depends on the other
// objects of a run.
const (
	UnknownField    = "schema.unknown_field"
	InvalidValue    = "schema.invalid_value"
	DuplicateKey    = "schema.duplicate_key"
	DuplicateObject = "schema.duplicate_object"
)

// Controls describes the controls of this package. They are written in Go, since no other channel
// sees what they judge: an API server has dropped the offending text before a policy is asked.
func Controls() []*control.Control {
	everything := []control.Match{{Groups: []string{"*"}, Kinds: []string{"*"}}}
	describe := func(id, requirement string, severity control.Severity, title, description, remediation string) *control.Control {
		return &control.Control{
			ID: id, Title: title, Description: description, Severity: severity, Match: everything,
			Requirements: []string{requirement}, Remediation: remediation,
			Limits: map[string]string{
				"conftest":   "Not available, because Rego sees neither the text of the file nor the types of the API.",
				"gatekeeper": "Not available, because the API server validates fields itself before it calls any webhook.",
				"opa":        "Not available, because Rego sees neither the text of the file nor the types of the API.",
			},
			References: []string{"https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"},
		}
	}
	duplicateObject := describe(DuplicateObject, "NETPOL-16", control.Low, "An object must be declared only once",
		"When a file declares two objects with the same name, the second silently replaces the first when it is applied. A network policy that denies all traffic can be lost that way.",
		"Give each object its own name, or delete the one that is not intended; the last one takes effect.")
	duplicateObject.References = []string{"https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"}
	duplicateObject.Limits = map[string]string{
		"conftest":   "Not available, because Rego sees only the last of several objects with the same name.",
		"gatekeeper": "Not available, because a cluster cannot hold two objects with the same name.",
		"opa":        "Not available, because Rego sees only the last of several objects with the same name.",
	}
	return []*control.Control{
		describe(DuplicateKey, "META-01", control.Medium, "A key must not appear twice in a mapping",
			"YAML does not allow duplicate keys, but most parsers silently use the last one. What a reader of the file sees first is then not what the cluster runs.",
			"Remove the key that is not intended; the last one takes effect."),
		duplicateObject,
		describe(InvalidValue, "META-01", control.High, "Values must have the type of their field",
			"An API server rejects an object that has a value of the wrong type, so what was reviewed never runs. Rules that expect the correct type may not see the value.",
			"Write the value with the type that the API reference specifies for the field; quote numbers and booleans that are meant as strings."),
		describe(UnknownField, "META-01", control.High, "Fields must exist in the API",
			"Lenient parsers drop misspelled or wrongly indented fields: a secretRef loses its name, or a binding its subjects. The protection that the field provides is missing, although the file shows it.",
			"Move the field to where the API reference defines it (check the indentation), correct its name, or remove it if the API no longer has it."),
		waiversBounded(),
	}
}

// violation is one place where an object does not fit its type.
type violation struct {
	judge.Statement
	control string
	// unknown reports that nothing is wrong yet: what will stand there is still to be filled in.
	unknown bool
}

// Judge compares objects with the API types in client-go.
type Judge struct {
	controls  []*control.Control
	decoder   runtime.Decoder
	selectors selectors
}

// New makes a judge for the controls of this package that do not depend on the order of artefacts.
func New(controls []*control.Control) *Judge {
	options := k8sjson.SerializerOptions{Strict: true}
	t := &Judge{decoder: k8sjson.NewSerializerWithOptions(k8sjson.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, options)}
	for _, c := range controls {
		if slices.Contains([]string{UnknownField, InvalidValue, DuplicateKey}, c.ID) {
			t.controls = append(t.controls, c)
		}
	}
	return t
}

// Controls lists the controls of the judge.
func (t *Judge) Controls() []*control.Control { return t.controls }

// Judge evaluates the controls. None applies to an object that is being deleted.
func (t *Judge) Judge(_ context.Context, a *artefact.Artefact, _ judge.Lookup) ([]judge.Outcome, error) {
	if len(t.controls) == 0 || a.Type != artefact.Kubernetes || a.IsDeleted() {
		return nil, nil
	}
	violations, err := t.check(a)
	if err != nil {
		return nil, err
	}
	for _, p := range a.Problems {
		violations = append(violations, violation{Statement: judge.Statement{Message: p.Message, Path: p.Path, Position: p.Position}, control: DuplicateKey})
	}
	outcomes := make([]judge.Outcome, len(t.controls))
	for i, c := range t.controls {
		o := &outcomes[i]
		o.Control, o.Applies = c, c.ID == DuplicateKey || t.Knows(a)
		for _, v := range violations {
			switch {
			case v.control != c.ID:
			case v.unknown:
				o.Unknowns = append(o.Unknowns, v.Statement)
			default:
				o.Violations = append(o.Violations, v.Statement)
			}
		}
	}
	return outcomes, nil
}

// Knows reports whether there is an API type for an artefact.
func (t *Judge) Knows(a *artefact.Artefact) bool {
	return scheme.Scheme.Recognizes(kindOf(a))
}

func kindOf(a *artefact.Artefact) k8sschema.GroupVersionKind {
	return k8sschema.FromAPIVersionAndKind(a.APIVersion, a.Kind)
}

// check returns where an artefact does not fit its type. It has nothing to say of a kind that it does not know.
func (t *Judge) check(a *artefact.Artefact) ([]violation, error) {
	if !t.Knows(a) {
		return nil, nil
	}
	object, _, err := t.decoder.Decode(withoutLargeExponents(a.Value.JSON()), nil, nil)
	if err == nil {
		return t.selectors.check(object), nil
	}
	if object == nil {
		if object, err = scheme.Scheme.New(kindOf(a)); err != nil {
			return nil, fmt.Errorf("making a %s: %w", a.Kind, err)
		}
	}
	w := &walker{encrypted: isEncrypted(a.Value)}
	w.walk(a.Value, reflect.TypeOf(object).Elem(), nil)
	if len(w.violations) == 0 {
		w.report(InvalidValue, nil, "the object does not decode as a %s of %s", a.Kind, a.APIVersion)
	}
	return w.violations, nil
}

// withoutLargeExponents returns a text of JSON, as artefact.JSON writes it, with zeros for the first digits of
// exponents in what may be quantities. apimachinery writes a quantity out to the last digit, and
// "1e-999999999" keeps it for hours; whether it is a quantity does not depend on how large it is.
func withoutLargeExponents(text []byte) []byte {
	copied := false
	for i := 0; ; i++ { // over the quotation marks
		next := bytes.IndexByte(text[i:], '"')
		if next < 0 {
			return text
		}
		i += next
		begin := i
		for begin > 0 && isDigit(text[begin-1]) {
			begin--
		}
		isKey := bytes.HasPrefix(text[i+1:], []byte(":"))
		if n := i - begin; isKey || n <= fewDigits || n > mostDigits || !endsInExponent(text[:begin]) {
			continue
		}
		if !copied {
			text, copied = bytes.Clone(text), true
		}
		for j := begin; j < i-fewDigits; j++ {
			text[j] = '0'
		}
	}
}

// What has more than mostDigits is no exponent to apimachinery.
const fewDigits, mostDigits = 3, 19

func endsInExponent(text []byte) bool {
	text = bytes.TrimRight(text, "+-")
	return bytes.HasSuffix(text, []byte("e")) || bytes.HasSuffix(text, []byte("E"))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

type walker struct {
	violations []violation
	encrypted  bool // by SOPS, which writes text for every value and a member that decryption takes away
}

// placeholder finds what a tool or a person replaces before a manifest is applied: what the policies take for
// a placeholder in any text, and spellings that stand for one only where something else than text is wanted.
var (
	placeholderOfText = `(?s)\{\{.*\}\}|\$\{[^}]*\}|<[^<>]+>|%[A-Z][A-Z0-9_]*%|@[A-Z][A-Z0-9_]*@|\$\((inputs\.|tt\.)?(params|tasks|steps|workspaces|context|results)[.\[][^()]*\)`
	openName          = regexp.MustCompile(placeholderOfText)
	placeholder       = regexp.MustCompile(placeholderOfText +
		`|\$\([^()]+\)|\[\[.*\]\]|\(\(.*\)\)|#\{[^}]*\}|^\$[A-Za-z_][A-Za-z0-9_]*$|^__[A-Za-z0-9_]+__$`)
)

// isOpen reports whether a value is still to be filled in, or decrypted.
func (w *walker) isOpen(v value.Value) bool {
	text, ok := v.Text()
	return ok && (placeholder.MatchString(text) || w.encrypted && strings.HasPrefix(text, "ENC["))
}

// isEncrypted reports whether an object is as SOPS writes it.
func isEncrypted(v value.Value) bool {
	return strings.HasPrefix(v.At(sopsMember, "mac").TextOrEmpty(), "ENC[")
}

const sopsMember = "sops"

// removed lists the fields that earlier releases of Kubernetes had, by the type that they were in.
var removed = map[string][]string{
	"NetworkPolicy":              {"status"},
	"ObjectMeta":                 {"clusterName", "initializers"},
	"PodResourceClaim":           {"source"},
	"ServiceSpec":                {"ipFamily", "topologyKeys"},
	"VolumeResourceRequirements": {"claims"},
	"DeploymentSpec":             {"rollbackTo"},
	"DaemonSetSpec":              {"templateGeneration"},
	"Endpoint":                   {"topology"},
}

func (w *walker) report(id string, path []any, format string, args ...any) {
	w.violations = append(w.violations, violation{Statement: judge.Statement{Message: fmt.Sprintf(format, args...), Path: append([]any{}, path...)}, control: id})
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// walk compares a value with the type that it is decoded into.
func (w *walker) walk(v value.Value, typ reflect.Type, path []any) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if v.Kind() == value.Null {
		return
	}
	pointer := reflect.PointerTo(typ)
	if pointer.Implements(jsonUnmarshaler) || pointer.Implements(textUnmarshaler) {
		w.leaf(v, typ, path)
		return
	}
	switch typ.Kind() {
	case reflect.Struct:
		if v.Kind() != value.Object {
			w.mismatch("an object", v, valueText(v), path)
			return
		}
		fields := fieldsOf(typ)
		for name, item := range v.Members() {
			if field, known := fields[name]; known {
				w.walk(item, field, append(path, name))
			} else {
				w.unknownField(typ, name, append(path, name))
			}
		}
	case reflect.Map:
		if v.Kind() != value.Object {
			w.mismatch("an object", v, valueText(v), path)
			return
		}
		for name, item := range v.Members() {
			w.walk(item, typ.Elem(), append(path, name))
		}
	case reflect.Slice, reflect.Array:
		if typ.Elem().Kind() == reflect.Uint8 {
			w.leaf(v, typ, path)
			return
		}
		if v.Kind() != value.List {
			w.mismatch("a list", v, valueText(v), path)
			return
		}
		for i, item := range v.Items() {
			w.walk(item, typ.Elem(), append(path, i))
		}
	default:
		w.leaf(v, typ, path)
	}
}

// leaf decodes a value by itself, as the decoder of the whole object does. What the decoder says of it
// may repeat the value, which may be a secret; so it is only asked whether the value fits.
func (w *walker) leaf(v value.Value, typ reflect.Type, path []any) {
	if json.Unmarshal(withoutLargeExponents(v.JSON()), reflect.New(typ).Interface()) == nil {
		return
	}
	want, got := typeText(typ), valueText(v)
	switch v.Kind() {
	case value.Number:
		if strings.HasPrefix(want, wholeNumber) {
			if got = "a fraction"; isWhole(v) {
				want, got = fmt.Sprintf("%s of at most %d bits", want, bits(typ)), "a larger one"
			}
		}
	case value.Text:
		if spelling[typ] != "" || typ.Kind() == reflect.Slice {
			got = "another string"
		}
	}
	w.mismatch(want, v, got, path)
}

func (w *walker) unknownField(typ reflect.Type, name string, path []any) {
	switch {
	case w.encrypted && len(path) == 1 && name == sopsMember:
		w.report(UnknownField, path, "%s: the object is encrypted by SOPS; decrypt it to have it judged", artefact.PathText(path))
		w.violations[len(w.violations)-1].unknown = true
	case slices.Contains(removed[typ.Name()], name):
		w.report(UnknownField, path, "%s: %s no longer has this field; remove it", artefact.PathText(path), typ.Name())
	case openName.MatchString(name):
		w.report(UnknownField, path, "%s: the name of this field of %s is still to be filled in", artefact.PathText(path), typ.Name())
		w.violations[len(w.violations)-1].unknown = true
	default:
		w.report(UnknownField, path, "%s is not a field of %s", artefact.PathText(path), typ.Name())
	}
}

func (w *walker) mismatch(want string, v value.Value, got string, path []any) {
	if w.isOpen(v) {
		w.report(InvalidValue, path, "%s must be %s, and is still to be filled in", artefact.PathText(path), want)
		w.violations[len(w.violations)-1].unknown = true
		return
	}
	w.report(InvalidValue, path, "%s must be %s, not %s", artefact.PathText(path), want, got)
}

func isWhole(number value.Value) bool {
	literal, _ := number.Number()
	f, err := strconv.ParseFloat(literal, 64)
	return err == nil && f == math.Trunc(f)
}

// fieldsOf maps the JSON names of a struct's fields to their types, embedded structs included.
func fieldsOf(typ reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range typ.NumField() {
		field := typ.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" && (field.Anonymous || strings.Contains(options, "inline")) {
			for inner, innerType := range fieldsOf(field.Type) {
				fields[inner] = innerType
			}
			continue
		}
		if name != "" && name != "-" {
			fields[name] = field.Type
		}
	}
	return fields
}

const wholeNumber = "a whole number"

// spelling describes the types that are written as text and read as something else.
var spelling = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity](): "a quantity such as 500m, 200k or 1Gi",
	reflect.TypeFor[metav1.Time]():       "a time such as 2006-01-02T15:04:05Z",
	reflect.TypeFor[metav1.MicroTime]():  "a time such as 2006-01-02T15:04:05.000000Z",
	reflect.TypeFor[metav1.Duration]():   "a duration such as 1h30m",
}

func typeText(typ reflect.Type) string {
	if text := spelling[typ]; text != "" {
		return text
	}
	if typ == reflect.TypeFor[intstr.IntOrString]() {
		return wholeNumber + " or a string"
	}
	switch typ.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8:
		return wholeNumber
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "base64 text"
	}
	return "a " + typ.Name()
}

// bits returns the size of a type that a whole number is read into.
func bits(typ reflect.Type) int {
	if typ == reflect.TypeFor[intstr.IntOrString]() {
		return 32
	}
	return typ.Bits()
}

func valueText(v value.Value) string {
	switch v.Kind() {
	case value.Text:
		return "a string"
	case value.Boolean:
		return "true or false"
	case value.Number:
		return "a number"
	case value.List:
		return "a list"
	}
	return "an object"
}
