package policies_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/component-helpers/auth/rbac/validation"
)

// decisions tells of each rule which requests it allows, and what it grants of a power.
const decisions = `package oracle

import data.lib.guiderail.granted
import data.lib.guiderail.power_use
import data.lib.guiderail.role_rule

answers := [answer |
	some question in input
	rules := role_rule.of({"kind": question.kind, "rules": [question.rule]})
	allowed := [i | some i, request in question.requests; role_rule.allows(rules[0], request)]
	uses := [[sort(use.verbs), sort(use.targets)] |
		table := {question.power.group: [powers(question.power)]}
		granted.of_rule(rules[0], table)
		use := power_use.of(rules[0], question.power.group, powers(question.power))
	]
	answer := {"allowed": allowed, "uses": uses}
]

powers(written) := object.union(written, {
	"verbs": {verb | some verb in written.verbs},
	"resources": {resource | some resource in written.resources},
	"names": {name | some name in written.names},
	"cluster_wide": {resource | some resource in written.cluster_wide},
})
`

// question is a rule and what is asked about it.
type question struct {
	Kind     string         `json:"kind"`
	Rule     map[string]any `json:"rule"`
	Requests []rbacRequest  `json:"requests"`
	Power    rbacPower      `json:"power"`
}

type rbacRequest struct {
	Verb     string `json:"verb"`
	Group    string `json:"group,omitempty"`
	Resource string `json:"resource,omitempty"`
	Name     string `json:"name"`
	URL      string `json:"url,omitempty"`
}

// MarshalJSON leaves out what only the other sort of request has; the core group is an empty text.
func (r rbacRequest) MarshalJSON() ([]byte, error) {
	if r.URL != "" {
		return json.Marshal(map[string]any{"verb": r.Verb, "url": r.URL})
	}
	return json.Marshal(map[string]any{"verb": r.Verb, "group": r.Group, "resource": r.Resource, "name": r.Name})
}

type rbacPower struct {
	Group       string   `json:"group"`
	Verbs       []string `json:"verbs"`
	Resources   []string `json:"resources"`
	Names       []string `json:"names"`
	ClusterWide []string `json:"cluster_wide"`
	ByName      bool     `json:"is_by_name"`
	Open        bool     `json:"is_open"`
	Can         string   `json:"can"`
}

type decision struct {
	Allowed []int        `json:"allowed"`
	Uses    [][][]string `json:"uses"`
}

// allows asks component-helpers whether a rule covers a request.
func allows(rule rbacv1.PolicyRule, request rbacRequest) bool {
	asked := rbacv1.PolicyRule{Verbs: []string{request.Verb}}
	if request.URL != "" {
		// Names say nothing of URLs; no API server takes a rule that has both.
		rule.ResourceNames = nil
		asked.NonResourceURLs = []string{request.URL}
	} else {
		asked.APIGroups, asked.Resources, asked.ResourceNames = []string{request.Group}, []string{request.Resource}, []string{request.Name}
	}
	covers, _ := validation.Covers([]rbacv1.PolicyRule{rule}, []rbacv1.PolicyRule{asked})
	return covers
}

// decide answers a question by component-helpers alone: a power is granted if one of the requests is
// allowed that exercise it.
func decide(t *testing.T, q question) decision {
	t.Helper()
	text, err := json.Marshal(q.Rule)
	if err != nil {
		t.Fatal(err)
	}
	var rule rbacv1.PolicyRule
	if err := json.Unmarshal(text, &rule); err != nil {
		t.Fatal(err)
	}
	want := decision{Allowed: []int{}, Uses: [][][]string{}}
	for i, request := range q.Requests {
		if allows(rule, request) {
			want.Allowed = append(want.Allowed, i)
		}
	}
	names := slices.Clone(q.Power.Names)
	if q.Power.ByName {
		for _, name := range rule.ResourceNames {
			if name != "" {
				names = append(names, name)
			}
		}
	}
	var verbs, targets []string
	for _, verb := range q.Power.Verbs {
		for _, target := range q.Power.Resources {
			if q.Kind == "Role" && slices.Contains(q.Power.ClusterWide, target) {
				continue
			}
			if slices.ContainsFunc(exercises(rule, q.Power.Group, verb, target, names), func(r rbacRequest) bool {
				r.Group = q.Power.Group
				return allows(rule, r)
			}) {
				verbs, targets = append(verbs, verb), append(targets, target)
			}
		}
	}
	if len(verbs) > 0 {
		slices.Sort(verbs)
		slices.Sort(targets)
		want.Uses = append(want.Uses, [][]string{slices.Compact(verbs), slices.Compact(targets)})
	}
	return want
}

