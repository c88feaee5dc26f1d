package access

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/component-helpers/auth/rbac/validation"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
)

// Policy is what an authorizer decides from.
type Policy struct {
	roles        map[[2]string]*role // by namespace and name
	clusterRoles map[string]*role
	bindings     []*binding
	accounts     map[Subject]bool
	problems     []Problem
	at           map[Object]artefact.Position // of the objects read so far, for those of one name
}

// Problem is something in the files that is not what its author thinks, or cannot be read.
type Problem struct {
	Position artefact.Position `json:"position"`
	// Object is empty where the problem is one of the file.
	Object  string `json:"object,omitempty"`
	Message string `json:"message"`
	// IsUnreadable reports that something is missing from the answer for it.
	IsUnreadable bool `json:"unreadable,omitempty"`
}

func (p Problem) String() string {
	if p.Object == "" {
		return fmt.Sprintf("%s: %s", p.Position, p.Message)
	}
	return fmt.Sprintf("%s: %s: %s", p.Position, p.Object, p.Message)
}

type binding struct {
	Object

	ref      rbacv1.RoleRef
	refAt    artefact.Position
	subjects []bound
	role     *role // nil if it is not there
}

type bound struct {
	who Subject
	at  artefact.Position
}

// Read reads what the sources hold.
func Read(ctx context.Context, sources iter.Seq[source.Found], options source.Options) (*Policy, error) {
	objects := kubernetes.New()
	parse := func(_ context.Context, s *source.Step) (*parsed, error) {
		switch {
		case s.Error != nil:
			return &parsed{problems: []Problem{fileProblem(s.Error)}}, nil
		case s.Notice != nil:
			return &parsed{problems: []Problem{{Position: s.Notice.Position, Message: s.Notice.Message}}}, nil
		}
		return parse(objects.Parse(s.Document).In(s.Document)), nil
	}
	p := newPolicy()
	for part, err := range source.Each(ctx, sources, options, parse) {
		if err != nil {
			return nil, err
		}
		p.add(part)
	}
	return p, p.finish()
}

func fileProblem(err *artefact.Error) Problem {
	return Problem{Position: err.Position, Message: err.Message, IsUnreadable: true}
}

func newPolicy() *Policy {
	return &Policy{
		roles:        map[[2]string]*role{},
		clusterRoles: map[string]*role{},
		accounts:     map[Subject]bool{},
		at:           map[Object]artefact.Position{},
	}
}

// parsed is what matters of one document.
type parsed struct {
	roles    []*role
	bindings []*binding
	accounts []Object
	problems []Problem
}

func parse(read format.Parsed) *parsed {
	out := &parsed{}
	for _, err := range read.Errors {
		out.problems = append(out.problems, fileProblem(err))
	}
	for _, notice := range read.Notices {
		out.problems = append(out.problems, Problem{Position: notice.Position, Message: notice.Message})
	}
	for _, a := range read.Artefacts {
		switch {
		case a.IsSnapshot():
			out.problems = append(out.problems, lacking(a, Kinds())...)
		case !a.Embedded:
			out.object(a)
		}
	}
	return out
}

// Kinds lists the kinds that Read reads.
func Kinds() []schema.GroupKind {
	kinds := []schema.GroupKind{{Kind: ServiceAccount}}
	for _, kind := range []string{"ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"} {
		kinds = append(kinds, schema.GroupKind{Group: rbacv1.GroupName, Kind: kind})
	}
	return kinds
}

// lacking says which kinds an audit has not read. Whoever is asked who can do something must know all of them.
func lacking(snapshot *artefact.Artefact, kinds []schema.GroupKind) []Problem {
	var problems []Problem
	for _, err := range snapshot.Lacks(func(group, kind string) bool {
		return slices.Contains(kinds, schema.GroupKind{Group: group, Kind: kind})
	}) {
		problems = append(problems, fileProblem(err))
	}
	if s := snapshot.Snapshot; s != nil && s.Namespace != "" {
		problems = append(problems, Problem{Position: snapshot.Position(nil), Message: fmt.Sprintf("of the objects in namespaces, only those of %s were read", s.Namespace), IsUnreadable: true})
	}
	return problems
}

