package access_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/guiderail/guiderail/harness/access"
	"github.com/guiderail/guiderail/harness/source"
)

var (
	clusters = flag.Int("clusters", 3_000, "how many generated clusters TestLikeKubernetes compares")
	update   = flag.Bool("update", false, "rewrite bootstrap.json")
)

// buildJudge builds the program that answers with Kubernetes' own authorizer.
func buildJudge(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds a part of Kubernetes")
	}
	judge := filepath.Join(t.TempDir(), "rbac")
	build := exec.CommandContext(t.Context(), "go", "build", "-C", "../../e2e/tools", "-o", judge, "./rbac")
	build.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return judge
}

// TestBootstrap holds the roles that every cluster has against those of Kubernetes.
func TestBootstrap(t *testing.T) {
	want, err := exec.CommandContext(t.Context(), buildJudge(t), "bootstrap").Output()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("bootstrap.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("bootstrap.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("bootstrap.json is not what Kubernetes has; run: go test ./harness/access -run TestBootstrap -update")
	}
}

// cluster is what the judge reads.
type cluster struct {
	Roles               []*rbacv1.Role
	ClusterRoles        []*rbacv1.ClusterRole
	RoleBindings        []*rbacv1.RoleBinding
	ClusterRoleBindings []*rbacv1.ClusterRoleBinding
	Questions           []question
}

type question struct {
	User, Verb, Group, Resource, Subresource, Namespace, Name, URL string

	Groups []string

	subject access.Subject
}

func (q question) request() access.Request {
	return access.Request{Verb: q.Verb, Group: q.Group, Resource: q.Resource, Subresource: q.Subresource, Name: q.Name, Namespace: q.Namespace, URL: q.URL}
}

// TestLikeKubernetes holds the answers against those of Kubernetes' own authorizer, on clusters from a
// fixed seed. What aggregated roles grant is written into them before, as the controller of a cluster
// does it, over and over until nothing changes.
func TestLikeKubernetes(t *testing.T) {
	judge := exec.CommandContext(t.Context(), buildJudge(t), "judge")
	judge.Stderr = os.Stderr
	stdin, err := judge.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := judge.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := judge.Start(); err != nil {
		t.Fatal(err)
	}
	encoder, decoder := json.NewEncoder(stdin), json.NewDecoder(stdout)
	ask := func(c cluster) []bool {
		c.ClusterRoles = aggregated(t, c.ClusterRoles)
		var answers []bool
		if err := encoder.Encode(c); err != nil {
			t.Fatal(err)
		}
		if err := decoder.Decode(&answers); err != nil {
			t.Fatal(err)
		}
		return answers
	}
	differ := func(c cluster) bool { return !slices.Equal(ask(c), answer(t, c)) }

	random := rand.New(rand.NewPCG(6, 1))
	var questions, allowed, partly, circles, disagreements int
	for i := 0; i < *clusters && disagreements < 3; i++ {
		c := randomCluster(random)
		p := read(t, c)
		if slices.ContainsFunc(p.Problems(), func(problem access.Problem) bool {
			return strings.Contains(problem.Message, "aggregates itself")
		}) {
			circles++
			// What was written into a circle by hand may go round in it for ever, or not.
			for _, r := range c.ClusterRoles {
				if r.AggregationRule != nil {
					r.Rules = nil
				}
			}
		}
		want, got := ask(c), answer(t, c)
		for j, q := range c.Questions {
			questions++
			if want[j] {
				allowed++
			}
			if named := p.WhoCan(q.request()); !slices.ContainsFunc(named, func(g access.Grant) bool { return isOf(q, g) }) && got[j] {
				t.Errorf("%+v is allowed, and nobody is named for it", q)
			} else if len(named) > 0 && !want[j] {
				partly++
			}
		}
		if !slices.Equal(want, got) {
			disagreements++
			for j := range want {
				if want[j] != got[j] {
					c.Questions = c.Questions[j : j+1]
					break
				}
			}
			c = minimise(c, differ)
			text, _ := json.MarshalIndent(c, "", "  ")
			t.Errorf("%s\n allowed here: %v, by Kubernetes: %v", text, answer(t, c), ask(c))
		}
	}
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := judge.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d clusters, %d of them with circles of aggregation: %d questions, %d answered with yes, %d with no although others are named", *clusters, circles, questions, allowed, partly)
	if disagreements == 0 && (allowed < questions/20 || allowed > questions*3/4) {
		t.Error("the questions are too much alike to tell anything")
	}
}

