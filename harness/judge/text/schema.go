// Package text has the controls that need the text of an artefact and its API type, which no other channel has. It
// compares Kubernetes objects with their API types. Other controls, and API servers that decode leniently, ignore a
// field in the wrong place; here, a misplaced or misspelled field is a finding.
//
// What it finds is what apimachinery's strict decoder objects to, the one behind kubectl's --validate=strict: the tests
// hold the one against the other. The decoder itself would name no places, and needs every type registered.
package text

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubeconfig"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/apitypes"
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
	everything := []control.Match{{Groups: []string{"*"}, Kinds: []string{"*"}}, {Type: kubeconfig.Type}}
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
	duplicateObject.Match = everything[:1]
	duplicateObject.References = []string{"https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"}
	duplicateObject.Limits = map[string]string{
		"conftest":   "Not available, because Rego sees only the last of several objects with the same name.",
		"gatekeeper": "Not available, because a cluster cannot hold two objects with the same name.",
		"opa":        "Not available, because Rego sees only the last of several objects with the same name.",
	}
	unknownField := describe(UnknownField, "META-01", control.High, "Fields must exist in the API",
		"Lenient parsers drop misspelled or wrongly indented fields: a secretRef loses its name, or a binding its subjects. The protection that the field provides is missing, although the file shows it.",
		"Move the field to where the API reference defines it (check the indentation), correct its name, or remove it if the API no longer has it.")
	unknownField.Fixes = []control.Fix{{Operations: []control.Operation{{Kind: control.Rename, Value: control.NearestField}}}}
	for _, reference := range []string{"secretRef", "configMapRef"} {
		unknownField.Fixes = append(unknownField.Fixes, control.Fix{
			At: []string{"envFrom", "*", "name"}, If: []string{"..", reference},
			Operations: []control.Operation{
				{Kind: control.Set, Path: []string{"..", reference, "name"}, Value: map[string]any{"from": []any{"..", "name"}}},
				{Kind: control.Remove},
			},
		})
	}
	return []*control.Control{
		describe(DuplicateKey, "META-01", control.Medium, "A key must not appear twice in a mapping",
			"YAML does not allow duplicate keys, and JSON leaves open what they mean, but most parsers silently use the last one. What a reader of the file sees first is then not what the cluster runs.",
			"Remove the key that is not intended; the last one takes effect."),
		duplicateObject,
		describe(InvalidValue, "META-01", control.High, "Values must have the type of their field",
			"An API server rejects an object that has a value of the wrong type, so what was reviewed never runs. Rules that expect the correct type may not see the value.",
			"Write the value with the type that the API reference specifies for the field; quote numbers and booleans that are meant as strings."),
		unknownField,
		waiversBounded(),
		attestationsFresh(),
	}
}

// violation is one place where an object does not fit its type.
type violation struct {
	judge.Statement
	control string
	// unknown reports that nothing is wrong yet: what will stand there is still to be filled in.
	unknown bool
}

// Judge compares objects with the types of the API.
type Judge struct {
	controls []*control.Control
}