func (out *parsed) object(a *artefact.Artefact) {
	kind := a.Kind
	switch a.Group() {
	case rbacv1.GroupName:
	case "":
		if kind != ServiceAccount {
			return
		}
	default:
		return
	}
	object := Object{Kind: kind, Namespace: a.Namespace, Name: a.Name, Position: a.Position([]any{"metadata", "name"})}
	switch kind {
	case "ClusterRole", "ClusterRoleBinding":
		object.Namespace = ""
	case "Role", "RoleBinding", ServiceAccount:
		object.Namespace = cmp.Or(a.Namespace, "default")
	default:
		return
	}
	say := func(isUnreadable bool, format string, args ...any) {
		out.problems = append(out.problems, Problem{object.Position, object.String(), fmt.Sprintf(format, args...), isUnreadable})
	}
	if a.IsRequested() {
		say(false, "is the object of an admission request, and does not exist yet; it is ignored")
		return
	}
	if a.Name == "" {
		say(true, "has no name; no API server accepts it")
		return
	}
	switch kind {
	case ServiceAccount:
		out.accounts = append(out.accounts, object)
	case "Role", "ClusterRole":
		var written rbacv1.ClusterRole
		if err := json.Unmarshal(a.Value.JSON(), &written); err != nil {
			say(true, "cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
			return
		}
		r := newRole(object, &written)
		for i := range r.rules {
			r.rules[i].Position = a.Position([]any{"rules", i})
		}
		for i := range r.selectors {
			r.selectorsAt = append(r.selectorsAt, a.Position([]any{"aggregationRule", "clusterRoleSelectors", i}))
		}
		out.roles = append(out.roles, r)
	default:
		var written rbacv1.RoleBinding
		if err := json.Unmarshal(a.Value.JSON(), &written); err != nil {
			say(true, "cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
			return
		}
		b := &binding{Object: object, ref: written.RoleRef, refAt: a.Position([]any{"roleRef", "name"})}
		for i, s := range written.Subjects {
			at := a.Position([]any{"subjects", i})
			who, defect := resolve(s, object.Namespace)
			if defect != "" {
				out.problems = append(out.problems, Problem{at, object.String(), fmt.Sprintf("subjects[%d] %s", i, defect), false})
				continue
			}
			b.subjects = append(b.subjects, bound{who, at})
		}
		if len(written.Subjects) == 0 {
			say(false, "has no subjects; nobody gets its role")
		}
		out.bindings = append(out.bindings, b)
	}
}

func newRole(object Object, written *rbacv1.ClusterRole) *role {
	r := &role{Object: object, labels: written.Labels, keepsOwn: true}
	for i, rule := range written.Rules {
		r.rules = append(r.rules, Rule{Index: i, PolicyRule: rule})
	}
	r.isLeftAlone = written.Annotations["rbac.authorization.kubernetes.io/autoupdate"] == "false"
	if object.Kind == "ClusterRole" && written.AggregationRule != nil {
		r.isAggregated = true
		r.selectors = written.AggregationRule.ClusterRoleSelectors
	}
	return r
}

// resolve returns whom a subject means, or what is wrong with it.
func resolve(written rbacv1.Subject, namespace string) (who Subject, defect string) {
	if written.Name == "" {
		return Subject{}, "has no name; it binds nobody"
	}
	switch written.Kind {
	case User:
		return user(written.Name), ""
	case Group:
		return Subject{Kind: Group, Name: written.Name}, ""
	case ServiceAccount:
		namespace = cmp.Or(written.Namespace, namespace)
		if namespace == "" {
			return Subject{}, fmt.Sprintf("is ServiceAccount %q without a namespace; it binds nobody", written.Name)
		}
		return Subject{ServiceAccount, namespace, written.Name}, ""
	}
	return Subject{}, fmt.Sprintf("has kind %q; must be User, Group or ServiceAccount", written.Kind)
}

func (p *Policy) add(part *parsed) {
	p.problems = append(p.problems, part.problems...)
	for _, r := range part.roles {
		p.sayTwice(r.Object)
		if r.Kind == "ClusterRole" {
			p.clusterRoles[r.Name] = r
		} else {
			p.roles[[2]string{r.Namespace, r.Name}] = r
		}
	}
	for _, b := range part.bindings {
		if p.sayTwice(b.Object) {
			p.bindings = slices.DeleteFunc(p.bindings, func(other *binding) bool {
				return other.Kind == b.Kind && other.Namespace == b.Namespace && other.Name == b.Name
			})
		}
		p.bindings = append(p.bindings, b)
	}
	for _, account := range part.accounts {
		p.accounts[Subject{ServiceAccount, account.Namespace, account.Name}] = true
	}
}

// sayTwice reports an object that one of its name came before.
func (p *Policy) sayTwice(object Object) bool {
	key := object
	key.Position = artefact.Position{}
	before, ok := p.at[key]
	if ok {
		p.report(object.Position, object, false, "is defined twice; replaces the one at %s", before)
	}
	p.at[key] = object.Position
	return ok
}

func (p *Policy) finish() error {
	builtIn, err := bootstrap()
	if err != nil {
		return err
	}
	asWritten := map[*role]*role{}
	for i := range builtIn.ClusterRoles {
		written := &builtIn.ClusterRoles[i]
		if r, ok := p.clusterRoles[written.Name]; ok {
			asWritten[r] = p.restore(r, written)
			continue
		}
		p.clusterRoles[written.Name] = newRole(Object{Kind: "ClusterRole", Name: written.Name}, written)
	}
	for i := range builtIn.Roles {
		written := &builtIn.Roles[i]
		key := [2]string{written.Namespace, written.Name}
		if _, ok := p.roles[key]; !ok {
			p.roles[key] = newRole(Object{Kind: "Role", Namespace: written.Namespace, Name: written.Name}, written)
		}
	}
	p.bindRewritten(builtIn, asWritten)
	p.aggregate()
	for _, r := range p.clusterRoles {
		if r.unaggregated != nil {
			r.selected = append(r.selected, r.unaggregated)
		}
	}
	for _, b := range p.bindings {
		p.resolve(b)
	}
	return nil
}

// restore adds to a role of the files what every cluster has in it besides: an API server does so at every
// start, unless an annotation forbids it. It returns the role as it is written. What the roles of the system
// hold differs from version to version, so that theirs stay as the files have them.
func (p *Policy) restore(r *role, known *rbacv1.ClusterRole) *role {
	if r.isAggregated || r.isLeftAlone || strings.HasPrefix(r.Name, "system:") {
		return r
	}
	var rules []rbacv1.PolicyRule
	for _, rule := range r.rules {
		rules = append(rules, rule.PolicyRule)
	}
	written := *r
	written.keepsOwn = true
	for i, rule := range known.Rules {
		if covers, _ := validation.Covers(rules, []rbacv1.PolicyRule{rule}); !covers {
			r.rules = append(r.rules, Rule{Index: i, PolicyRule: rule})
		}
	}
	if known.AggregationRule != nil {
		r.isAggregated = true
		r.selectors = known.AggregationRule.ClusterRoleSelectors
		r.selectorsAt = make([]artefact.Position, len(r.selectors))
		r.unaggregated = &written
	}
	if len(r.rules) > len(written.rules) || r.isAggregated && len(rules) > 0 {
		p.report(r.Position, r.Object, false, "lacks rules of the default role; the API server adds them when it starts, so they count here")
	}
	return &written
}

// bindRewritten adds the bindings that every cluster has of each role that it has otherwise than the files
// do: who is in them is given what the files write into the role. What a role of the files grants no more
// than every cluster lets it grant changes nothing.
func (p *Policy) bindRewritten(builtIn *builtInRoles, asWritten map[*role]*role) {
	clusterRoles, roles := map[string][]rbacv1.PolicyRule{}, map[[2]string][]rbacv1.PolicyRule{}
	for i := range builtIn.ClusterRoles {
		clusterRoles[builtIn.ClusterRoles[i].Name] = builtIn.ClusterRoles[i].Rules
	}
	for i := range builtIn.Roles {
		roles[[2]string{builtIn.Roles[i].Namespace, builtIn.Roles[i].Name}] = builtIn.Roles[i].Rules
	}
	for _, written := range slices.Concat(builtIn.ClusterRoleBindings, builtIn.RoleBindings) {
		object := Object{Kind: "ClusterRoleBinding", Namespace: written.Namespace, Name: written.Name}
		r, known := p.clusterRoles[written.RoleRef.Name], clusterRoles[written.RoleRef.Name]
		if written.Namespace != "" {
			object.Kind = "RoleBinding"
			r, known = p.roles[[2]string{written.Namespace, written.RoleRef.Name}], roles[[2]string{written.Namespace, written.RoleRef.Name}]
		}
		if written, ok := asWritten[r]; ok {
			r = written
		}
		if r == nil || r.Position.File == "" || len(written.Subjects) == 0 || p.hasBinding(object) || !r.grantsMoreThan(known) {
			continue
		}
		b := &binding{Object: object, ref: written.RoleRef}
		if !r.isAggregated {
			b.role = r // and not what the cluster adds, which its own components have anyway
		}
		var who []string
		for _, s := range written.Subjects {
			if subject, defect := resolve(s, written.Namespace); defect == "" {
				b.subjects = append(b.subjects, bound{subject, artefact.Position{}})
				who = append(who, subject.String())
			}
		}
		p.bindings = append(p.bindings, b)
		p.report(r.Position, r.Object, false, "differs from the default role, which every cluster binds to %s; its rules count here", strings.Join(who, " and "))
	}
}

// hasBinding reports whether the files have a binding themselves.
func (p *Policy) hasBinding(object Object) bool {
	return slices.ContainsFunc(p.bindings, func(b *binding) bool {
		return b.Kind == object.Kind && b.Namespace == object.Namespace && b.Name == object.Name
	})
}

// grantsMoreThan reports whether a role has a rule that some rules do not cover.
func (r *role) grantsMoreThan(known []rbacv1.PolicyRule) bool {
	if r.isAggregated {
		return true
	}
	for i := range r.rules {
		if covers, _ := validation.Covers(known, []rbacv1.PolicyRule{r.rules[i].PolicyRule}); !covers {
			return true
		}
	}
	return false
}

// resolve finds the role of a binding.
func (p *Policy) resolve(b *binding) {
	switch {
	case b.role != nil:
	case b.ref.Kind == "ClusterRole":
		b.role = p.clusterRoles[b.ref.Name]
	case b.ref.Kind == "Role" && b.Namespace != "":
		b.role = p.roles[[2]string{b.Namespace, b.ref.Name}]
	case b.ref.Kind == "Role":
		p.report(b.refAt, b.Object, false, "refers to Role %q; a ClusterRoleBinding can refer only to a ClusterRole", b.ref.Name)
		return
	default:
		p.report(b.refAt, b.Object, false, "refers to a role of kind %q; must be Role or ClusterRole", b.ref.Kind)
		return
	}
	if b.role == nil {
		where := "in these files"
		if b.ref.Kind == "Role" {
			where = "in namespace " + b.Namespace + " of these files"
		}
		p.report(b.refAt, b.Object, false, "refers to %s %q, which is not %s; what it grants is unknown", b.ref.Kind, b.ref.Name, where)
	}
}

func (p *Policy) report(at artefact.Position, object Object, isUnreadable bool, format string, args ...any) {
	p.problems = append(p.problems, Problem{at, object.String(), fmt.Sprintf(format, args...), isUnreadable})
}

// isMissing reports whether a service account is not in the files. Every namespace has its default one, and
// those of the system are in no files.
func (p *Policy) isMissing(s Subject) bool {
	return s.Kind == ServiceAccount && s.Name != "default" && s.Namespace != "kube-system" && !p.accounts[s]
}

//go:embed bootstrap.json
var bootstrapText []byte

type builtInRoles struct {
	ClusterRoles []rbacv1.ClusterRole `json:"clusterRoles"`
	Roles        []rbacv1.ClusterRole `json:"roles"` // read as what they have in common

	ClusterRoleBindings []rbacv1.RoleBinding `json:"clusterRoleBindings"`
	RoleBindings        []rbacv1.RoleBinding `json:"roleBindings"`
}

// bootstrap returns the roles that every cluster has.
var bootstrap = sync.OnceValues(func() (*builtInRoles, error) {
	var roles builtInRoles
	if err := json.Unmarshal(bootstrapText, &roles); err != nil {
		return nil, fmt.Errorf("bootstrap.json: %w", err)
	}
	return &roles, nil
})
