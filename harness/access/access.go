// Package access works out who may do what, from all Roles, ClusterRoles and bindings of a run together, as
// Kubernetes' RBAC authorizer decides it, and by which chain of binding, role and rule.
//
// The files of a run are taken for all that there is, with one exception: the roles that every cluster
// has (view, edit, cluster-admin and the system's own) are known with their rules, and count wherever
// nothing of that name is in the files; those of view, edit, admin and cluster-admin count even then. The
// bindings that every cluster has do not count, what its own components and the group system:masters may do
// being no answer to what was asked about these files, unless the files give their role more than every cluster does: whoever is in such a binding has that.
//
// An aggregated ClusterRole grants what the roles grant that its selectors select, through any number of
// them, as the controller of a cluster writes it. Roles that select one another in a circle grant what
// comes from outside of it. What refers to nothing, what names nobody and what cannot be read is kept as
// a Problem; it hides nothing of the rest.
package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Request is one question: may somebody do this?
type Request struct {
	Verb string `json:"verb"`

	// Of a request about a resource. A Name of "" is a request that names no object.
	Group       string `json:"group,omitempty"`
	Resource    string `json:"resource,omitempty"`
	Subresource string `json:"subresource,omitempty"`
	Name        string `json:"name,omitempty"`

	// Namespace is where it is asked. With "" it is asked of the whole cluster: of all namespaces at
	// once, or of what is in none.
	Namespace string `json:"namespace,omitempty"`

	// Anywhere asks of the whole cluster and of each namespace.
	Anywhere bool `json:"anywhere,omitempty"`

	// URL makes it a request about a path of the API server that is no resource.
	URL string `json:"url,omitempty"`
}

// String says it as messages do: get pods/exec in namespace shop.
func (r Request) String() string {
	if r.URL != "" {
		return r.Verb + " " + r.URL
	}
	text := r.Verb + " " + r.Resource
	if r.Subresource != "" {
		text += "/" + r.Subresource
	}
	if r.Group != "" {
		text += "." + r.Group
	}
	if r.Name != "" {
		text += " " + r.Name
	}
	switch {
	case r.Namespace != "":
		text += " in namespace " + r.Namespace
	case !r.Anywhere && !IsClusterWide(r.Group, r.Resource):
		text += " in all namespaces at once"
	}
	return text
}

// Object names an object and says where it is: nowhere, if it is one that every cluster has.
type Object struct {
	Kind      string            `json:"kind"`
	Namespace string            `json:"namespace,omitempty"`
	Name      string            `json:"name"`
	Position  artefact.Position `json:"position,omitzero"`
}

func (o Object) String() string {
	return artefact.Ref{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}.String()
}

// Chain is one way in which somebody was given a right.
type Chain struct {
	// Subject is who is named in the binding; it stands at SubjectAt.
	Subject   Subject           `json:"subject"`
	SubjectAt artefact.Position `json:"subjectAt"`
	Binding   Object            `json:"binding"`
	// Roles are the role that is bound and, if that one is aggregated, those through which it comes to the
	// rule; the last one has the rule.
	Roles []Object `json:"roles"`
	Rule  Rule     `json:"rule"`
	// Namespace is where the right counts; "" is the whole cluster.
	Namespace string `json:"namespace,omitempty"`
	// OnlyNames are the names of the objects to which the rule is narrowed, where the request named none
	// and so is not wholly granted.
	OnlyNames []string `json:"onlyNames,omitempty"`
}

// Grant is somebody who has the right that was asked about, in every way that leads to it.
type Grant struct {
	Subject Subject `json:"subject"`
	// IsMissing reports that a service account is not in the files.
	IsMissing bool    `json:"missing,omitempty"`
	Chains    []Chain `json:"chains"`
}

// WhoCan returns everybody who is named in a binding that grants the request, in the order of their names.
func (p *Policy) WhoCan(request Request) []Grant {
	bySubject := map[Subject][]Chain{}
	for chain := range p.chains(request, nil) {
		bySubject[chain.Subject] = append(bySubject[chain.Subject], chain)
	}
	var grants []Grant
	for subject, chains := range bySubject {
		grants = append(grants, Grant{subject, p.isMissing(subject), chains})
	}
	slices.SortFunc(grants, func(a, b Grant) int { return compareSubjects(a.Subject, b.Subject) })
	return grants
}