// New makes a judge for the controls of this package that do not depend on the order of artefacts.
func New(controls []*control.Control) *Judge {
	t := &Judge{}
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
	// The types of other formats are not known here, but a key that is there twice is wrong in all of them.
	hasType := a.Type == artefact.Kubernetes || a.Type == kubeconfig.Type
	if len(t.controls) == 0 || !hasType && len(a.Problems) == 0 || a.IsDeleted() {
		return nil, nil
	}
	var typ *apitypes.Type
	if hasType {
		typ = typeOf(a)
	}
	violations := check(a, typ)
	for _, p := range a.Problems {
		violations = append(violations, violation{Statement: judge.Statement{Message: p.Message, Path: p.Path, Position: p.Position}, control: DuplicateKey})
	}
	outcomes := make([]judge.Outcome, len(t.controls))
	for i, c := range t.controls {
		o := &outcomes[i]
		o.Control, o.Applies = c, c.ID == DuplicateKey || typ != nil
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
func (t *Judge) Knows(a *artefact.Artefact) bool { return typeOf(a) != nil }

// typeOf returns the type of an artefact; nil if it is not known. A kubeconfig need not say that it is one.
func typeOf(a *artefact.Artefact) *apitypes.Type {
	if a.Type == kubeconfig.Type {
		return apitypes.Of("v1", "Config")
	}
	return apitypes.Of(a.APIVersion, a.Kind)
}

// check returns where an artefact does not fit its type. It has nothing to say of a kind that it does not know.
func check(a *artefact.Artefact, typ *apitypes.Type) []violation {
	if typ == nil {
		return nil
	}
	w := &walker{encrypted: isEncrypted(a.Value)}
	w.walk(a.Value, typ)
	if len(w.violations) == 0 { // what does not decode selects nothing
		for _, s := range w.selectors {
			w.selector(s.value, s.path)
		}
	}
	return w.violations
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
	selectors  []selector
	steps      []step // to where it is
	encrypted  bool   // by SOPS, which writes text for every value and a member that decryption takes away
}

// placeholder finds what a tool or a person replaces before a manifest is applied: what the policies take for
// a placeholder in any text, and spellings that stand for one only where something else than text is wanted.
var (
	placeholderOfText = `(?s)\{\{.*\}\}|\$\{[^}]*\}|<[^<>]+>|%[A-Z][A-Z0-9_]*%|@[A-Z][A-Z0-9_]*@|\$\((inputs\.|tt\.)?(params|tasks|steps|workspaces|context|results)[.\[][^()]*\)`
	openName          = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(placeholderOfText) })
	placeholder       = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(placeholderOfText +
			`|\$\([^()]+\)|\[\[.*\]\]|\(\(.*\)\)|#\{[^}]*\}|^\$[A-Za-z_][A-Za-z0-9_]*$|^__[A-Za-z0-9_]+__$`)
	})
)

