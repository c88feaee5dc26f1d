// Command rbac answers with Kubernetes' own code what RBAC allows, so that tests can compare. It lives
// here because that code is part of k8s.io/kubernetes, which only this module requires.
//
//	rbac judge       reads clusters, one JSON document after another, and answers each with a list of booleans
//	rbac bootstrap   prints the roles and bindings that an API server makes when it starts
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: rbac judge|bootstrap")
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "judge":
		err = judge(os.Stdin, os.Stdout)
	case "bootstrap":
		err = bootstrap(os.Stdout)
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// cluster is what is there and what is asked.
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
}

func judge(in io.Reader, out io.Writer) error {
	decoder, encoder := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var c cluster
		if err := decoder.Decode(&c); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		_, static := validation.NewTestRuleResolver(c.Roles, c.RoleBindings, c.ClusterRoles, c.ClusterRoleBindings)
		judge := rbac.New(static, static, static, static)
		answers := make([]bool, len(c.Questions))
		for i, q := range c.Questions {
			// The errors are about what is missing, which allows nothing.
			decision, _, _ := judge.Authorize(context.Background(), authorizer.AttributesRecord{
				User:            &user.DefaultInfo{Name: q.User, Groups: q.Groups},
				Verb:            q.Verb,
				APIGroup:        q.Group,
				Resource:        q.Resource,
				Subresource:     q.Subresource,
				Namespace:       q.Namespace,
				Name:            q.Name,
				Path:            q.URL,
				ResourceRequest: q.URL == "",
			})
			answers[i] = decision == authorizer.DecisionAllow
		}
		if err := encoder.Encode(answers); err != nil {
			return err
		}
	}
}

// bootstrap prints only what decides: names, labels, rules, what is aggregated, and who is bound.
func bootstrap(out io.Writer) error {
	clusterRoles := append(bootstrappolicy.ClusterRoles(), bootstrappolicy.ControllerRoles()...)
	slices.SortFunc(clusterRoles, func(a, b rbacv1.ClusterRole) int { return cmp.Compare(a.Name, b.Name) })
	var roles []rbacv1.Role
	for namespace, some := range bootstrappolicy.NamespaceRoles() {
		for _, role := range some {
			role.Namespace = namespace
			roles = append(roles, role)
		}
	}
	slices.SortFunc(roles, func(a, b rbacv1.Role) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})

	var lines []string
	for i := range clusterRoles {
		clusterRoles[i].Annotations = nil
		lines = append(lines, line(clusterRoles[i]))
	}
	fmt.Fprintf(out, "{\"clusterRoles\": [\n%s\n],\n", strings.Join(lines, ",\n"))
	lines = nil
	for i := range roles {
		roles[i].Annotations = nil
		lines = append(lines, line(roles[i]))
	}
	fmt.Fprintf(out, "\"roles\": [\n%s\n],\n", strings.Join(lines, ",\n"))

	lines = nil
	for _, binding := range slices.Concat(bootstrappolicy.ClusterRoleBindings(), bootstrappolicy.ControllerRoleBindings()) {
		binding.Annotations, binding.Labels = nil, nil
		lines = append(lines, line(binding))
	}
	slices.Sort(lines)
	fmt.Fprintf(out, "\"clusterRoleBindings\": [\n%s\n],\n", strings.Join(lines, ",\n"))
	lines = nil
	for namespace, some := range bootstrappolicy.NamespaceRoleBindings() {
		for _, binding := range some {
			binding.Namespace, binding.Annotations, binding.Labels = namespace, nil, nil
			lines = append(lines, line(binding))
		}
	}
	slices.Sort(lines)
	_, err := fmt.Fprintf(out, "\"roleBindings\": [\n%s\n]}\n", strings.Join(lines, ",\n"))
	return err
}

func line(object any) string {
	text, err := json.Marshal(object)
	if err != nil {
		panic(err) // there is nothing in a role that JSON cannot write
	}
	return string(text)
}
