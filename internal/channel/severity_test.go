package channel_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// violates has something for controls of several severities.
const violates = `{
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "till", "namespace": "shop"},
	"spec": {
		"hostPID": true, "imagePullSecrets": [{"name": "registry"}],
		"containers": [{"name": "till", "image": "docker.io/library/nginx:1.29", "securityContext": {"privileged": true}, "env": [{"name": "PASSWORD", "value": "c4n4ry"}]}]
	}
}`

// TestSeverities asks about one object under a profile that gives controls other severities: the decision of an OPA
// server, its answer to an API server and what conftest is told have the severities of the command line, and the
// enforcement that follows from them.
func TestSeverities(t *testing.T) {
	all := loaded(t)
	looks := map[string]bool{} // the answers about one object leave open what other objects there are
	for _, c := range all.Controls {
		looks[c.ID] = len(c.Reads) > 0
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	const head = "apiVersion: guiderail.dev/v1alpha1\nkind: Profile\nmetadata: {name: mine}\nspec:\n  title: Mine\n" +
		"  enforcement: {severities: {critical: deny, high: warn, medium: {webhook: dryrun, audit: deny}, low: {audit: warn}, info: dryrun}}\n"
	for name, severities := range map[string]string{
		"some":     "  severities: {images.digest: critical, podsecurity: high, podsecurity.host_namespaces: info, secrets.plaintext_env: medium, 'resources.*': low}\n",
		"all high": "  severities: {'*': high}\n",
	} {
		if err := os.WriteFile(file, []byte(head+severities), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := profile.Load(policies.FS, all.Controls, file)
		if err != nil {
			t.Fatal(err)
		}
		engine, err := harness.New(harness.Options{Catalogue: all, Chosen: p})
		if err != nil {
			t.Fatal(err)
		}
		run, err := engine.Check(t.Context(), harness.Bytes("pod.json", []byte(violates)))
		if err != nil {
			t.Fatal(err)
		}
		var inDecision, inConftest, warned, denied []string
		for _, f := range run.Findings {
			if f.Control.File == "" || looks[f.Control.ID] {
				continue
			}
			action := map[string]string{"critical": "deny", "high": "warn", "medium": "dryrun", "low": "off", "info": "dryrun"}[f.Control.Severity.String()]
			inDecision = append(inDecision, fmt.Sprintf("%s %s %s", f.Control.ID, f.Control.Severity, action))
			inConftest = append(inConftest, fmt.Sprintf("%s %s ", f.Control.ID, f.Control.Severity))
			switch action {
			case "deny":
				denied = append(denied, fmt.Sprintf("[%s] %s", f.Control.ID, f.Message))
			case "warn":
				warned = append(warned, fmt.Sprintf("[%s] %s", f.Control.ID, f.Message))
			}
		}
		if len(inDecision) < 5 {
			t.Fatalf("%s: only %v", name, inDecision)
		}
		compare := func(what string, got, want []string) {
			t.Helper()
			got = slices.DeleteFunc(got, func(line string) bool { return looks[strings.Trim(strings.Fields(line)[0], "[]")] })
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s:\ngot  %s\nwant %s", name, what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
		}
		x := ask(t, prepared(t, p, `
			decision := data.guiderail.decision with input as input.object
			violation := data.main.violation with input as input.object
			response := data.system.main.response with input as {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": input}
		`), `{"uid": "1", "operation": "CREATE", "object": `+violates+`}`)
		compare("decision", lines(x.Decision.Violations), inDecision)
		if x.Decision.Allowed != (len(denied) == 0) {
			t.Errorf("%s: allowed is %v, and %d violations are denied", name, x.Decision.Allowed, len(denied))
		}
		compare("conftest", lines(x.Violation), inConftest)
		refused := strings.FieldsFunc(x.Response.Status.Message, func(r rune) bool { return r == '\n' })
		compare("admission, warnings", slices.DeleteFunc(x.Response.Warnings, func(line string) bool { return strings.Contains(line, "] unknown: ") }), warned)
		compare("admission, refusal", refused, denied)
		if x.Response.Allowed != (len(denied) == 0) {
			t.Errorf("%s: the request is allowed: %v, and %d violations are denied", name, x.Response.Allowed, len(denied))
		}
	}
}

type severe struct{ Control, Severity, Enforcement string }

func lines(findings []severe) (lines []string) {
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%s %s %s", f.Control, f.Severity, f.Enforcement))
	}
	return lines
}

// answers are what the channels say of one object.
type answers struct {
	Decision struct {
		Allowed    bool
		Violations []severe
	}
	Violation []severe
	Response  struct {
		Allowed  bool
		Warnings []string
		Status   struct{ Message string }
	}
}

func ask(t *testing.T, query rego.PreparedEvalQuery, input string) (a answers) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(input), &value); err != nil {
		t.Fatal(err)
	}
	results, err := query.Eval(t.Context(), rego.EvalInput(value))
	if err != nil || len(results) != 1 {
		t.Fatalf("got %d results, %v", len(results), err)
	}
	text, err := json.Marshal(results[0].Bindings)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	return a
}
