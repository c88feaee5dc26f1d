package terraform

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// Sensitive lists the texts and numbers of an artefact that Terraform marks as sensitive: of a plan or of a module. A text
// that is JSON or a list also counts as its parts, which messages may name.
func Sensitive(a *artefact.Artefact) []string {
	s := secrets{}
	if m := ModuleOf(a); m != nil && a.Type == Type {
		s.add(m.sensitive)
	}
	if a.Type == PlanType {
		s.plan(a.Value)
	}
	all := sortedKeys(s)
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) }) // a part after the whole
	return all
}

// secrets are texts that are not to be printed.
type secrets map[string]bool

func (s secrets) plan(v value.Value) {
	for _, list := range []string{"resource_changes", "resource_drift"} {
		for _, entry := range v.Get(list).Items() {
			s.change(entry.Get("change"))
		}
	}
	for _, change := range v.Get("output_changes").Members() {
		s.change(change)
	}
	for _, state := range []value.Value{v.Get("planned_values"), v.At("prior_state", "values")} {
		s.module(state.Get("root_module"))
		for _, output := range state.Get("outputs").Members() {
			s.marked(output.Get("value"), output.Get("sensitive"))
		}
	}
	for name, variable := range v.At("configuration", "root_module", "variables").Members() {
		s.marked(v.At("variables", name, "value"), variable.Get("sensitive"))
		s.marked(variable.Get("default"), variable.Get("sensitive"))
	}
}

func (s secrets) change(change value.Value) {
	s.marked(change.Get("after"), change.Get("after_sensitive"))
	s.marked(change.Get("before"), change.Get("before_sensitive"))
}

func (s secrets) module(m value.Value) {
	for _, resource := range m.Get("resources").Items() {
		s.marked(resource.Get("values"), resource.Get("sensitive_values"))
	}
	for _, child := range m.Get("child_modules").Items() {
		s.module(child)
	}
}

// marked adds what another value, of the same shape, marks.
func (s secrets) marked(v, marks value.Value) {
	switch marks.Kind() {
	case value.Boolean:
		if is, _ := marks.Boolean(); is {
			s.add(v)
		}
	case value.Object:
		for name, mark := range marks.Members() {
			s.marked(v.Get(name), mark)
		}
	case value.List:
		for i, mark := range marks.Items() {
			s.marked(v.At(i), mark)
		}
	}
}

// add adds all texts and numbers of a value.
func (s secrets) add(v value.Value) {
	switch v.Kind() {
	case value.Object:
		for _, member := range v.Members() {
			s.add(member)
		}
	case value.List:
		for _, item := range v.Items() {
			s.add(item)
		}
	case value.Number:
		s[v.String()] = true
	case value.Text:
		s.text(v.TextOrEmpty())
	}
}

func (s secrets) text(text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	s[text] = true
	if first := text[0]; first == '{' || first == '[' {
		if read, err := fromJSON([]byte(text)); err == nil && json.Valid([]byte(text)) {
			s.add(plain(read, artefact.Position{}).value)
			return
		}
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' }) {
		if len(part) >= shortest {
			s[part] = true
		}
	}
}

// shortest is the length from which on a part of a text is looked for.
const shortest = 4

// sensitiveVariables returns the values of variables that are marked as sensitive.
func (m *module) sensitiveVariables() []value.Value {
	var all []value.Value
	for _, block := range m.blocks {
		if block.Type != "variable" || len(block.Labels) != 1 {
			continue
		}
		marked := block.Body.Attributes["sensitive"]
		if marked == nil {
			continue
		}
		if v, ok := m.evaluator.value(marked.Expr, nil); !ok || v.IsNull() || v.Type() != cty.Bool || v.False() {
			continue
		}
		if v, ok := m.variables[block.Labels[0]]; ok && v.IsWhollyKnown() {
			all = append(all, plain(v, artefact.Position{}).value)
		}
	}
	return all
}
