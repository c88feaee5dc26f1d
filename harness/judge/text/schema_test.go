package text

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	k8sjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	apiserver "k8s.io/apiserver/pkg/apis/apiserver/v1"
	audit "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/client-go/kubernetes/scheme"
	clientconfig "k8s.io/client-go/tools/clientcmd/api/v1"
	podsecurity "k8s.io/pod-security-admission/admission/api/v1"
	podsecuritybeta "k8s.io/pod-security-admission/admission/api/v1beta1"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format/kubeconfig"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/apitypes"
	"github.com/guiderail/guiderail/internal/shared"
)

// parse gives the one artefact of a document.
func parse(t testing.TB, text string) *artefact.Artefact {
	t.Helper()
	parsed := kubernetes.New().Parse(&source.Document{File: "f.yaml", Index: 1, Line: 1, Text: []byte(text)})
	if len(parsed.Artefacts) != 1 {
		t.Fatalf("got %d artefacts of %s: %v %v", len(parsed.Artefacts), text, parsed.Errors, parsed.Notices)
	}
	return parsed.Artefacts[0]
}

func checked(a *artefact.Artefact) []violation { return check(a, apitypes.Of(a.APIVersion, a.Kind)) }

func violationsOf(t testing.TB, text string) []violation {
	t.Helper()
	return checked(parse(t, text))
}

