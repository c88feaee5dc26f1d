package harness_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness"
)

// plannedFiles is a plan with the files that it was made of: a module of its own, a set whose blocks come in another order,
// a count, and a resource that is not in the plan.
const plannedFiles = `-- plan.json --
{
  "format_version": "1.2",
  "resource_changes": [
    {"address": "module.eks[\"a.b\"].aws_eks_cluster.main[0]", "module_address": "module.eks[\"a.b\"]", "mode": "managed", "type": "aws_eks_cluster", "name": "main", "index": 0,
     "change": {"actions": ["no-op"], "after": {"name": "main",
       "enabled_cluster_log_types": ["api"],
       "vpc_config": [{"endpoint_public_access": false}]}, "after_unknown": {}}},
    {"address": "aws_security_group.nodes", "mode": "managed", "type": "aws_security_group", "name": "nodes",
     "change": {"actions": ["create"], "after": {"ingress": [
       {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]},
       {"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}]}, "after_unknown": {}}},
    {"address": "module.far.aws_security_group.x", "module_address": "module.far", "mode": "managed", "type": "aws_security_group", "name": "x",
     "change": {"actions": ["create"], "after": {"ingress": [
       {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]}, "after_unknown": {}}}
  ],
  "configuration": {"root_module": {
    "resources": [{"address": "aws_security_group.nodes", "mode": "managed", "type": "aws_security_group", "name": "nodes", "expressions": {}}],
    "module_calls": {"far": {"source": "example/far/aws"}, "eks": {"source": "./eks", "module": {
      "resources": [{"address": "aws_eks_cluster.main", "mode": "managed", "type": "aws_eks_cluster", "name": "main", "expressions": {"enabled_cluster_log_types": {}, "vpc_config": [{"endpoint_public_access": {}}]}}]}}}}}
}
-- infra/main.tf --
module "eks" {
  source   = "./eks"
  for_each = toset(["a.b"])
}

resource "aws_security_group" "nodes" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "later" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

module "far" {
  source = "example/far/aws"
}
-- infra/eks/main.tf --
variable "on" { default = false }

resource "aws_eks_cluster" "main" {
  count                     = var.on ? 1 : 0
  enabled_cluster_log_types = ["api"]
  vpc_config {
    endpoint_public_access = true
  }
}
`

