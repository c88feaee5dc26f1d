package policies_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"
	"k8s.io/apiserver/pkg/apis/audit"
	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/apiserver/pkg/audit/policy"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
)

// auditQuestion asks at which level a policy logs a request.
type auditQuestion struct {
	Rules   []auditv1.PolicyRule `json:"rules"`
	Request auditRequest         `json:"request"`
}

// auditRequest is a request in the form of the library.
type auditRequest struct {
	User      string   `json:"user"`
	Groups    []string `json:"groups"`
	Verb      string   `json:"verb"`
	Group     string   `json:"group"`
	Resource  string   `json:"resource"`
	Namespace string   `json:"namespace"`
	Name      string   `json:"name"`
}

// level asks the code of the API server.
func (q auditQuestion) level(t *testing.T) string {
	t.Helper()
	written := auditv1.Policy{Rules: q.Rules}
	var internal audit.Policy
	if err := auditv1.Convert_v1_Policy_To_audit_Policy(&written, &internal, nil); err != nil {
		t.Fatal(err)
	}
	r := q.Request
	resource, subresource := r.Resource, ""
	for i, c := range resource {
		if c == '/' {
			resource, subresource = r.Resource[:i], r.Resource[i+1:]
			break
		}
	}
	attributes := authorizer.AttributesRecord{
		User: &user.DefaultInfo{Name: r.User, Groups: r.Groups}, Verb: r.Verb, APIGroup: r.Group, Resource: resource, Subresource: subresource,
		Namespace: r.Namespace, Name: r.Name, ResourceRequest: true,
	}
	return string(policy.NewPolicyRuleEvaluator(&internal).EvaluatePolicyRule(attributes).Level)
}

// TestAuditOracle holds the library of audit rules against the API server's own code, on policies from a fixed seed.
func TestAuditOracle(t *testing.T) {
	query, err := rego.New(rego.Query(`rules := data.lib.guiderail.audit_rules.of(input)
		i := data.lib.guiderail.audit_rules.deciding(rules, input.request)`),
		rego.Load([]string{"lib/cluster/audit_rules.rego", "lib/core/value.rego"}, nil)).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	levels := map[string]int{}
	for seed := range 3000 {
		q := someAuditQuestion(rand.New(rand.NewPCG(uint64(seed), 1)))
		text, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		var input any
		if err := json.Unmarshal(text, &input); err != nil {
			t.Fatal(err)
		}
		results, err := query.Eval(t.Context(), rego.EvalInput(input))
		if err != nil || len(results) != 1 {
			t.Fatalf("seed %d: %v %v", seed, results, err)
		}
		decides, err := results[0].Bindings["i"].(json.Number).Int64()
		if err != nil {
			t.Fatal(err)
		}
		got := "None"
		if decides >= 0 {
			got = string(q.Rules[decides].Level)
		}
		want := q.level(t)
		levels[want]++
		if got != want {
			t.Errorf("seed %d: the API server logs at level %s, we say %s\n%s", seed, want, got, text)
		}
	}
	for _, level := range []string{"None", "Metadata", "Request", "RequestResponse"} {
		if levels[level] < 100 {
			t.Errorf("only %d requests are of level %s", levels[level], level)
		}
	}
}

func someAuditQuestion(random *rand.Rand) auditQuestion {
	some := func(words ...string) []string {
		var chosen []string
		for _, word := range words {
			if random.IntN(3) == 0 {
				chosen = append(chosen, word)
			}
		}
		if random.IntN(2) == 0 {
			return nil
		}
		return chosen
	}
	one := func(words ...string) string { return words[random.IntN(len(words))] }
	var q auditQuestion
	for range random.IntN(6) {
		rule := auditv1.PolicyRule{
			Level: auditv1.Level(one("None", "Metadata", "Request", "RequestResponse")),
			Users: some("jane", "system:node:a"), UserGroups: some("a", "system:authenticated"), Verbs: some("get", "create"),
			Namespaces: some("", "x"), NonResourceURLs: some("*", "/a"),
		}
		for range random.IntN(3) {
			rule.Resources = append(rule.Resources, auditv1.GroupResources{
				Group:         one("", "apps", "*", "apps/v1"),
				Resources:     some("pods", "pods/exec", "pods/*", "*/exec", "*", "*/*"),
				ResourceNames: some("n", "m"),
			})
		}
		q.Rules = append(q.Rules, rule)
	}
	q.Request = auditRequest{
		User: one("jane", "system:node:a", "joe"), Groups: some("a", "system:authenticated"), Verb: one("get", "create"),
		Group: one("", "apps"), Resource: one("pods", "pods/exec", "secrets"), Namespace: one("", "x"), Name: one("", "n"),
	}
	return q
}