func TestCheck(t *testing.T) {
	const pod = "apiVersion: v1\nkind: Pod\n"
	const container = pod + "spec:\n  containers:\n  - name: a\n"
	for name, test := range map[string]struct {
		text string
		want []string // control, path as JSON and message
	}{
		"good":                 {container + "    image: b\n", nil},
		"unknown kind":         {"apiVersion: example.com/v1\nkind: Pod\nnothing: known\n", nil},
		"unknown field":        {pod + "spce: {}\n", []string{`unknown_field ["spce"] spce is not a field of Pod`}},
		"misplaced":            {container + "    hostNetwork: true\n", []string{`unknown_field ["spec","containers",0,"hostNetwork"] spec.containers[0].hostNetwork is not a field of Container`}},
		"case":                 {pod + "spec: {hostnetwork: true}\n", []string{`unknown_field ["spec","hostnetwork"] spec.hostnetwork is not a field of PodSpec`}},
		"two":                  {pod + "spec: {a: 1, hostNetwork: 1}\n", []string{`unknown_field ["spec","a"] spec.a is not a field of PodSpec`, `invalid_value ["spec","hostNetwork"] spec.hostNetwork must be true or false, not a number`}},
		"text as boolean":      {pod + "spec: {hostNetwork: \"true\"}\n", []string{`invalid_value ["spec","hostNetwork"] spec.hostNetwork must be true or false, not a string`}},
		"boolean as text":      {pod + "metadata: {labels: {a: yes}}\n", []string{`invalid_value ["metadata","labels","a"] metadata.labels.a must be a string, not true or false`}},
		"number as text":       {pod + "metadata: {name: 1}\n", []string{`invalid_value ["metadata","name"] metadata.name must be a string, not a number`}},
		"text as number":       {pod + "spec: {terminationGracePeriodSeconds: \"5\"}\n", []string{`invalid_value ["spec","terminationGracePeriodSeconds"] spec.terminationGracePeriodSeconds must be a whole number, not a string`}},
		"fraction":             {pod + "spec: {priority: 1.5}\n", []string{`invalid_value ["spec","priority"] spec.priority must be a whole number, not a fraction`}},
		"whole float":          {pod + "spec: {priority: 1.0}\n", nil},
		"too large":            {pod + "spec: {priority: 4294967296}\n", []string{`invalid_value ["spec","priority"] spec.priority must be a whole number of at most 32 bits, not a larger one`}},
		"much too large":       {pod + "spec: {activeDeadlineSeconds: 99999999999999999999}\n", []string{`invalid_value ["spec","activeDeadlineSeconds"] spec.activeDeadlineSeconds must be a whole number of at most 64 bits, not a larger one`}},
		"list as object":       {pod + "spec: []\n", []string{`invalid_value ["spec"] spec must be an object, not a list`}},
		"object as list":       {pod + "spec: {containers: {name: a}}\n", []string{`invalid_value ["spec","containers"] spec.containers must be a list, not an object`}},
		"object as text":       {pod + "metadata: {name: {}}\n", []string{`invalid_value ["metadata","name"] metadata.name must be a string, not an object`}},
		"text as map":          {pod + "metadata: {labels: app=x}\n", []string{`invalid_value ["metadata","labels"] metadata.labels must be an object, not a string`}},
		"text as item":         {pod + "spec: {containers: [nginx]}\n", []string{`invalid_value ["spec","containers",0] spec.containers[0] must be an object, not a string`}},
		"nulls":                {pod + "metadata:\nspec: {containers: [null], hostNetwork: null, volumes: null}\n", nil},
		"quantity":             {container + "    resources: {limits: {cpu: 1.5, memory: 1Gi}}\n", nil},
		"bad quantity":         {container + "    resources: {limits: {cpu: five}}\n", []string{`invalid_value ["spec","containers",0,"resources","limits","cpu"] spec.containers[0].resources.limits.cpu must be a quantity such as 500m, 200k or 1Gi, not another string`}},
		"object as quantity":   {container + "    resources: {limits: {cpu: {}}}\n", []string{`invalid_value ["spec","containers",0,"resources","limits","cpu"] spec.containers[0].resources.limits.cpu must be a quantity such as 500m, 200k or 1Gi, not an object`}},
		"bad time":             {pod + "metadata: {creationTimestamp: yesterday}\n", []string{`invalid_value ["metadata","creationTimestamp"] metadata.creationTimestamp must be a time such as 2006-01-02T15:04:05Z, not another string`}},
		"number as time":       {pod + "metadata: {creationTimestamp: 5}\n", []string{`invalid_value ["metadata","creationTimestamp"] metadata.creationTimestamp must be a time such as 2006-01-02T15:04:05Z, not a number`}},
		"int or text":          {container + "    livenessProbe: {httpGet: {port: true}}\n", []string{`invalid_value ["spec","containers",0,"livenessProbe","httpGet","port"] spec.containers[0].livenessProbe.httpGet.port must be a whole number or a string, not true or false`}},
		"fraction as port":     {container + "    livenessProbe: {httpGet: {port: 80.5}}\n", []string{`invalid_value ["spec","containers",0,"livenessProbe","httpGet","port"] spec.containers[0].livenessProbe.httpGet.port must be a whole number or a string, not a fraction`}},
		"bad base64":           {"apiVersion: v1\nkind: Secret\ndata: {a: \"hunter2!\"}\n", []string{`invalid_value ["data","a"] data.a must be base64 text, not another string`}},
		"number as base64":     {"apiVersion: v1\nkind: Secret\ndata: {a: 5}\n", []string{`invalid_value ["data","a"] data.a must be base64 text, not a number`}},
		"dots in a key":        {"apiVersion: v1\nkind: ConfigMap\ndata: {a.b: 5}\n", []string{`invalid_value ["data","a.b"] data["a.b"] must be a string, not a number`}},
		"managed fields":       {pod + "metadata: {managedFields: [{fieldsV1: {\"f:x\": {}}, time: \"2020-01-01T00:00:00Z\"}]}\n", nil},
		"anything goes":        {"apiVersion: apps/v1\nkind: ControllerRevision\ndata: {a: [1]}\nrevision: 1\n", nil},
		"removed field":        {pod + "metadata: {clusterName: x}\n", []string{`unknown_field ["metadata","clusterName"] metadata.clusterName: ObjectMeta no longer has this field; remove it`}},
		"removed status":       {"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nstatus: {}\n", []string{`unknown_field ["status"] status: NetworkPolicy no longer has this field; remove it`}},
		"removed source":       {pod + "spec: {resourceClaims: [{name: gpu, source: {resourceClaimName: x}}]}\n", []string{`unknown_field ["spec","resourceClaims",0,"source"] spec.resourceClaims[0].source: PodResourceClaim no longer has this field; remove it`}},
		"directive of a patch": {pod + "spec: {$patch: delete}\n", []string{`unknown_field ["spec","$patch"] spec.$patch is not a field of PodSpec`}},
		"open field":           {pod + "spec: {\"${FIELD}\": 1}\n", []string{`unknown: unknown_field ["spec","${FIELD}"] spec.${FIELD}: the name of this field of PodSpec is still to be filled in`}},
		"encrypted": {"apiVersion: v1\nkind: Secret\ndata: {a: \"ENC[AES256_GCM,data:AA==,type:str]\"}\nimmutable: \"ENC[AES256_GCM,data:AA==,type:bool]\"\nsops: {mac: \"ENC[AES256_GCM,data:AA==]\"}\n", []string{
			`unknown: invalid_value ["data","a"] data.a must be base64 text, and is still to be filled in`,
			`unknown: invalid_value ["immutable"] immutable must be true or false, and is still to be filled in`,
			`unknown: unknown_field ["sops"] sops: the object is encrypted by SOPS; decrypt it to have it judged`,
		}},
		"what only claims to be encrypted": {"apiVersion: v1\nkind: Secret\nimmutable: \"ENC[AES256_GCM]\"\nsops: {version: 3.9.0}\n", []string{
			`invalid_value ["immutable"] immutable must be true or false, not a string`,
			`unknown_field ["sops"] sops is not a field of Secret`,
		}},
		"operator to be filled in": {"apiVersion: v1\nkind: PersistentVolumeClaim\nspec: {selector: {matchExpressions: [{key: a, operator: \"{{ OP }}\", values: [b]}]}}\n", []string{
			`unknown: invalid_value ["spec","selector","matchExpressions",0,"operator"] spec.selector.matchExpressions[0].operator must be In, NotIn, Exists or DoesNotExist, and is still to be filled in`,
		}},
		"sideways duplication": {container + "  containers: x\n", []string{`invalid_value ["spec","containers"] spec.containers must be a list, not a string`}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range violationsOf(t, test.text) {
				path, err := json.Marshal(v.Path)
				if err != nil {
					t.Fatal(err)
				}
				verdict := ""
				if v.unknown {
					verdict = "unknown: "
				}
				got = append(got, verdict+strings.TrimPrefix(v.control, "schema.")+" "+string(path)+" "+v.Message)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
			}
		})
	}
}