// isOpen reports whether a value is still to be filled in, or decrypted.
func (w *walker) isOpen(v value.Value) bool {
	text, ok := v.Text()
	return ok && (placeholder().MatchString(text) || w.encrypted && strings.HasPrefix(text, "ENC["))
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

// step is a step of the way to a value: a key, or an index where that is not negative.
type step struct {
	key   string
	index int
}

// path returns the way to the value that the walker is at.
func (w *walker) path() []any {
	path := make([]any, len(w.steps))
	for i, s := range w.steps {
		if path[i] = s.key; s.index >= 0 {
			path[i] = s.index
		}
	}
	return path
}

func (w *walker) back() { w.steps = w.steps[:len(w.steps)-1] }

// walk compares a value with the type that it is decoded into.
func (w *walker) walk(v value.Value, typ *apitypes.Type) {
	if v.Kind() == value.Null {
		return
	}
	switch typ.Form {
	case apitypes.Object:
		if v.Kind() != value.Object {
			w.mismatch("an object", v, valueText(v))
			return
		}
		for name, item := range v.Members() {
			w.steps = append(w.steps, step{name, -1})
			if field := typ.Field(name); field != nil {
				w.walk(item, field)
			} else {
				w.unknownField(typ.Name, name)
			}
			w.back()
		}
		if typ.Name == labelSelector {
			w.selectors = append(w.selectors, selector{v, w.path()})
		}
	case apitypes.Map:
		if v.Kind() != value.Object {
			w.mismatch("an object", v, valueText(v))
			return
		}
		for name, item := range v.Members() {
			w.steps = append(w.steps, step{name, -1})
			w.walk(item, typ.Item)
			w.back()
		}
	case apitypes.List:
		if v.Kind() != value.List {
			w.mismatch("a list", v, valueText(v))
			return
		}
		for i, item := range v.Items() {
			w.steps = append(w.steps, step{"", i})
			w.walk(item, typ.Item)
			w.back()
		}
	default:
		if !fits(v, typ.Form) {
			w.leaf(v, typ.Form)
		}
	}
}

// leaf says of a value that it does not fit. What a decoder says of it may repeat the value, which may be a secret.
func (w *walker) leaf(v value.Value, form apitypes.Form) {
	want, got := spelling[form], valueText(v)
	switch v.Kind() {
	case value.Number:
		if bits := bits[form]; bits != 0 {
			if got = "a fraction"; isWhole(v) {
				want, got = fmt.Sprintf("%s of at most %d bits", want, bits), "a larger one"
			}
		}
	case value.Text:
		switch form {
		case apitypes.Bytes, apitypes.Quantity, apitypes.Time, apitypes.MicroTime, apitypes.Duration:
			got = "another string"
		}
	}
	w.mismatch(want, v, got)
}

// fits reports whether a value decodes as a leaf of a form.
func fits(v value.Value, form apitypes.Form) bool {
	switch form {
	case apitypes.Text:
		return v.Kind() == value.Text
	case apitypes.Boolean:
		return v.Kind() == value.Boolean
	case apitypes.Int32, apitypes.Int64:
		return isInt(v, bits[form])
	case apitypes.IntOrString:
		return v.Kind() == value.Text || isInt(v, bits[form])
	case apitypes.Bytes:
		if text, ok := v.Text(); ok {
			_, err := base64.StdEncoding.DecodeString(text)
			return err == nil
		}
		return decodes(v, new([]byte))
	case apitypes.Quantity:
		return decodes(v, new(resource.Quantity))
	case apitypes.Time:
		return decodes(v, new(metav1.Time))
	case apitypes.MicroTime:
		return decodes(v, new(metav1.MicroTime))
	case apitypes.Duration:
		return decodes(v, new(metav1.Duration))
	}
	return true
}

func isInt(v value.Value, bits int) bool {
	literal, ok := v.Number()
	if !ok {
		return false
	}
	_, err := strconv.ParseInt(literal, 10, bits)
	return err == nil
}

// decodes reports whether a value decodes into what decodes itself.
func decodes(v value.Value, into any) bool {
	return json.Unmarshal(withoutLargeExponents(v.JSON()), into) == nil
}

func (w *walker) unknownField(typ, name string) {
	path := w.path()
	switch {
	case w.encrypted && len(path) == 1 && name == sopsMember:
		w.report(UnknownField, path, "%s: the object is encrypted by SOPS; decrypt it to have it judged", artefact.PathText(path))
		w.violations[len(w.violations)-1].unknown = true
	case slices.Contains(removed[typ], name):
		w.report(UnknownField, path, "%s: %s no longer has this field; remove it", artefact.PathText(path), typ)
	case openName().MatchString(name):
		w.report(UnknownField, path, "%s: the name of this field of %s is still to be filled in", artefact.PathText(path), typ)
		w.violations[len(w.violations)-1].unknown = true
	default:
		w.report(UnknownField, path, "%s is not a field of %s", artefact.PathText(path), typ)
	}
}

func (w *walker) mismatch(want string, v value.Value, got string) {
	path := w.path()
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

const wholeNumber = "a whole number"

// spelling describes what fits each form.
var spelling = map[apitypes.Form]string{
	apitypes.Text:        "a string",
	apitypes.Boolean:     "true or false",
	apitypes.Int32:       wholeNumber,
	apitypes.Int64:       wholeNumber,
	apitypes.IntOrString: wholeNumber + " or a string",
	apitypes.Bytes:       "base64 text",
	apitypes.Quantity:    "a quantity such as 500m, 200k or 1Gi",
	apitypes.Time:        "a time such as 2006-01-02T15:04:05Z",
	apitypes.MicroTime:   "a time such as 2006-01-02T15:04:05.000000Z",
	apitypes.Duration:    "a duration such as 1h30m",
}

// bits are the sizes of what whole numbers are read into.
var bits = map[apitypes.Form]int{apitypes.Int32: 32, apitypes.Int64: 64, apitypes.IntOrString: 32}

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