func isOf(q question, g access.Grant) bool {
	return g.Subject == q.subject || g.Subject.Kind == access.Group && slices.Contains(q.Groups, g.Subject.Name)
}

func answer(t *testing.T, c cluster) []bool {
	p := read(t, c)
	var answers []bool
	for _, q := range c.Questions {
		answers = append(answers, p.Allowed(q.subject, q.request()))
	}
	return answers
}

// read gives the cluster as files.
func read(t *testing.T, c cluster) *access.Policy {
	t.Helper()
	var text bytes.Buffer
	put := func(kind string, object any) {
		written, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "---\n{\"apiVersion\": \"rbac.authorization.k8s.io/v1\", \"kind\": %q, %s\n", kind, written[1:])
	}
	for _, o := range c.Roles {
		put("Role", o)
	}
	for _, o := range c.ClusterRoles {
		put("ClusterRole", o)
	}
	for _, o := range c.RoleBindings {
		put("RoleBinding", o)
	}
	for _, o := range c.ClusterRoleBindings {
		put("ClusterRoleBinding", o)
	}
	p, err := access.Read(t.Context(), found(text.String()), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range p.Problems() {
		if problem.IsUnreadable {
			t.Fatal(problem)
		}
	}
	return p
}

func found(text string) func(yield func(source.Found) bool) {
	from := source.Bytes("cluster.yaml", []byte(text))
	return slices.Values([]source.Found{{Source: from}})
}

// aggregated does what a cluster's controller does, until nothing changes. It applies its rules as one
// of several owners of the object, so that no rules at all overwrite nothing.
func aggregated(t *testing.T, roles []*rbacv1.ClusterRole) []*rbacv1.ClusterRole {
	t.Helper()
	var all []*rbacv1.ClusterRole
	written := map[string][]rbacv1.PolicyRule{}
	for _, r := range roles {
		all = append(all, r.DeepCopy())
		written[r.Name] = r.Rules
	}
	for round := 0; ; round++ {
		if round > 100 {
			t.Fatal("the aggregation does not come to an end")
		}
		isChanged := false
		for _, r := range all {
			if r.AggregationRule == nil {
				continue
			}
			var rules []rbacv1.PolicyRule
			for _, written := range r.AggregationRule.ClusterRoleSelectors {
				selector, err := metav1.LabelSelectorAsSelector(&written)
				if err != nil {
					t.Fatal(err)
				}
				for _, other := range all {
					if other.Name == r.Name || !selector.Matches(labelSet(other.Labels)) {
						continue
					}
					for _, rule := range other.Rules {
						if !slices.ContainsFunc(rules, func(before rbacv1.PolicyRule) bool { return equality.Semantic.DeepEqual(before, rule) }) {
							rules = append(rules, rule)
						}
					}
				}
			}
			if len(rules) == 0 {
				rules = written[r.Name]
			}
			if !equality.Semantic.DeepEqual(rules, r.Rules) && !(len(rules) == 0 && len(r.Rules) == 0) {
				r.Rules, isChanged = rules, true
			}
		}
		if !isChanged {
			return all
		}
	}
}

type labelSet map[string]string

func (l labelSet) Has(key string) bool                       { _, ok := l[key]; return ok }
func (l labelSet) Get(key string) string                     { return l[key] }
func (l labelSet) Lookup(key string) (value string, ok bool) { value, ok = l[key]; return value, ok }