// exercises lists the requests of one verb that exercise a power over a resource: for any object, for
// one of the names, and where a request can do without, for none.
func exercises(rule rbacv1.PolicyRule, group, verb, target string, names []string) []rbacRequest {
	resources := []string{target}
	switch base, isAny := strings.CutSuffix(target, "/*"); {
	case target == "*":
		resources = []string{"things"}
		for _, element := range rule.Resources {
			// What is named for every group is nothing of this one, as far as anybody knows.
			if !strings.Contains(element, "/") && slices.Contains(rule.APIGroups, group) {
				resources = append(resources, element)
			}
		}
	case isAny:
		resources = []string{base + "/things"}
		for _, element := range rule.Resources {
			if parent, rest, ok := strings.Cut(element, "/"); ok && (parent == base || parent == "*" && rest != "exec" && rest != "proxy") {
				resources = append(resources, base+"/"+rest)
			}
		}
	}
	asked := append([]string{"some object"}, names...)
	if !strings.Contains(target, "/") {
		switch verb {
		case "create", "deletecollection":
			asked = []string{""}
		case "list", "watch":
			asked = append(asked, "")
		}
	}
	var requests []rbacRequest
	for _, resource := range resources {
		for _, name := range asked {
			requests = append(requests, rbacRequest{Verb: verb, Resource: resource, Name: name})
		}
	}
	return requests
}

// TestRBACOracle holds the library of roles against component-helpers, on rules from a fixed seed:
// which requests each allows, and what it grants of a power. RULES sets their number.
func TestRBACOracle(t *testing.T) {
	n := sizeOf(t, "RULES", 3_000)
	ask := asker[question, decision](t, decisions, "ctx", "granted", "power_use", "role_rule", "scope")
	differ := func(q question) bool { return !reflect.DeepEqual(ask(q)[0], decide(t, q)) }

	random := rand.New(rand.NewPCG(3, 4))
	var requests, allowed, granted, disagreements int
	for done := 0; done < n && disagreements < 3; done += 1000 {
		questions := make([]question, min(1000, n-done))
		for i := range questions {
			questions[i] = randomQuestion(random)
		}
		for i, got := range ask(questions...) {
			q := questions[i]
			want := decide(t, q)
			requests += len(q.Requests)
			allowed += len(want.Allowed)
			granted += len(want.Uses)
			if !reflect.DeepEqual(got, want) {
				disagreements++
				q = minimiseQuestion(q, differ)
				text, _ := json.Marshal(q)
				t.Errorf("%s\n got  %+v\n want %+v", text, ask(q)[0], decide(t, q))
			}
		}
	}
	t.Logf("%d rules: %d requests, %d of them allowed, and %d powers granted", n, requests, allowed, granted)
	if allowed < requests/20 || allowed > requests*3/4 || granted < n/20 {
		t.Error("the rules are too much alike to tell anything")
	}
}

var (
	ruleVerbs     = []string{"get", "list", "watch", "create", "update", "deletecollection", "impersonate", "*", "*", "get*", "", "GET"}
	ruleGroups    = []string{"", "", "apps", "rbac.authorization.k8s.io", "*", "*.k8s.io", "App"}
	ruleResources = []string{
		"pods", "secrets", "pods/exec", "pods/log", "nodes/proxy", "userextras/scopes", "*", "*/exec", "*/scopes", "*/proxy",
		"pods/*", "*/*", "*/", "/exec", "po*", "pods/exec/deep", "*/exec/deep", "*/deep", "", "Pods",
	}
	ruleNames = []string{"", "a", "b", "*", "a*"}
	ruleURLs  = []string{"*", "/*", "/metrics", "/metrics/*", "/metrics*", "/met**", "/healthz/", "*/metrics", "", "/metrics/*/x"}

	requestResources = []string{"pods", "secrets", "pods/exec", "nodes/exec", "pods/log", "nodes/proxy", "pods/exec/deep", "userextras/scopes", "pods/*", "*"}
	requestURLs      = []string{"/", "/metrics", "/metrics/", "/metrics/slis", "/metricsx", "/healthz", "/metrics/*/x", "*"}
)