// How returns every way in which one subject has the right, by itself or through a group that it is in by
// its nature; none if it has not. A user's other groups are not known here.
func (p *Policy) How(subject Subject, request Request) []Grant {
	chains := slices.Collect(p.chains(request, subject.names()))
	if len(chains) == 0 {
		return nil
	}
	return []Grant{{subject, p.isMissing(subject), chains}}
}

// Problems returns what is wrong in the files, in their order.
func (p *Policy) Problems() []Problem { return p.problems }

// chains yields the ways to a right, all or those of whoever bears one of the names.
func (p *Policy) chains(request Request, names map[Subject]bool) func(yield func(Chain) bool) {
	return func(yield func(Chain) bool) {
		matches := map[*role][]match{}
		for _, b := range p.bindings {
			if b.role == nil || !b.reaches(request) {
				continue
			}
			var who []bound
			for _, s := range b.subjects {
				if names == nil || names[s.who] {
					who = append(who, s)
				}
			}
			if len(who) == 0 {
				continue
			}
			granted, ok := matches[b.role]
			if !ok {
				granted = b.role.matches(request)
				matches[b.role] = granted
			}
			for _, s := range who {
				for _, m := range granted {
					chain := Chain{
						Subject: s.who, SubjectAt: s.at, Binding: b.Object, Roles: m.path, Rule: *m.rule, Namespace: b.Namespace, OnlyNames: m.onlyNames,
					}
					if !yield(chain) {
						return
					}
				}
			}
		}
	}
}

// reaches reports whether what the binding grants counts where the request is made.
func (b *binding) reaches(request Request) bool {
	switch {
	case b.Namespace == "":
		return true
	case request.URL != "":
		return false
	case request.Anywhere:
		return !IsClusterWide(request.Group, request.Resource)
	}
	return b.Namespace == request.Namespace
}

// Subject is a user, a group or a service account.
type Subject struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// The kinds of subjects.
const (
	User           = "User"
	Group          = "Group"
	ServiceAccount = "ServiceAccount"
)

const accountPrefix = "system:serviceaccount:"

func (s Subject) String() string {
	if s.Kind == ServiceAccount {
		return s.Kind + " " + s.Namespace + "/" + s.Name
	}
	return s.Kind + " " + s.Name
}

// Groups returns the groups that a subject is in by its nature.
func (s Subject) Groups() []string {
	switch {
	case s.Kind == Group:
		return nil
	case s.Kind == ServiceAccount:
		return []string{"system:serviceaccounts", "system:serviceaccounts:" + s.Namespace, "system:authenticated"}
	case s.Name == "system:anonymous":
		return []string{"system:unauthenticated"}
	}
	return []string{"system:authenticated"}
}

// ParseSubject reads a subject as String writes it; a service account also goes by its user name.
func ParseSubject(text string) (Subject, error) {
	kind, name, _ := strings.Cut(text, " ")
	switch {
	case kind == Group && name != "":
		return Subject{Kind: Group, Name: name}, nil
	case kind == User && name != "":
		return user(name), nil
	case kind == ServiceAccount:
		if namespace, account, ok := strings.Cut(name, "/"); ok && namespace != "" && account != "" {
			return Subject{ServiceAccount, namespace, account}, nil
		}
	case strings.HasPrefix(text, accountPrefix):
		return user(text), nil
	}
	return Subject{}, fmt.Errorf("%q is not a subject; write User NAME, Group NAME or ServiceAccount NAMESPACE/NAME", text)
}

func (s Subject) names() map[Subject]bool {
	names := map[Subject]bool{s: true}
	for _, group := range s.Groups() {
		names[Subject{Kind: Group, Name: group}] = true
	}
	return names
}

// user returns whom a user name stands for, which may be a service account.
func user(name string) Subject {
	if rest, ok := strings.CutPrefix(name, accountPrefix); ok {
		if namespace, account, ok := strings.Cut(rest, ":"); ok && namespace != "" && account != "" {
			return Subject{ServiceAccount, namespace, account}
		}
	}
	return Subject{Kind: User, Name: name}
}

func compareSubjects(a, b Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
}