func plannedRoot(t *testing.T, files string) {
	t.Helper()
	root := t.TempDir()
	for _, f := range txtar.Parse([]byte(files)).Files {
		name := filepath.Join(root, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
}

// said lists findings and unknown values with their places.
func said(t *testing.T, ids []string, paths ...string) []string {
	t.Helper()
	results, _ := run(t, harness.Options{Controls: ids}, paths...)
	var all []string
	for _, r := range results {
		failIfNotJudged(t, r)
		for _, n := range r.Notices {
			all = append(all, n.Position.String()+" notice: "+n.Message)
		}
		for _, a := range r.Judgements {
			for _, f := range a.Findings {
				all = append(all, f.Position.String()+" "+f.Position.Rendered()+" "+f.Control.ID)
			}
			for _, f := range a.Unknowns {
				all = append(all, f.Position.String()+" "+f.Position.Rendered()+" unknown "+f.Control.ID)
			}
		}
	}
	slices.Sort(all)
	return all
}

func wantSaid(t *testing.T, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("it says\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestPlanned shows what is found in a plan in the files that it was made of, once.
func TestPlanned(t *testing.T) {
	ids := []string{"monitoring.control_plane_logs", "hosts.security_group_ingress"}
	plannedRoot(t, plannedFiles)
	want := []string{
		"infra/eks/main.tf:3:1 rendered line 6 of plan.json monitoring.control_plane_logs",
		"infra/main.tf:17:20 rendered line 10 of plan.json hosts.security_group_ingress",
		"infra/main.tf:26:20  hosts.security_group_ingress",
		"infra/main.tf:30:1 rendered line 14 of plan.json hosts.security_group_ingress",
		"infra/main.tf:30:1 notice: calls a module from example/far/aws, which is not read, so that what it makes is not judged; check the plan",
	}
	wantSaid(t, said(t, ids, "plan.json", "infra"), want...)
	wantSaid(t, said(t, ids, "infra", "plan.json"), want...)
	wantSaid(t, said(t, ids, "."), want...)
}

// TestPlannedOfSeveral does not choose among modules.
func TestPlannedOfSeveral(t *testing.T) {
	const plan = `{"format_version": "1.2", "resource_changes": [{"address": "aws_eks_cluster.a", "mode": "managed", "type": "aws_eks_cluster", "name": "a", "change": {"actions": ["create"], "after": {}, "after_unknown": {}}}]}`
	const cluster = "resource \"aws_eks_cluster\" \"a\" {\n}\n"
	ids := []string{"monitoring.control_plane_logs"}
	plannedRoot(t, "-- plan.json --\n"+plan+"\n-- dev/main.tf --\n"+cluster+"-- prod/main.tf --\n"+cluster+"-- other/main.tf --\nresource \"x\" \"y\" {\n}\n")
	wantSaid(t, said(t, ids, "plan.json", "dev", "prod", "other"),
		"plan.json:1:1 notice: may be a plan of dev or of prod, so that its findings are not located there; put it into its directory, or name only that",
		"dev/main.tf:1:1  monitoring.control_plane_logs", "prod/main.tf:1:1  monitoring.control_plane_logs", "plan.json:1:183  monitoring.control_plane_logs")
	wantSaid(t, said(t, ids, "plan.json", "dev", "other"), "dev/main.tf:1:1 rendered line 1 of plan.json monitoring.control_plane_logs")
	wantSaid(t, said(t, ids, "plan.json", "other"), "plan.json:1:183  monitoring.control_plane_logs")
	if err := os.Rename("plan.json", "prod/plan.json"); err != nil {
		t.Fatal(err)
	}
	wantSaid(t, said(t, ids, "dev", "prod"), "dev/main.tf:1:1  monitoring.control_plane_logs", "prod/main.tf:1:1 rendered line 1 of prod/plan.json monitoring.control_plane_logs")
}

// TestPlannedUnknown keeps a finding of the files where the plan does not know, and says what the plan knows of what they do not.
func TestPlannedUnknown(t *testing.T) {
	plannedRoot(t, `-- plan.json --
{"format_version": "1.2", "resource_changes": [
 {"address": "aws_eks_cluster.a", "mode": "managed", "type": "aws_eks_cluster", "name": "a", "change": {"actions": ["create"], "after": {}, "after_unknown": {"enabled_cluster_log_types": true}}},
 {"address": "aws_eks_cluster.b", "mode": "managed", "type": "aws_eks_cluster", "name": "b", "change": {"actions": ["create"], "after": {"enabled_cluster_log_types": ["api", "audit", "authenticator"]}, "after_unknown": {}}}
]}
-- main.tf --
resource "aws_eks_cluster" "a" {
}
resource "aws_eks_cluster" "b" {
  enabled_cluster_log_types = var.types
}
`)
	wantSaid(t, said(t, []string{"monitoring.control_plane_logs"}, "."),
		"main.tf:1:1  monitoring.control_plane_logs", "main.tf:1:1 rendered line 2 of plan.json unknown monitoring.control_plane_logs")
}

// TestPlannedReports names the file and the line that a person edits in every report.
func TestPlannedReports(t *testing.T) {
	plannedRoot(t, plannedFiles)
	for name, want := range map[string]string{
		"text": "infra/main.tf:17,30", "json": `"line": 17`, "sarif": `"startLine": 17`, "junit": "infra/main.tf:17:20", "github": "file=infra/main.tf,line=17", "gitlab": `"begin": 17`, "gitlab-sast": `"start_line": 17`, "azure": "sourcepath=infra/main.tf;linenumber=17", "markdown": "main.tf", "html": "main.tf", "tap": "line: 17", "policyreport": `line: "17"`,
	} {
		engine, err := harness.New(harness.Options{Controls: []string{"hosts.security_group_ingress"}})
		if err != nil {
			t.Fatal(err)
		}
		checked, err := engine.Check(t.Context(), harness.Path("plan.json", "infra"))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := checked.Write(&out, name); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s has no %s:\n%s", name, want, out.String())
		}
	}
}

// TestUnreadModule counts a module that is not read as what it is.
func TestUnreadModule(t *testing.T) {
	plannedRoot(t, "-- main.tf --\nmodule \"far\" {\n  source = \"example/far/aws\"\n}\n")
	_, summary := run(t, harness.Options{}, ".")
	if summary.Unread != 1 || summary.Notices != 0 {
		t.Errorf("got %d modules and %d files or documents, want 1 and 0", summary.Unread, summary.Notices)
	}
	if not := strings.Join(summary.CountNotJudged(), "; "); !strings.Contains(not, "1 called module was not read") {
		t.Error(not)
	}
	if _, why := (harness.ExitRule{Strict: true}).Exit(summary); !strings.Contains(strings.Join(why, "; "), "1 called module was not read") {
		t.Error(why)
	}
}

// TestWaivedResource accepts what is found of one resource of a plan, by its address.
func TestWaivedResource(t *testing.T) {
	plannedRoot(t, plannedFiles+`-- waivers.yaml --
apiVersion: guiderail.dev/v1alpha1
kind: Waivers
metadata: {name: a}
waivers:
  - control: hosts.security_group_ingress
    object: {kind: Plan, name: plan}
    path: 'resource_changes["aws_security_group.nodes"].change.after.ingress'
    owner: a@example.org
    reason: it is accepted for a while
    granted: 2026-11-29
    expires: 2026-12-31
  - control: monitoring.control_plane_logs
    object: {kind: Plan, name: plan}
    path: 'resource_changes["module.eks[\"a.b\"].aws_eks_cluster.main[0]"]'
    owner: a@example.org
    reason: it is accepted for a while
    granted: 2026-11-29
    expires: 2026-12-31
`)
	ids := []string{"monitoring.control_plane_logs", "hosts.security_group_ingress"}
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	results, _ := run(t, harness.Options{Controls: ids, Waivers: []string{"waivers.yaml"}, Now: now}, "plan.json")
	var waived, left []string
	for _, f := range results[0].Judgements[0].Waived {
		waived = append(waived, f.Address)
	}
	for _, f := range results[0].Judgements[0].Findings {
		left = append(left, f.Address)
	}
	slices.Sort(waived)
	if want := []string{"aws_security_group.nodes", `module.eks["a.b"].aws_eks_cluster.main[0]`}; !slices.Equal(waived, want) {
		t.Errorf("it accepts %q, want %q", waived, want)
	}
	if want := []string{"module.far.aws_security_group.x"}; !slices.Equal(left, want) {
		t.Errorf("it leaves %q, want %q", left, want)
	}
}

// TestPlannedInstances finds an instance of a plan among those of its module by its key, whatever the order.
func TestPlannedInstances(t *testing.T) {
	plannedRoot(t, `-- main.tf --
resource "aws_launch_template" "t" {
  for_each = toset(["b", "a.c"])
  dynamic "metadata_options" {
    for_each = each.key == "a.c" ? [1] : []
    content {
      http_tokens = "optional"
    }
  }
  dynamic "metadata_options" {
    for_each = each.key == "b" ? [1] : []
    content {
      http_tokens = "optional"
    }
  }
}
resource "aws_ecr_repository" "r" {
  count                = 2
  image_tag_mutability = count.index == 1 ? "MUTABLE" : "IMMUTABLE"
}
-- plan.json --
{"format_version": "1.2", "resource_changes": [
 {"address": "aws_launch_template.t[\"b\"]", "mode": "managed", "type": "aws_launch_template", "name": "t", "index": "b",
  "change": {"actions": ["create"], "after": {"metadata_options": [{"http_tokens": "optional"}]}, "after_unknown": {}}},
 {"address": "aws_launch_template.t[\"a.c\"]", "mode": "managed", "type": "aws_launch_template", "name": "t", "index": "a.c",
  "change": {"actions": ["create"], "after": {"metadata_options": [{"http_tokens": "optional"}]}, "after_unknown": {}}},
 {"address": "aws_ecr_repository.r[1]", "mode": "managed", "type": "aws_ecr_repository", "name": "r", "index": 1,
  "change": {"actions": ["create"], "after": {"image_tag_mutability": "MUTABLE"}, "after_unknown": {}}},
 {"address": "aws_ecr_repository.r[0]", "mode": "managed", "type": "aws_ecr_repository", "name": "r", "index": 0,
  "change": {"actions": ["create"], "after": {"image_tag_mutability": "IMMUTABLE"}, "after_unknown": {}}}
]}
`)
	results, _ := run(t, harness.Options{Controls: []string{"hosts.instance_metadata", "images.registry_immutable"}}, ".")
	var got []string
	for _, result := range results {
		for _, j := range result.Judgements {
			for _, f := range j.Findings {
				got = append(got, fmt.Sprintf("%s:%d %s", f.Position.File, f.Position.Line, f.Address))
			}
		}
	}
	slices.Sort(got)
	want := []string{
		`main.tf:12 aws_launch_template.t["b"]`,
		"main.tf:18 aws_ecr_repository.r[1]",
		`main.tf:6 aws_launch_template.t["a.c"]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
