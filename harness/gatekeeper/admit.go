package gatekeeper

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/profile"
)

// Said is what a rendering says of the creation of an object, by the IDs of the controls.
type Said map[string]Answer

// Answer is what comes of the violations of a control: nothing is refused or warned of without one.
type Answer struct {
	Action   profile.Action
	Messages []string
}

// Judges asks the constraints of a rendering what Gatekeeper's webhook would say of the creation of objects.
type Judges struct {
	asked []*judging
}

type judging struct {
	*renderedConstraint
	query rego.PreparedEvalQuery
}

// Judges prepares those constraints of a rendering that wanted holds of. Controls look up others among the objects.
func (r *Rendered) Judges(ctx context.Context, objects []*artefact.Artefact, wanted func(constraint, template string) bool) (*Judges, error) {
	j := &Judges{}
	texts := map[string]string{} // by package
	packages := map[string]string{}
	add := func(file, text string) (string, error) {
		parsed, err := ast.ParseModuleWithOpts(file, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return "", fmt.Errorf("reading the code of a template: %w", err)
		}
		name := parsed.Package.Path.String()
		if other, known := texts[name]; known && other != text {
			return "", fmt.Errorf("%s: the package %s is another one than in other templates; were they rendered together?", file, name)
		}
		texts[name] = text
		return name, nil
	}
	var asked []*renderedConstraint
	for _, title := range slices.Sorted(maps.Keys(r.constraints)) {
		c := r.constraints[title]
		if c.action != profile.Deny && c.action != profile.Warn || !wanted(title, c.kind) {
			continue
		}
		asked = append(asked, c)
		if packages[c.kind] != "" {
			continue
		}
		t := r.templates[c.kind]
		name, err := add(t.file, t.rego)
		if err != nil {
			return nil, err
		}
		packages[c.kind] = name
		for _, lib := range t.libs {
			if _, err := add(t.file, lib); err != nil {
				return nil, err
			}
		}
	}
	modules := map[string]*ast.Module{}
	for name, text := range texts {
		parsed, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("reading the code of a template: %w", err)
		}
		modules[name] = parsed
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("compiling the templates: %w", compiler.Errors)
	}
	inventory, err := inventoryOf(objects)
	if err != nil {
		return nil, err
	}
	store := inmem.NewFromObject(map[string]any{"inventory": inventory})
	queries := map[string]rego.PreparedEvalQuery{}
	for _, c := range asked {
		query, prepared := queries[c.kind]
		if !prepared {
			if query, err = rego.New(rego.Compiler(compiler), rego.Store(store), rego.Query(packages[c.kind]+".violation")).PrepareForEval(ctx); err != nil {
				return nil, fmt.Errorf("preparing %s: %w", c.title(), err)
			}
			queries[c.kind] = query
		}
		j.asked = append(j.asked, &judging{c, query})
	}
	return j, nil
}

// inventoryOf returns objects as Gatekeeper keeps those that are synced; it never is told to keep Secrets.
func inventoryOf(objects []*artefact.Artefact) (map[string]any, error) {
	cluster, namespaced := map[string]any{}, map[string]any{}
	within := func(m map[string]any, keys ...string) map[string]any {
		for _, key := range keys {
			next, ok := m[key].(map[string]any)
			if !ok {
				next = map[string]any{}
				m[key] = next
			}
			m = next
		}
		return m
	}
	for _, a := range objects {
		if a.Name == "" || a.Group() == "" && a.Kind == "Secret" {
			continue
		}
		value, err := valueOf(a)
		if err != nil {
			return nil, err
		}
		if a.Namespace == "" {
			within(cluster, a.APIVersion, a.Kind)[a.Name] = value
		} else {
			within(namespaced, a.Namespace, a.APIVersion, a.Kind)[a.Name] = value
		}
	}
	return map[string]any{"cluster": cluster, "namespace": namespaced}, nil
}

