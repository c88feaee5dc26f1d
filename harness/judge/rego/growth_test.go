package rego

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/dockerfile"
	"github.com/guiderail/guiderail/harness/format/recipe"
	"github.com/guiderail/guiderail/harness/format/scanwaivers"
	"github.com/guiderail/guiderail/harness/format/script"
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

// TestGrowthOfFiles wants the same of files of a line, or a few, that stand there many times.
func TestGrowthOfFiles(t *testing.T) {
	loaded, err := Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, file, head, lines string }{
		{"stages", "Dockerfile", "", "FROM alpine:3.20 AS s%d\nRUN apk add curl\nCOPY --from=s%[1]d /a /b\nUSER 1000\n"},
		{"instructions", "Dockerfile", "FROM alpine:3.20\n", "ENV A%d=$B%[1]d\nRUN a | b\nADD https://a/%[1]d /a\nUSER ${A%[1]d}\n"},
		{"ignored", ".trivyignore", "", "CVE-2020-1234\n"},
		{"ignored with reasons", ".trivyignore", "", "# not reachable: %d\nCVE-2020-%[1]d exp:2026-01-01\n"},
		{"rules of Chef", "recipes/a.rb", "", "firewall_rule 'r%d' do\n  port %[1]d\n  command :allow\nend\n"},
		{"services of Chef", "recipes/a.rb", "firewall 'a'\n", "service 's%d' do\n  action [:enable, :start]\nend\n"},
		{"firewalls of Chef", "recipes/a.rb", "", "service 'firewalld' do\n  action :start\nend\nservice 'nftables' do\n  action [:stop, :disable]\nend\nservice x%d do\n  action :stop\nend\n"},
		{"commands of Chef", "recipes/a.rb", "", "execute 'iptables -A INPUT -p tcp --dport %d -j ACCEPT'\n"},
		{"rules of Puppet", "a.pp", "", "firewall { '%d x': dport => %[1]d, action => 'accept' }\n"},
		{"commands", "a.sh", "#!/bin/sh\n", "iptables -P INPUT ACCEPT\nufw disable\nufw enable\nsystemctl stop ufw\nkubectl create secret generic a%d --from-literal=p=x\ncurl http://a | sh\n"},
		{"a pipeline", "a.sh", "#!/bin/sh\na", " | echo $PASSWORD%d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			many := func(n int) int {
				text := test.head
				for i := range n {
					if strings.Contains(test.lines, "%") {
						text += fmt.Sprintf(test.lines, i)
					} else {
						text += test.lines
					}
				}
				return statementsOf(t, loaded, test.file, []byte(text+"\n")) / n
			}
			few, more := many(50), many(400)
			t.Logf("each takes %d statements among few, and %d among many", few, more)
			if more > few+few/5 {
				t.Errorf("each takes %d statements among many, want about the %d that it takes among few", more, few)
			}
		})
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
	return statementsOf(t, loaded, "plan.json", text)
}

// statementsOf counts what it takes to judge a file.
func statementsOf(t *testing.T, loaded *Policies, file string, text []byte) int {
	t.Helper()
	formats := format.Set{terraform.NewPlan(), dockerfile.New(), script.New(), scanwaivers.NewLines(), recipe.New()}
	parsed := formats.Parse(&from.Document{File: file, Line: 1, Text: text})
	if len(parsed.Artefacts) == 0 {
		t.Fatalf("%s is %v", file, parsed)
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
	counted := func() (sum int) {
		for _, p := range []*pool{among, &machines.alone} {
			for _, machine := range p.free {
				sum += machine.Statements
			}
		}
		return sum
	}
	before := counted()
	for _, a := range parsed.Artefacts {
		if _, err = judge.Judge(t.Context(), a, func() (*inventory.Inventory, error) { return objects, nil }); err != nil {
			t.Fatal(err)
		}
	}
	sum := counted() - before
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
