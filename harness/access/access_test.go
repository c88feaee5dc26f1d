package access_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/access"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/source"
)

func readText(t *testing.T, text string) *access.Policy {
	t.Helper()
	p, err := access.Read(t.Context(), found(text), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// describe gives grants in lines: who ← binding ← roles, rule.
func describe(grants []access.Grant) []string {
	lines := []string{}
	for _, g := range grants {
		for _, c := range g.Chains {
			line := fmt.Sprintf("%s@%d", c.Subject, c.SubjectAt.Line)
			if g.IsMissing {
				line += " (missing)"
			}
			line += fmt.Sprintf(" ← %s@%d", c.Binding, c.Binding.Position.Line)
			for _, r := range c.Roles {
				line += fmt.Sprintf(" ← %s@%d", r, r.Position.Line)
			}
			line += fmt.Sprintf(" #%d@%d", c.Rule.Index, c.Rule.Position.Line)
			if c.OnlyNames != nil {
				line += fmt.Sprintf(" only %v", c.OnlyNames)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

const shop = `apiVersion: v1
kind: List
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata: {name: reader, namespace: shop}
  rules:
  - {apiGroups: [""], resources: [pods], verbs: [get]}
  - {apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [till]}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {name: reads, namespace: shop}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
  subjects:
  - {kind: ServiceAccount, name: app, namespace: shop}
  - {kind: Group, name: "system:serviceaccounts:till"}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: app, namespace: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: all, labels: {level: "1"}}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {level: "2"}}]}
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: more, labels: {level: "2"}}
aggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: level, operator: In, values: ["3", "1"]}]}]}
rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: part, labels: {level: "3"}}
rules:
- {nonResourceURLs: [/metrics*], verbs: [get]}
- {apiGroups: [""], resources: [secrets], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: everything}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}
subjects: [{kind: User, name: alice}, {kind: User, name: "system:serviceaccount:shop:gone"}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: views, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: User, name: bob}]
`

func TestWhoCan(t *testing.T) {
	p := readText(t, shop)
	for name, test := range map[string]struct {
		request access.Request
		want    []string
	}{
		"anywhere": {access.Request{Verb: "get", Resource: "pods", Anywhere: true}, []string{
			"Group system:serviceaccounts:till@16 ← RoleBinding shop/reads@12 ← Role shop/reader@6 #0@8",
			"ServiceAccount shop/app@15 ← RoleBinding shop/reads@12 ← Role shop/reader@6 #0@8",
			"User bob@51 ← RoleBinding shop/views@49 ← ClusterRole view@0 ← ClusterRole system:aggregate-to-view@0 #0@0",
		}},
		"a namespace": {access.Request{Verb: "get", Resource: "secrets", Namespace: "shop"}, []string{
			"Group system:serviceaccounts:till@16 ← RoleBinding shop/reads@12 ← Role shop/reader@6 #1@9 only [till]",
			"ServiceAccount shop/app@15 ← RoleBinding shop/reads@12 ← Role shop/reader@6 #1@9 only [till]",
			"ServiceAccount shop/gone@45 (missing) ← ClusterRoleBinding everything@43 ← ClusterRole all@24 ← ClusterRole more@30 ← ClusterRole part@36 #1@39",
			"User alice@45 ← ClusterRoleBinding everything@43 ← ClusterRole all@24 ← ClusterRole more@30 ← ClusterRole part@36 #1@39",
		}},
		"another name": {access.Request{Verb: "get", Resource: "secrets", Namespace: "shop", Name: "other"}, []string{
			"ServiceAccount shop/gone@45 (missing) ← ClusterRoleBinding everything@43 ← ClusterRole all@24 ← ClusterRole more@30 ← ClusterRole part@36 #1@39",
			"User alice@45 ← ClusterRoleBinding everything@43 ← ClusterRole all@24 ← ClusterRole more@30 ← ClusterRole part@36 #1@39",
		}},
		"all namespaces at once": {access.Request{Verb: "get", Resource: "pods"}, []string{}},
		"a URL": {access.Request{Verb: "get", URL: "/metrics/slis"}, []string{
			"ServiceAccount shop/gone@45 (missing) ← ClusterRoleBinding everything@43 ← ClusterRole all@24 ← ClusterRole more@30 ← ClusterRole part@36 #0@38",
			"User alice@45 ← ClusterRoleBinding everything@43 ← ClusterRole all@24 ← ClusterRole more@30 ← ClusterRole part@36 #0@38",
		}},
		// What an aggregated role says itself is overwritten.
		"overwritten": {access.Request{Verb: "get", Resource: "nodes", Anywhere: true}, []string{}},
	} {
		if got := describe(p.WhoCan(test.request)); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got  %s\n want %s", name, strings.Join(got, "\n      "), strings.Join(test.want, "\n      "))
		}
	}
	till := access.Subject{Kind: access.ServiceAccount, Namespace: "till", Name: "till"}
	if !p.Allowed(till, access.Request{Verb: "get", Resource: "pods", Namespace: "shop"}) {
		t.Error("a service account has no part in the rights of its group")
	}
	if p.Allowed(till, access.Request{Verb: "get", Resource: "secrets", Namespace: "shop"}) {
		t.Error("a right to one object counts for all")
	}
	want := []string{"Group system:serviceaccounts:till", "ServiceAccount shop/app", "ServiceAccount shop/gone", "User alice", "User bob"}
	var got []string
	for _, s := range p.Subjects() {
		got = append(got, s.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("subjects: %q, want %q", got, want)
	}
}

func TestProblems(t *testing.T) {
	const head = "apiVersion: rbac.authorization.k8s.io/v1\nkind: "
	for name, test := range map[string]struct{ text, want string }{
		"circle": {
			head + "ClusterRole\nmetadata: {name: a, labels: {to: b}}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {to: a}}]}\n---\n" +
				head + "ClusterRole\nmetadata: {name: b, labels: {to: a}}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {to: b}}]}\n",
			"cluster.yaml:3:18: ClusterRole a: aggregates itself (a → b → a); only rules from outside the cycle count",
		},
		"selector": {
			head + "ClusterRole\nmetadata: {name: a}\naggregationRule:\n  clusterRoleSelectors:\n  - {matchExpressions: [{key: to, operator: Is}]}\n",
			`cluster.yaml:6:5: ClusterRole a: aggregationRule.clusterRoleSelectors[0] cannot be read, and selects nothing: "Is" is not a valid label selector operator (unreadable)`,
		},
		"no such role": {
			head + "RoleBinding\nmetadata: {name: a}\nroleRef: {kind: Role, name: gone}\nsubjects: [{kind: User, name: u}]\n",
			`cluster.yaml:4:29: RoleBinding default/a: refers to Role "gone", which is not in namespace default of these files; what it grants is unknown`,
		},
		"no such cluster role": {
			head + "ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {kind: ClusterRole, name: gone}\nsubjects: [{kind: User, name: u}]\n",
			`cluster.yaml:4:36: ClusterRoleBinding a: refers to ClusterRole "gone", which is not in these files; what it grants is unknown`,
		},
		"role in the whole cluster": {
			head + "ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {kind: Role, name: gone}\nsubjects: [{kind: User, name: u}]\n",
			`cluster.yaml:4:29: ClusterRoleBinding a: refers to Role "gone"; a ClusterRoleBinding can refer only to a ClusterRole`,
		},
		"other kind of role": {
			head + "RoleBinding\nmetadata: {name: a}\nroleRef: {kind: Rule, name: gone}\nsubjects: [{kind: User, name: u}]\n",
			`cluster.yaml:4:29: RoleBinding default/a: refers to a role of kind "Rule"; must be Role or ClusterRole`,
		},
		"subjects": {
			head + "ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {kind: ClusterRole, name: view}\nsubjects:\n- {kind: ServiceAccount, name: app}\n- {kind: User}\n- {kind: Robot, name: r}\n",
			`cluster.yaml:6:3: ClusterRoleBinding a: subjects[0] is ServiceAccount "app" without a namespace; it binds nobody
cluster.yaml:7:3: ClusterRoleBinding a: subjects[1] has no name; it binds nobody
cluster.yaml:8:3: ClusterRoleBinding a: subjects[2] has kind "Robot"; must be User, Group or ServiceAccount`,
		},
		"no subjects": {
			head + "ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {kind: ClusterRole, name: view}\n",
			`cluster.yaml:3:18: ClusterRoleBinding a: has no subjects; nobody gets its role`,
		},
		"twice": {
			strings.Repeat(head+"Role\nmetadata: {name: a, namespace: shop}\n---\n", 2),
			"cluster.yaml:7:18: Role shop/a: is defined twice; replaces the one at cluster.yaml:3:18",
		},
		"binding twice": {
			strings.Repeat(head+"RoleBinding\nmetadata: {name: a, namespace: shop}\nroleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: u}]\n---\n", 2),
			"cluster.yaml:9:18: RoleBinding shop/a: is defined twice; replaces the one at cluster.yaml:3:18",
		},
		"wrong type": {
			head + "ClusterRole\nmetadata: {name: a}\nrules: [{verbs: get}]\n",
			"cluster.yaml:3:18: ClusterRole a: cannot be read: cannot unmarshal string into Go struct field PolicyRule.rules.verbs of type []string (unreadable)",
		},
		"no name": {
			head + "ClusterRole\nrules: []\n",
			"cluster.yaml:1:1: ClusterRole (no name): has no name; no API server accepts it (unreadable)",
		},
		"no YAML":   {"a: [\n", "cluster.yaml:1:1: cannot be read as YAML: did not find expected node content (unreadable)"},
		"no object": {"a: 1\n", "cluster.yaml:1:1: document 1 is not a Kubernetes object: kind is missing"},
		"other things": {
			"apiVersion: v1\nkind: Pod\n---\napiVersion: x.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n---\n" + head + "Other\nmetadata: {name: a}\n", "",
		},
	} {
		var got []string
		for _, problem := range readText(t, test.text).Problems() {
			line := problem.String()
			if problem.IsUnreadable {
				line += " (unreadable)"
			}
			got = append(got, line)
		}
		if text := strings.Join(got, "\n"); text != test.want {
			t.Errorf("%s:\n got  %s\n want %s", name, text, test.want)
		}
	}
}

func TestParseSubject(t *testing.T) {
	for text, want := range map[string]string{
		"User alice":                          "User alice",
		"User system:serviceaccount:shop:app": "ServiceAccount shop/app",
		"system:serviceaccount:shop:app":      "ServiceAccount shop/app",
		"ServiceAccount shop/app":             "ServiceAccount shop/app",
		"Group our staff":                     "Group our staff",
		"User system:serviceaccount:shop":     "User system:serviceaccount:shop",
		"User system:serviceaccount:shop:":    "User system:serviceaccount:shop:",
		"alice":                               "error",
		"User":                                "error",
		"Group ":                              "error",
		"ServiceAccount app":                  "error",
		"ServiceAccount /app":                 "error",
		"":                                    "error",
	} {
		got, err := access.ParseSubject(text)
		if name := got.String(); err == nil && name != want || (err != nil) != (want == "error") {
			t.Errorf("%q: %s, %v; want %s", text, name, err, want)
		}
	}
}

// Nothing that cannot be read hides the rest.
func TestProblemsBesideTheRest(t *testing.T) {
	p := readText(t, "a: [\n---\n"+shop+"---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\nrules: 1\n")
	if got := len(p.WhoCan(access.Request{Verb: "get", Resource: "pods", Anywhere: true})); got != 3 || len(p.Problems()) != 3 {
		t.Errorf("%d grants, problems %v", got, p.Problems())
	}
}

func TestReadFails(t *testing.T) {
	sources := []source.Found{
		{Error: &artefact.Error{Position: artefact.Position{File: "x"}, Message: "is not there"}},
		{Notice: &artefact.Notice{Position: artefact.Position{File: "y"}, Message: "is empty"}},
		{Source: &source.File{Path: "z", Open: func() (io.ReadCloser, error) { return nil, io.ErrUnexpectedEOF }}},
	}
	p, err := access.Read(t.Context(), slices.Values(sources), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(p.Problems()); got != "[x: is not there y: is empty z: cannot be read: unexpected EOF]" {
		t.Error(got)
	}
}

func TestParseResource(t *testing.T) {
	for text, want := range map[string]access.Request{
		"pods":                             {Resource: "pods"},
		"pods/exec":                        {Resource: "pods", Subresource: "exec"},
		"deployments":                      {Group: "apps", Resource: "deployments"},
		"deployments.apps":                 {Group: "apps", Resource: "deployments"},
		"deployments/scale":                {Group: "apps", Resource: "deployments", Subresource: "scale"},
		"deployments/scale.apps":           {Group: "apps", Resource: "deployments", Subresource: "scale"},
		"deployments.apps/scale":           {Group: "apps", Resource: "deployments", Subresource: "scale"},
		"events":                           {Resource: "events"},
		"ingresses":                        {Group: "networking.k8s.io", Resource: "ingresses"},
		"networkpolicies":                  {Group: "networking.k8s.io", Resource: "networkpolicies"},
		"endpoints":                        {Resource: "endpoints"},
		"users":                            {Resource: "users"},
		"*":                                {Group: "*", Resource: "*"},
		"*.apps":                           {Group: "apps", Resource: "*"},
		"prometheuses.monitoring.coreos.x": {Group: "monitoring.coreos.x", Resource: "prometheuses"},
		"/metrics":                         {URL: "/metrics"},
	} {
		if got, err := access.ParseResource(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "pod", "Pods", "prometheuses", "pods/", ".apps"} {
		if got, err := access.ParseResource(text); err == nil {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if !access.IsClusterWide("", "nodes") || access.IsClusterWide("", "namespaces") || access.IsClusterWide("", "pods") || !access.IsClusterWide("node.k8s.io", "runtimeclasses") {
		t.Error("resources are taken to be where they are not")
	}
}

// Many roles, each aggregated from one of its own, and as many bindings.
func TestManyObjects(t *testing.T) {
	var text strings.Builder
	const n = 5_000
	for i := range n {
		fmt.Fprintf(&text, `{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "a%[1]d"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "a%[1]d"}}]}}
---
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "b%[1]d", "labels": {"to": "a%[1]d"}}, "rules": [{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}]}
---
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "c%[1]d"}, "roleRef": {"kind": "ClusterRole", "name": "a%[1]d"}, "subjects": [{"kind": "User", "name": "u%[1]d"}]}
---
`, i)
	}
	start := time.Now()
	p := readText(t, text.String())
	if got := len(p.WhoCan(access.Request{Verb: "get", Resource: "pods", Anywhere: true})); got != n {
		t.Errorf("%d grants", got)
	}
	t.Logf("%d objects in %v", 3*n, time.Since(start).Round(time.Millisecond))
}

// TestRewrittenDefaultRoles tells whom the bindings of every cluster give what files write into its roles.
func TestRewrittenDefaultRoles(t *testing.T) {
	role := func(name, rules string) string {
		return "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: '" + name + "'}\nrules: [" + rules + "]\n"
	}
	secrets := "{apiGroups: [''], resources: [secrets], verbs: [get]}"
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"everyone":           {role("system:basic-user", secrets), []string{"Group system:authenticated"}},
		"nobody logged in":   {role("system:public-info-viewer", secrets), []string{"Group system:authenticated", "Group system:unauthenticated"}},
		"a controller":       {role("system:controller:job-controller", secrets), []string{"ServiceAccount kube-system/job-controller"}},
		"aggregated":         {role("system:discovery", "") + "aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}\n---\n" + strings.Replace(role("part", secrets), "'}", "', labels: {a: b}}", 1), []string{"Group system:authenticated"}},
		"as it is":           {role("system:basic-user", "{apiGroups: [authorization.k8s.io], resources: [selfsubjectaccessreviews], verbs: [create]}"), nil},
		"nobody is bound":    {role("system:auth-delegator", secrets), nil},
		"bound in the files": {role("system:discovery", secrets) + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: 'system:discovery'}\nroleRef: {kind: ClusterRole, name: 'system:discovery'}\nsubjects: [{kind: User, name: alice}]\n", []string{"User alice"}},
		"a Role": {"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: extension-apiserver-authentication-reader, namespace: kube-system}\nrules: [" + secrets + "]\n",
			[]string{"User system:kube-controller-manager", "User system:kube-scheduler"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := readText(t, test.text)
			var got []string
			for _, grant := range p.WhoCan(access.Request{Verb: "get", Resource: "secrets", Anywhere: true}) {
				got = append(got, grant.Subject.String())
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			said := slices.ContainsFunc(p.Problems(), func(problem access.Problem) bool {
				return strings.Contains(problem.Message, "differs from the default role")
			})
			if want := test.want != nil && name != "bound in the files"; said != want {
				t.Errorf("said %t, want %t: %v", said, want, p.Problems())
			}
		})
	}
}

// TestReducedDefaultRoles: what the files leave out of a role that every cluster has, the cluster adds again.
func TestReducedDefaultRoles(t *testing.T) {
	binding := "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: %q}\nsubjects: [{kind: User, name: eve}]\n"
	for name, test := range map[string]struct {
		role, metadata string
		want           bool
	}{
		"administrator":      {role: "cluster-admin", want: true},
		"for one namespace":  {role: "edit", want: true},
		"of the system":      {role: "system:kube-controller-manager"}, // which may be that of an older version
		"not to be restored": {role: "cluster-admin", metadata: `, annotations: {rbac.authorization.kubernetes.io/autoupdate: "false"}`},
		"no default role":    {role: "cluster-administrator"},
	} {
		t.Run(name, func(t *testing.T) {
			text := fmt.Sprintf("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: %q%s}\nrules: [{apiGroups: [''], resources: [pods], verbs: [get]}]\n"+binding, test.role, test.metadata, test.role)
			p := readText(t, text)
			grants := p.WhoCan(access.Request{Verb: "get", Resource: "secrets", Anywhere: true})
			if got := len(grants) == 1 && grants[0].Subject.Name == "eve"; got != test.want {
				t.Errorf("got %v, want %t", grants, test.want)
			}
			said := slices.ContainsFunc(p.Problems(), func(problem access.Problem) bool {
				return strings.Contains(problem.Message, "lacks rules of the default role")
			})
			if said != test.want {
				t.Errorf("said %t, want %t: %v", said, test.want, p.Problems())
			}
		})
	}
}
