package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// document returns data.aws_iam_policy_document.<name> with its policy in JSON, or those that count and for_each make. It is
// no look-up: what it says is written in the module. What is not known of it is in its texts, with ${…} around it.
// Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
func (m *module) document(name string) cty.Value {
	return m.once("data.aws_iam_policy_document."+name, func() cty.Value {
		for _, block := range m.blocks {
			if block.Type == "data" && len(block.Labels) == 2 && block.Labels[0] == "aws_iam_policy_document" && block.Labels[1] == name {
				return m.documents(block)
			}
		}
		return cty.DynamicVal
	})
}

func (m *module) documents(block *hclsyntax.Block) cty.Value {
	var all []cty.Value
	byKey := map[string]cty.Value{}
	for _, made := range m.instances(block) {
		text := cty.UnknownVal(cty.String)
		if policy, ok := policyOf(made); ok {
			text = cty.StringVal(string(policy.JSON()))
		}
		document := cty.ObjectVal(map[string]cty.Value{"json": text, "minified_json": text})
		all = append(all, document)
		byKey[made.key] = document
	}
	switch _, isUnknown := byKey[""]; {
	case block.Body.Attributes["for_each"] != nil && isUnknown:
		return cty.DynamicVal
	case block.Body.Attributes["for_each"] != nil:
		return cty.ObjectVal(byKey)
	case block.Body.Attributes["count"] != nil:
		return cty.TupleVal(all)
	}
	return all[0]
}

// policyOf returns the policy that a document makes. It is not known if documents that it takes statements from are not.
func policyOf(read *node) (value.Value, bool) {
	body := read.value
	var statements []value.Value
	merge := func(all []value.Value) {
		for _, statement := range all {
			at := -1
			for i, before := range statements {
				if sid := statement.Get("Sid").TextOrEmpty(); sid != "" && before.Get("Sid").TextOrEmpty() == sid {
					at = i
				}
			}
			if at >= 0 {
				statements[at] = statement
			} else {
				statements = append(statements, statement)
			}
		}
	}
	others := func(field string) bool {
		for _, text := range texts(body.Get(field)) {
			read, err := fromJSON([]byte(text))
			if err != nil {
				return false
			}
			policy := plain(read, artefact.Position{}).value
			if !policy.Get("Statement").Exists() {
				return false
			}
			merge(listOf(policy.Get("Statement")))
		}
		return true
	}
	if !others("source_policy_documents") {
		return value.Value{}, false
	}
	if written := body.Get("statement"); written.Kind() == value.List {
		var own []value.Value
		for _, statement := range read.members["statement"].items {
			if statement.over != "" {
				own = append(own, value.NewText(statement.over))
				continue
			}
			own = append(own, statementOf(statement.value))
		}
		merge(own)
	} else if written.Exists() {
		return value.Value{}, false
	}
	if !others("override_policy_documents") {
		return value.Value{}, false
	}
	version := body.Get("version").TextOrEmpty()
	if version == "" {
		version = "2012-10-17"
	}
	return value.NewObject(
		value.Member{Name: "Version", Value: value.NewText(version)},
		value.Member{Name: "Statement", Value: value.NewList(statements...)},
	), true
}

// statementOf returns a statement as a policy in JSON has it.
func statementOf(s value.Value) value.Value {
	var members []value.Member
	add := func(name string, v value.Value) {
		if v.Exists() && v.Kind() != value.Null {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	add("Sid", s.Get("sid"))
	effect := s.Get("effect")
	if !effect.Exists() {
		effect = value.NewText("Allow")
	}
	add("Effect", effect)
	for ours, theirs := range map[string]string{"actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource"} {
		add(theirs, s.Get(ours))
	}
	for ours, theirs := range map[string]string{"principals": "Principal", "not_principals": "NotPrincipal"} {
		principals := map[string][]value.Value{}
		if open := s.Get(ours); open.Kind() == value.Text {
			principals[open.TextOrEmpty()] = []value.Value{open}
		}
		for _, principal := range s.Get(ours).Items() {
			kind := principal.Get("type").TextOrEmpty()
			if identifiers := principal.Get("identifiers"); identifiers.Kind() == value.List {
				principals[kind] = append(principals[kind], identifiers.Items()...)
			} else {
				principals[kind] = append(principals[kind], identifiers)
			}
		}
		if len(principals) > 0 {
			var kinds []value.Member
			for _, kind := range sortedKeys(principals) {
				kinds = append(kinds, value.Member{Name: kind, Value: value.NewList(principals[kind]...)})
			}
			if all := principals["*"]; len(principals) == 1 && len(all) == 1 && all[0].TextOrEmpty() == "*" {
				add(theirs, value.NewText("*"))
			} else {
				add(theirs, value.NewObject(kinds...))
			}
		}
	}
	conditions := map[string]map[string][]value.Value{}
	if open := s.Get("condition"); open.Kind() == value.Text {
		conditions[open.TextOrEmpty()] = map[string][]value.Value{open.TextOrEmpty(): {open}}
	}
	for _, condition := range s.Get("condition").Items() {
		test, variable := condition.Get("test").TextOrEmpty(), condition.Get("variable").TextOrEmpty()
		if conditions[test] == nil {
			conditions[test] = map[string][]value.Value{}
		}
		if values := condition.Get("values"); values.Kind() == value.List {
			conditions[test][variable] = append(conditions[test][variable], values.Items()...)
		} else {
			conditions[test][variable] = append(conditions[test][variable], values)
		}
	}
	if len(conditions) > 0 {
		var tests []value.Member
		for _, test := range sortedKeys(conditions) {
			var variables []value.Member
			for _, variable := range sortedKeys(conditions[test]) {
				variables = append(variables, value.Member{Name: variable, Value: value.NewList(conditions[test][variable]...)})
			}
			tests = append(tests, value.Member{Name: test, Value: value.NewObject(variables...)})
		}
		add("Condition", value.NewObject(tests...))
	}
	return value.NewObject(members...)
}

// texts returns the texts of a list; a value that is not a list is one.
func texts(v value.Value) []string {
	var all []string
	for _, item := range listOf(v) {
		all = append(all, item.TextOrEmpty())
	}
	return all
}

func listOf(v value.Value) []value.Value {
	switch {
	case v.Kind() == value.List:
		return v.Items()
	case v.Exists() && v.Kind() != value.Null && strings.TrimSpace(v.TextOrEmpty()) != "" || v.Kind() == value.Object:
		return []value.Value{v}
	}
	return nil
}
