package rego

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/inventory"
	from "github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// TestGrowth wants judging a plan to take as long for each of many resources as for each of few.
func TestGrowth(t *testing.T) {
	loaded, err := Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	few, many := statements(t, loaded, 50)/50, statements(t, loaded, 400)/400
	t.Logf("each role takes %d statements among few, and %d among many", few, many)
	if many > few+few/10 {
		t.Errorf("each role takes %d statements among many, want about the %d that it takes among few", many, few)
	}
}

// statements counts what it takes to judge a plan of roles, each with a trust policy and a policy of its own, which
// for_each makes.
func statements(t *testing.T, loaded *Policies, roles int) int {
	t.Helper()
	text, err := json.Marshal(planOfRoles(roles))
	if err != nil {
		t.Fatal(err)
	}
	parsed := format.Set{terraform.NewPlan()}.Parse(&from.Document{File: "plan.json", Line: 1, Text: text})
	if len(parsed.Artefacts) != 1 {
		t.Fatalf("the plan is %v", parsed)
	}
	judge := loaded.Judge(loaded.Controls(), Options{})
	machines, err := judge.machines()
	if err != nil || machines == nil {
		t.Fatal("the built-in policies have no plan: ", err)
	}
	objects, err := inventory.Build(t.Context(), nil, inventory.Options{Source: from.Options{Workers: 1}})
	if err != nil {
		t.Fatal(err)
	}
	among, err := machines.pool(objects)
	if err != nil {
		t.Fatal(err)
	}
	_, err = judge.Judge(t.Context(), parsed.Artefacts[0], func() (*inventory.Inventory, error) { return objects, nil })
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, p := range []*pool{among, &machines.alone} {
		for _, machine := range p.free {
			sum += machine.Statements
		}
	}
	if sum == 0 {
		t.Fatal("nothing was judged")
	}
	return sum
}

func planOfRoles(n int) map[string]any {
	const issuer = "oidc.eks.eu-north-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
	var changes []any
	add := func(mode, kind, key string, after, unknown map[string]any) {
		address := fmt.Sprintf("%s.a[%q]", kind, key)
		if mode == "data" {
			address = "data." + address
		}
		changes = append(changes, map[string]any{
			"address": address, "mode": mode, "type": kind, "name": "a", "index": key,
			"change": map[string]any{"actions": []string{"create"}, "after": after, "after_unknown": unknown},
		})
	}
	condition := func(claim, value string) map[string]any {
		return map[string]any{"test": "StringEquals", "variable": issuer + ":" + claim, "values": []string{value}}
	}
	for i := range n {
		key := fmt.Sprintf("role-%d", i)
		add("managed", "aws_iam_role", key, map[string]any{"name": key}, map[string]any{"arn": true, "assume_role_policy": true})
		add("managed", "aws_iam_role_policy", key, map[string]any{"policy": `{"Version": "2012-10-17", "Statement": [
			{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/key"}]}`}, map[string]any{"role": true})
		add("data", "aws_iam_policy_document", key, map[string]any{"statement": []any{map[string]any{
			"effect": "Allow", "actions": []string{"sts:AssumeRoleWithWebIdentity"},
			"principals": []any{map[string]any{
				"type": "Federated", "identifiers": []string{"arn:aws:iam::111122223333:oidc-provider/" + issuer},
			}},
			"condition": []any{condition("sub", "system:serviceaccount:shop:"+key), condition("aud", "sts.amazonaws.com")},
		}}}, map[string]any{"json": true})
	}
	refer := func(name, to string) map[string]any {
		return map[string]any{name: map[string]any{"references": []string{to, "each.key"}}}
	}
	written := func(mode, kind string, expressions map[string]any) map[string]any {
		return map[string]any{"mode": mode, "type": kind, "name": "a", "expressions": expressions}
	}
	return map[string]any{
		"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": changes,
		"configuration": map[string]any{"root_module": map[string]any{"resources": []any{
			written("managed", "aws_iam_role", refer("assume_role_policy", "data.aws_iam_policy_document.a")),
			written("managed", "aws_iam_role_policy", refer("role", "aws_iam_role.a")),
			written("data", "aws_iam_policy_document", map[string]any{"statement": []any{map[string]any{}}}),
		}}},
	}
}