var (
	someVerbs     = []string{"get", "list", "create", "deletecollection", "*", "*", "GET"}
	someGroups    = []string{"", "", "", "apps", "*"}
	someResources = []string{"pods", "secrets", "deployments", "pods/exec", "pods/log", "*", "*", "*/exec", "*/*", "pods/*", "pods/exec/deep", "*/exec/deep"}
	someNames     = []string{"", "x", "y", "*"}
	someURLs      = []string{"/metrics", "/metrics/*", "/*", "*", "/met**"}
	someNamespace = []string{"a", "b"}

	askedResources = []string{"pods", "pods", "secrets", "deployments", "*"}
	askedSubs      = []string{"", "", "", "exec", "log", "*", "exec/deep"}
	askedURLs      = []string{"/", "/metrics", "/metrics/x", "/healthz"}

	someSubjects = []rbacv1.Subject{
		{Kind: "User", Name: "alice"},
		{Kind: "User", Name: "system:serviceaccount:a:app"},
		{Kind: "User", Name: "system:serviceaccount:a"},
		{Kind: "User", Name: "system:anonymous"},
		{Kind: "Group", Name: "staff"},
		{Kind: "Group", Name: "alice"},
		{Kind: "Group", Name: "system:serviceaccounts"},
		{Kind: "Group", Name: "system:serviceaccounts:b"},
		{Kind: "Group", Name: "system:authenticated"},
		{Kind: "Group", Name: "system:unauthenticated"},
		{Kind: "ServiceAccount", Name: "app"},
		{Kind: "ServiceAccount", Namespace: "a", Name: "app"},
		{Kind: "ServiceAccount", Namespace: "b", Name: "app"},
		{Kind: "ServiceAccount", Namespace: "b", Name: "alice"},
		{Kind: "Robot", Name: "alice"},
	}

	askers = []access.Subject{
		{Kind: "User", Name: "alice"},
		{Kind: "User", Name: "bob"},
		{Kind: "User", Name: "system:anonymous"},
		{Kind: "User", Name: "system:serviceaccount:a"},
		{Kind: "Group", Name: "staff"},
		{Kind: "Group", Name: "system:authenticated"},
		{Kind: "ServiceAccount", Namespace: "a", Name: "app"},
		{Kind: "ServiceAccount", Namespace: "b", Name: "app"},
		{Kind: "ServiceAccount", Namespace: "b", Name: "other"},
	}
)