// TestLargeExponents has quantities whose exponents apimachinery would write out for hours. They are
// quantities, and no text is taken for another for the sake of them.
func TestLargeExponents(t *testing.T) {
	for _, amount := range []string{"1e-999999999", "1E+999999999", "1.5e999999999", "-1e-2147483648", "123456789012345678901234567890e1999999999", "1e-00000000000999999"} {
		if got := violationsOf(t, "apiVersion: v1\nkind: Pod\nspec: {containers: [{resources: {limits: {cpu: \""+amount+"\"}}}]}\n"); len(got) > 0 {
			t.Errorf("%s: %v", amount, got)
		}
		if got := violationsOf(t, "apiVersion: v1\nkind: Pod\nspec: {hostNetwork: 1, containers: [{resources: {limits: {cpu: \""+amount+"\", memory: \"x"+amount+"\"}}}]}\n"); len(got) != 2 {
			t.Errorf("%s: %v", amount, got)
		}
	}
	for _, text := range []string{"{apiVersion: v1, kind: Secret, data: {a: 123e1234, b: aaaa12e123456789}}", "{apiVersion: v1, kind: ConfigMap, data: {\"1e99999\": a, \"1e00999\": b, c: \"1e99999\"}}"} {
		if got := violationsOf(t, text); len(got) > 0 {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// TestPlaceholders puts placeholders of every spelling where something else than text is wanted. What will
// stand there is not known.
func TestPlaceholders(t *testing.T) {
	const workload = "apiVersion: apps/v1\nkind: Deployment\nspec:\n"
	places := []string{
		workload + "  replicas: %q\n",
		workload + "  paused: %q\n",
		workload + "  template: %q\n",
		workload + "  template: {spec: {hostNetwork: %q}}\n",
		workload + "  template: {spec: {volumes: %q}}\n",
		workload + "  template: {spec: {nodeSelector: %q}}\n",
		workload + "  template: {spec: {containers: [{name: a, ports: [{containerPort: %q}]}]}}\n",
		workload + "  template: {spec: {containers: [{name: a, resources: {limits: {cpu: %q}}}]}}\n",
		workload + "  template: {spec: {containers: [{name: a, securityContext: {runAsUser: %q}}]}}\n",
		"apiVersion: v1\nkind: Secret\ndata: {a: %q}\n",
	}
	open := []string{
		"${N}", "${N:=3}", "${N:-3}", "{{ .Values.n }}", "{{N}}", "<size>", "%SIZE%", "@SIZE@", "$(SIZE)", "$SIZE", "__SIZE__", "#{SIZE}#", "[[ size ]]",
		"((size))", "v${N}", "{{ n }}Mi",
	}
	closed := []string{"three!", "", "$", "1 $", "#{", "(x)", "__x", "{n}"}
	for _, place := range places {
		for i, text := range slices.Concat(open, closed) {
			if text == "" && strings.Contains(place, "{a: ") {
				continue // no bytes at all
			}
			violations := violationsOf(t, fmt.Sprintf(place, text))
			if isOpen := i < len(open); len(violations) != 1 || violations[0].control != InvalidValue || violations[0].unknown != isOpen {
				t.Errorf(place+" gives %v, want it unknown: %t", text, violations, isOpen)
			}
		}
	}
}

// TestEveryKind finds an unknown field at the root of every kind that there is, and takes the kind
// itself for good.
func TestEveryKind(t *testing.T) {
	kinds := 0
	for gvk := range scheme.Scheme.AllKnownTypes() {
		if gvk.Version == runtime.APIVersionInternal {
			continue
		}
		head := fmt.Sprintf(`{"apiVersion": %q, "kind": %q`, gvk.GroupVersion(), gvk.Kind)
		if strings.HasSuffix(gvk.Kind, "List") || gvk.Kind == "WatchEvent" {
			continue // the items of the one are artefacts of their own, and nobody writes the other
		}
		kinds++
		if violations := violationsOf(t, head+"}"); len(violations) != 0 {
			t.Errorf("%s: got %v of an empty object", gvk, violations)
		}
		violations := violationsOf(t, head+`, "metadata": {"name": "x"}, "zzz": "hunter2"}`)
		if !slices.ContainsFunc(violations, func(v violation) bool {
			return v.control == UnknownField && len(v.Path) == 1 && v.Path[0] == "zzz"
		}) {
			t.Errorf("%s: got %v", gvk, violations)
		}
	}
	if kinds < 100 {
		t.Errorf("there are only %d kinds", kinds)
	}
}

// objectsBelow gives the objects of manifests that have an API type, as JSON values.
func objectsBelow(t *testing.T, folder string) []any {
	t.Helper()
	var objects []any
	for found := range source.Find([]string{folder}, nil) {
		if found.Source == nil {
			continue
		}
		for document := range found.Source.Documents(source.Limits{}) {
			for _, a := range kubernetes.New().Parse(document).Artefacts {
				if !New(Controls()).Knows(a) {
					continue
				}
				var object any
				if err := json.Unmarshal(a.Value.JSON(), &object); err != nil {
					t.Fatal(err)
				}
				objects = append(objects, object)
			}
		}
	}
	if len(objects) < 100 {
		t.Fatalf("there are only %d objects in %s", len(objects), folder)
	}
	return objects
}

// place is a mapping or list within an object, and a step from it.
type place struct {
	in   any
	step any
}

func places(value any) []place {
	var all []place
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			all = append(append(all, place{value, key}), places(value[key])...)
		}
	case []any:
		for i, item := range value {
			all = append(append(all, place{value, i}), places(item)...)
		}
	}
	return all
}

func (p place) get() any {
	if list, ok := p.in.([]any); ok {
		return list[p.step.(int)]
	}
	return p.in.(map[string]any)[p.step.(string)]
}

func (p place) set(value any) {
	if list, ok := p.in.([]any); ok {
		list[p.step.(int)] = value
		return
	}
	p.in.(map[string]any)[p.step.(string)] = value
}

// mutate changes an object as people do by mistake: a field is dropped, misspelt, moved or given
// another type.
func mutate(random *rand.Rand, object any) {
	all := places(object)
	pick := func() place { return all[random.IntN(len(all))] }
	p := pick()
	mapping, isMapping := p.in.(map[string]any)
	if isMapping && (p.step == "kind" || p.step == "apiVersion") {
		return
	}
	switch random.IntN(6) {
	case 0:
		if isMapping {
			delete(mapping, p.step.(string))
		}
	case 1:
		if isMapping {
			name := p.step.(string)
			mapping[[]string{name + "s", strings.ToUpper(name), strings.ToLower(name), name[:len(name)/2], ""}[random.IntN(5)]] = p.get()
			delete(mapping, name)
		}
	case 2:
		if other, ok := pick().in.(map[string]any); ok && isMapping {
			if text, err := json.Marshal(p.get()); err == nil {
				var clone any
				if json.Unmarshal(text, &clone) == nil {
					other[p.step.(string)] = clone
				}
			}
		}
	default:
		values := []any{nil, true, 0, -1, 1.5, 1e100, json.Number("99999999999999999999"), "", "text", "5", "2020-01-01T00:00:00Z", "aGk=", []any{}, []any{"a"}, []any{nil}, map[string]any{}, map[string]any{"a": "b"}, map[string]any{"name": 5}}
		p.set(values[random.IntN(len(values))])
	}
}

// TestAgreesWithTheStrictDecoder mutates objects of our own.
func TestAgreesWithTheStrictDecoder(t *testing.T) {
	agreesWithTheStrictDecoder(t, "../../../testdata")
}

// TestSharedAgreesWithTheStrictDecoder mutates real ones.
func TestSharedAgreesWithTheStrictDecoder(t *testing.T) {
	agreesWithTheStrictDecoder(t, shared.Path(t, "corpus"))
}

// everyKind has the kinds that an API server serves, and those of the files that it and its clients read.
func everyKind(t *testing.T) *runtime.Scheme {
	t.Helper()
	all := runtime.NewScheme()
	all.AddKnownTypeWithName(schema.GroupVersionKind{Version: "v1", Kind: "Config"}, &clientconfig.Config{})
	for _, add := range []func(*runtime.Scheme) error{
		scheme.AddToScheme, apiserver.AddToScheme, audit.AddToScheme, podsecurity.AddToScheme, podsecuritybeta.AddToScheme,
	} {
		if err := add(all); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// agreesWithTheStrictDecoder mutates the objects below a folder. There must be violations exactly when
// apimachinery's strict decoder objects; where all that it objects to are unknown fields, they are the
// same; and each violation leads to something that is there.
func agreesWithTheStrictDecoder(t *testing.T, folder string) {
	t.Helper()
	known := everyKind(t)
	decoder := k8sjson.NewSerializerWithOptions(k8sjson.DefaultMetaFactory, known, known, k8sjson.SerializerOptions{Strict: true})
	objects := objectsBelow(t, folder)
	good, bad, compared := 0, 0, 0
	for seed := range 6000 {
		random := rand.New(rand.NewPCG(uint64(seed), 1))
		text, err := json.Marshal(objects[random.IntN(len(objects))])
		if err != nil {
			t.Fatal(err)
		}
		var object any
		if err := json.Unmarshal(text, &object); err != nil {
			t.Fatal(err)
		}
		for range 1 + random.IntN(3) {
			mutate(random, object)
		}
		if text, err = json.Marshal(object); err != nil {
			t.Fatal(err)
		}
		a := parse(t, string(text))
		violations := checked(a)
		_, _, decodeErr := decoder.Decode(text, nil, nil)
		if decodeErr == nil { // it takes every text for an operator
			violations = slices.DeleteFunc(violations, func(v violation) bool { return slices.Contains(v.Path, any("matchExpressions")) })
		}
		if (decodeErr != nil) != (len(violations) > 0) {
			t.Fatalf("seed %d: the decoder says %v, we say %v\n%s", seed, decodeErr, violations, text)
		}
		if decodeErr == nil {
			good++
			continue
		}
		bad++
		var unknown []string
		for _, v := range violations {
			if strings.Contains(v.Message, "does not decode") {
				t.Errorf("seed %d: the place of %v was not found: %v", seed, decodeErr, v)
			}
			if !reaches(a.Value, v.Path) {
				t.Errorf("seed %d: %v leads nowhere", seed, v)
			}
			if v.control == UnknownField {
				unknown = append(unknown, spelt(v.Path))
			}
		}
		if strict, ok := runtime.AsStrictDecodingError(decodeErr); ok {
			compared++
			var want []string
			for _, err := range strict.Errors() {
				want = append(want, strings.TrimSuffix(strings.TrimPrefix(err.Error(), `unknown field "`), `"`))
			}
			slices.Sort(want)
			slices.Sort(unknown)
			if !slices.Equal(unknown, want) {
				t.Errorf("seed %d: got unknown fields %q, want %q", seed, unknown, want)
			}
		}
		if t.Failed() {
			t.Fatalf("%s", text)
		}
	}
	if good < 500 || bad < 2000 || compared < 400 {
		t.Errorf("only %d good objects, %d bad ones and %d with unknown fields alone", good, bad, compared)
	}
}

// spelt writes a path as the strict decoder does.
func spelt(path []any) string {
	var b strings.Builder
	for i, step := range path {
		switch {
		case i > 0 && reflect.TypeOf(step).Kind() == reflect.String:
			fmt.Fprintf(&b, ".%s", step)
		case i > 0:
			fmt.Fprintf(&b, "[%v]", step)
		default:
			fmt.Fprint(&b, step)
		}
	}
	return b.String()
}

// reaches tells whether a path leads to a value.
func reaches(v value.Value, path []any) bool { return v.At(path...).Exists() }

// TestSecretsStaySecret puts a secret wherever it can be wrong and looks for it in the messages.
func TestSecretsStaySecret(t *testing.T) {
	const secret = "hunter2"
	var texts []string
	for _, field := range []string{"data", "stringData"} {
		for _, value := range []string{"%s", "%s!", "[%s]", "{a: %s}", "[{a: %s}]", "!!binary aHVudGVyMg=="} {
			for _, place := range []string{"%s: %s", "%s: {password: %s}", "%s: {password: %s, password: %s}", "metadata: {%s: %s}", "%ss: %s", "%s: {a: {password: %s}}", "metadata: {creationTimestamp: %[2]s}", "immutable: %[2]s", "type: {a: %[2]s}"} {
				if strings.Contains(value, "%s") {
					value = fmt.Sprintf(value, secret)
				}
				text := fmt.Sprintf(place, field, value, value)
				text, _, _ = strings.Cut(text, "%!")
				texts = append(texts, "apiVersion: v1\nkind: Secret\n"+text+"\n")
			}
		}
	}
	pod := "apiVersion: v1\nkind: Pod\nspec: {containers: [{%s: %s}]}\n"
	for _, field := range []string{"args", "env", "resources", "ports", "livenessProbe", "stdin", "password", "securityContext"} {
		texts = append(texts, fmt.Sprintf(pod, field, secret), fmt.Sprintf(pod, field, "["+secret+"]"), fmt.Sprintf(pod, field, "{limits: {cpu: "+secret+"}, periodSeconds: "+secret+"}"))
	}
	checked := 0
	for _, text := range texts {
		parsed := kubernetes.New().Parse(&source.Document{File: "f.yaml", Index: 1, Line: 1, Text: []byte(text)})
		for _, err := range parsed.Errors {
			if strings.Contains(err.Message, secret) {
				t.Errorf("%s\nshows the secret: %s", text, err.Message)
			}
		}
		for _, a := range parsed.Artefacts {
			for _, v := range check(a, apitypes.Of(a.APIVersion, a.Kind)) {
				checked++
				if strings.Contains(v.Message, secret) {
					t.Errorf("%s\nshows the secret: %s", text, v.Message)
				}
			}
			for _, p := range a.Problems {
				if strings.Contains(p.Message, secret) {
					t.Errorf("%s\nshows the secret: %s", text, p.Message)
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d violations were looked at", checked)
	}
}

func TestControls(t *testing.T) {
	var ids []string
	for _, c := range Controls() {
		ids = append(ids, c.ID)
		if c.ID == WaiversBounded || c.ID == AttestationsFresh {
			continue
		}
		if !c.Matches(artefact.Ref{Type: artefact.Kubernetes, APIVersion: "any.example.com/v1", Kind: "Thing"}) || !c.Matches(artefact.Ref{Type: artefact.Kubernetes, APIVersion: "v1", Kind: "Pod"}) {
			t.Errorf("%s does not speak of everything", c.ID)
		}
	}
	if want := []string{DuplicateKey, DuplicateObject, InvalidValue, UnknownField, WaiversBounded, AttestationsFresh}; !slices.Equal(ids, want) {
		t.Errorf("got %q, want %q", ids, want)
	}
}

// A kubeconfig is checked though it need not say what it is.
func TestKubeconfig(t *testing.T) {
	text := "users: []\nkind: Config\nclusters:\n- name: a\n  cluster:\n    insecure-skip-tls-verfy: true\n"
	parsed := kubeconfig.New().Parse(&source.Document{File: "f.yaml", Index: 1, Line: 1, Text: []byte(text)})
	if len(parsed.Artefacts) != 1 {
		t.Fatalf("%+v", parsed)
	}
	a := parsed.Artefacts[0]
	violations := check(a, typeOf(a))
	if len(violations) != 1 || violations[0].control != UnknownField || a.Position(violations[0].Path).Line != 6 {
		t.Errorf("%+v", violations)
	}
}