func valueOf(a *artefact.Artefact) (any, error) {
	var value any
	if err := json.Unmarshal(a.Value.JSON(), &value); err != nil {
		return nil, fmt.Errorf("reading %s: %w", a.Ref, err)
	}
	return value, nil
}

// Of returns what is said of the creation of an object.
func (j *Judges) Of(ctx context.Context, a *artefact.Artefact) (Said, error) {
	said := Said{}
	var object any
	for _, asked := range j.asked {
		if !asked.match.has(a) {
			continue
		}
		if object == nil {
			var err error
			if object, err = valueOf(a); err != nil {
				return nil, err
			}
		}
		review := map[string]any{
			"object": object, "operation": "CREATE", "name": a.Name, "userInfo": map[string]any{},
			"kind": map[string]any{"group": a.Group(), "version": a.APIVersion[strings.LastIndex(a.APIVersion, "/")+1:], "kind": a.Kind},
		}
		if a.Namespace != "" {
			review["namespace"] = a.Namespace
		}
		parameters := asked.parameters
		if parameters == nil {
			parameters = map[string]any{}
		}
		results, err := asked.query.Eval(ctx, rego.EvalInput(map[string]any{"review": review, "parameters": parameters}))
		if err != nil {
			return nil, fmt.Errorf("asking %s about %s: %w", asked.title(), a.Ref, err)
		}
		for _, result := range results {
			for _, expression := range result.Expressions {
				if err := said.take(asked.renderedConstraint, expression.Value); err != nil {
					return nil, fmt.Errorf("asking %s about %s: %w", asked.title(), a.Ref, err)
				}
			}
		}
	}
	return said, nil
}

// take adds violations.
func (s Said) take(c *renderedConstraint, value any) error {
	violations, ok := value.([]any)
	if !ok {
		return fmt.Errorf("its violations are %T, and no set", value)
	}
	for _, one := range violations {
		violation, _ := one.(map[string]any)
		message, _ := violation["msg"].(string)
		id := c.control
		if details, _ := violation["details"].(map[string]any); id == "" {
			id, _ = details["control"].(string)
		}
		if id == "" {
			id = c.name
		}
		answer := s[id]
		if rank(c.action) > rank(answer.Action) || answer.Action == "" {
			answer.Action = c.action
		}
		if message = strings.TrimPrefix(message, "["+id+"] "); !slices.Contains(answer.Messages, message) {
			answer.Messages = append(answer.Messages, message)
		}
		s[id] = answer
	}
	return nil
}

// has reports whether Gatekeeper asks about an object.
func (m *renderedMatch) has(a *artefact.Artefact) bool {
	isOf := func(names []string, name string) bool {
		return len(names) == 0 || slices.Contains(names, name) || slices.Contains(names, "*")
	}
	isKind := len(m.Kinds) == 0
	for _, k := range m.Kinds {
		isKind = isKind || isOf(k.APIGroups, a.Group()) && isOf(k.Kinds, a.Kind)
	}
	namespace := a.Namespace
	if a.Group() == "" && a.Kind == "Namespace" {
		namespace = a.Name
	}
	switch {
	case !isKind, m.Scope == "Namespaced" && a.Namespace == "", m.Scope == "Cluster" && a.Namespace != "":
		return false
	case namespace == "": // which is in all of them
		return true
	}
	return (len(m.Namespaces) == 0 || slices.ContainsFunc(m.Namespaces, isGlob(namespace))) && !slices.ContainsFunc(m.ExcludedNamespaces, isGlob(namespace))
}

// isGlob returns what reports whether a pattern of Gatekeeper's matches a name: one with an asterisk at either end, or both.
func isGlob(name string) func(string) bool {
	return func(pattern string) bool {
		rest, isSuffix := strings.CutPrefix(pattern, "*")
		rest, isPrefix := strings.CutSuffix(rest, "*")
		switch {
		case isPrefix && isSuffix:
			return strings.Contains(name, rest)
		case isSuffix:
			return strings.HasSuffix(name, rest)
		case isPrefix:
			return strings.HasPrefix(name, rest)
		}
		return name == pattern
	}
}