func randomCluster(random *rand.Rand) cluster {
	choose := func(from []string) string { return from[random.IntN(len(from))] }
	several := func(from []string) (chosen []string) {
		for range random.IntN(2) + 1 {
			chosen = append(chosen, choose(from))
		}
		return chosen
	}
	rules := func() (rules []rbacv1.PolicyRule) {
		for range random.IntN(4) {
			rule := rbacv1.PolicyRule{Verbs: several(someVerbs)}
			if random.IntN(5) == 0 {
				rule.NonResourceURLs = several(someURLs)
			}
			if random.IntN(5) > 0 {
				rule.APIGroups, rule.Resources = several(someGroups), several(someResources)
			}
			if random.IntN(4) == 0 {
				rule.ResourceNames = several(someNames)
			}
			rules = append(rules, rule)
		}
		return rules
	}
	labels := func() map[string]string {
		switch random.IntN(4) {
		case 0:
			return nil
		case 1:
			return map[string]string{"to": choose([]string{"p", "q"}), "of": choose([]string{"p", "q"})}
		}
		return map[string]string{"to": choose([]string{"p", "q", "r"})}
	}
	selector := func() (selector metav1.LabelSelector) {
		if roll := random.IntN(8); roll > 2 {
			selector.MatchLabels = map[string]string{"to": choose([]string{"p", "q", "r", "nobody"})}
		} else if roll == 0 {
			selector.MatchLabels = map[string]string{"to": "p", "of": "q"}
		}
		if random.IntN(3) == 0 {
			operators := []metav1.LabelSelectorOperator{metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist}
			e := metav1.LabelSelectorRequirement{Key: choose([]string{"to", "of"}), Operator: operators[random.IntN(4)]}
			if e.Operator == metav1.LabelSelectorOpIn || e.Operator == metav1.LabelSelectorOpNotIn {
				e.Values = several([]string{"p", "q", "r"})
			}
			selector.MatchExpressions = append(selector.MatchExpressions, e)
		}
		if len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
			selector.MatchLabels = map[string]string{"to": "r"} // all but the built-in ones, which are not in this cluster
		}
		if len(selector.MatchLabels) == 0 {
			selector.MatchExpressions = append(selector.MatchExpressions, metav1.LabelSelectorRequirement{Key: "kubernetes.io/bootstrapping", Operator: metav1.LabelSelectorOpDoesNotExist})
		}
		return selector
	}
	subjects := func() (subjects []rbacv1.Subject) {
		for range random.IntN(4) + 1 {
			subjects = append(subjects, someSubjects[random.IntN(len(someSubjects))])
		}
		return subjects
	}
	names := func(prefix string) string { return fmt.Sprintf("%s%d", prefix, random.IntN(4)) }

	var c cluster
	for _, namespace := range someNamespace {
		for i := range random.IntN(4) {
			c.Roles = append(c.Roles, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: fmt.Sprintf("r%d", i)}, Rules: rules()})
		}
		for i := range 1 + random.IntN(3) {
			ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: names("r")}
			if random.IntN(2) == 0 {
				ref.Kind, ref.Name = "ClusterRole", names("c")
			}
			c.RoleBindings = append(c.RoleBindings, &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: fmt.Sprintf("b%d", i)}, RoleRef: ref, Subjects: subjects()})
		}
	}
	for i := range 2 + random.IntN(5) {
		r := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("c%d", i), Labels: labels()}, Rules: rules()}
		if random.IntN(2) == 0 {
			r.AggregationRule = &rbacv1.AggregationRule{}
			for range random.IntN(4) {
				r.AggregationRule.ClusterRoleSelectors = append(r.AggregationRule.ClusterRoleSelectors, selector())
			}
			if random.IntN(2) == 0 {
				r.Rules = nil
			}
		}
		c.ClusterRoles = append(c.ClusterRoles, r)
	}
	for i := range 1 + random.IntN(3) {
		ref := rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: names("c")}
		if random.IntN(10) == 0 {
			ref.Kind = "Role"
		}
		c.ClusterRoleBindings = append(c.ClusterRoleBindings, &rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("b%d", i)}, RoleRef: ref, Subjects: subjects()})
	}
	for range 20 {
		q := question{subject: askers[random.IntN(len(askers))], Verb: choose(someVerbs[:6])}
		q.User, q.Groups = q.subject.UserName(), q.subject.Groups()
		if q.subject.Kind == access.Group {
			q.User, q.Groups = "(somebody)", []string{q.subject.Name}
		}
		if random.IntN(6) == 0 {
			q.URL = choose(askedURLs)
		} else {
			q.Group, q.Resource, q.Subresource = choose(someGroups[:4]), choose(askedResources), choose(askedSubs)
			q.Namespace, q.Name = choose([]string{"", "a", "b", "b"}), choose(append(someNames, "", "", ""))
		}
		c.Questions = append(c.Questions, q)
	}
	return c
}

// minimise drops what the disagreement does not need.
func minimise(c cluster, differ func(cluster) bool) cluster {
	for isSmaller := true; isSmaller; {
		isSmaller = false
		try := func(smaller cluster) bool {
			if differ(smaller) {
				c, isSmaller = smaller, true
				return true
			}
			return false
		}
		for i := 0; i < len(c.Roles); i++ {
			smaller := c
			smaller.Roles = slices.Delete(slices.Clone(c.Roles), i, i+1)
			try(smaller)
		}
		for i := 0; i < len(c.ClusterRoles); i++ {
			smaller := c
			smaller.ClusterRoles = slices.Delete(slices.Clone(c.ClusterRoles), i, i+1)
			if try(smaller) {
				continue
			}
			for j := range c.ClusterRoles[i].Rules {
				smaller.ClusterRoles = slices.Clone(c.ClusterRoles)
				smaller.ClusterRoles[i] = c.ClusterRoles[i].DeepCopy()
				smaller.ClusterRoles[i].Rules = slices.Delete(smaller.ClusterRoles[i].Rules, j, j+1)
				if try(smaller) {
					break
				}
			}
		}
		for i := 0; i < len(c.RoleBindings); i++ {
			smaller := c
			smaller.RoleBindings = slices.Delete(slices.Clone(c.RoleBindings), i, i+1)
			try(smaller)
		}
		for i := 0; i < len(c.ClusterRoleBindings); i++ {
			smaller := c
			smaller.ClusterRoleBindings = slices.Delete(slices.Clone(c.ClusterRoleBindings), i, i+1)
			try(smaller)
		}
	}
	return c
}