func randomQuestion(random *rand.Rand) question {
	choose := func(from []string) string { return from[random.IntN(len(from))] }
	several := func(from []string) []string {
		chosen := []string{}
		for range random.IntN(3) + 1 {
			chosen = append(chosen, choose(from))
		}
		slices.Sort(chosen)
		return slices.Compact(chosen)
	}
	rule := map[string]any{}
	fill := func(key string, from []string, chance int) {
		switch roll := random.IntN(100); {
		case roll < chance:
			rule[key] = several(from)
		case roll%3 == 0:
			rule[key] = nil
		case roll%3 == 1:
			rule[key] = []string{}
		}
	}
	fill("verbs", ruleVerbs, 95)
	if random.IntN(6) == 0 {
		fill("nonResourceURLs", ruleURLs, 95)
	}
	fill("apiGroups", ruleGroups, 90)
	fill("resources", ruleResources, 95)
	fill("resourceNames", ruleNames, 30)

	q := question{Kind: choose([]string{"Role", "ClusterRole"}), Rule: rule}
	// Half of what is asked for is what the rule itself says, so that many requests are nearly allowed.
	near := func(key string, from []string) string {
		if list, _ := rule[key].([]string); len(list) > 0 && random.IntN(2) == 0 {
			return choose(list)
		}
		return choose(from)
	}
	for range 4 {
		q.Requests = append(q.Requests, rbacRequest{
			Verb: near("verbs", ruleVerbs), Group: near("apiGroups", ruleGroups),
			Resource: near("resources", requestResources), Name: near("resourceNames", ruleNames),
		})
	}
	q.Requests = append(q.Requests, rbacRequest{Verb: near("verbs", ruleVerbs), URL: choose(requestURLs)})

	// A power is about resources or about subresources.
	resources := []string{"pods", "secrets", "*"}
	if random.IntN(2) == 0 {
		resources = []string{"pods/exec", "nodes/proxy", "userextras/*"}
	}
	q.Power = rbacPower{
		Group: near("apiGroups", ruleGroups), Verbs: several(ruleVerbs[:7]), Resources: several(resources),
		Names: []string{}, ClusterWide: []string{}, ByName: random.IntN(3) == 0, Can: "do it",
	}
	q.Power.Open = slices.ContainsFunc(q.Power.Resources, func(r string) bool { return strings.HasSuffix(r, "*") })
	if random.IntN(3) == 0 {
		q.Power.Names = several(ruleNames[1:])
	}
	if random.IntN(3) == 0 {
		q.Power.ClusterWide = several(resources)
	}
	return q
}

// minimiseQuestion takes away what the answers differ without.
func minimiseQuestion(q question, differ func(question) bool) question {
	for smaller := true; smaller; {
		smaller = false
		for _, candidate := range reductions(q) {
			if differ(candidate) {
				q, smaller = candidate, true
				break
			}
		}
	}
	return q
}

// reductions gives the question without one element of one of its lists, for each.
func reductions(q question) []question {
	var all []question
	for key, value := range q.Rule {
		with := func(list any) question {
			smaller := q
			smaller.Rule = map[string]any{}
			for k, v := range q.Rule {
				smaller.Rule[k] = v
			}
			if smaller.Rule[key] = list; list == nil {
				delete(smaller.Rule, key)
			}
			return smaller
		}
		list, _ := value.([]string)
		if len(list) == 0 {
			all = append(all, with(nil))
		}
		for i := range list {
			all = append(all, with(slices.Delete(slices.Clone(list), i, i+1)))
		}
	}
	for i := range q.Requests {
		smaller := q
		smaller.Requests = slices.Delete(slices.Clone(q.Requests), i, i+1)
		all = append(all, smaller)
	}
	for _, field := range []func(*rbacPower) *[]string{
		func(p *rbacPower) *[]string { return &p.Verbs },
		func(p *rbacPower) *[]string { return &p.Resources },
		func(p *rbacPower) *[]string { return &p.Names },
		func(p *rbacPower) *[]string { return &p.ClusterWide },
	} {
		for i := range *field(&q.Power) {
			smaller := q
			list := field(&smaller.Power)
			*list = slices.Delete(slices.Clone(*list), i, i+1)
			all = append(all, smaller)
		}
	}
	return all
}
