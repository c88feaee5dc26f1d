package terraform_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/shared"
)

// read writes files and reads them as guiderail check does: each module that it finds.
func read(t testing.TB, files string) []format.Parsed {
	t.Helper()
	root := t.TempDir()
	for _, f := range txtar.Parse([]byte(files)).Files {
		name := filepath.Join(root, f.Name)
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, f.Data, 0o644))
	}
	t.Chdir(root)
	var all []format.Parsed
	for found := range source.Find([]string{"."}, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		for d, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				all = append(all, format.Parsed{Errors: []*artefact.Error{err}})
				continue
			}
			all = append(all, terraform.New().Parse(d))
		}
	}
	return all
}

// must ends a test at an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same compares what was read with what is wanted.
func same(t testing.TB, want, got any) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func sameJSON(t testing.TB, want, got string) {
	t.Helper()
	var wanted, gotten any
	must(t, json.Unmarshal([]byte(want), &wanted))
	must(t, json.Unmarshal([]byte(got), &gotten))
	same(t, wanted, gotten)
}

// one returns the artefact of one of the modules that were read.
func one(t testing.TB, parsed []format.Parsed, i int) *artefact.Artefact {
	t.Helper()
	if len(parsed) <= i || len(parsed[i].Artefacts) != 1 {
		t.Fatalf("got %+v", parsed)
	}
	return parsed[i].Artefacts[0]
}

// TestValues evaluates what stands in modules.
func TestValues(t *testing.T) {
	for name, test := range map[string]struct {
		files string
		path  []any
		want  string
	}{
		"a literal":                     {`a = "x"`, []any{"a"}, `"x"`},
		"a number":                      {`a = 10`, []any{"a"}, `10`},
		"arithmetic":                    {`a = 2 * 3 + 1`, []any{"a"}, `7`},
		"a conditional":                 {`a = true ? "x" : "y"`, []any{"a"}, `"x"`},
		"null":                          {`a = null`, []any{"a"}, `null`},
		"a block":                       {"b {\n c = 1\n}\nb {\n c = 2\n}", []any{"b", 1, "c"}, `2`},
		"a variable with a default":     {"a = var.x\n}\nvariable \"x\" {\n default = \"d\"", []any{"a"}, `"d"`},
		"a variable without a default":  {"a = var.x\n}\nvariable \"x\" {", []any{"a"}, `"${var.x}"`},
		"a local of a local":            {"a = local.x\n}\nlocals {\n x = upper(local.y)\n y = \"b\"", []any{"a"}, `"B"`},
		"a local that refers to itself": {"a = local.x\n}\nlocals {\n x = local.x", []any{"a"}, `"${local.x}"`},
		"a resource":                    {`a = aws_s3_bucket.b.id`, []any{"a"}, `"${aws_s3_bucket.b.id}"`},
		"a template with a resource":    {`a = "arn:${var.p}:${aws_s3_bucket.b.id}/*"` + "\n}\nvariable \"p\" {\n default = \"aws\"", []any{"a"}, `"arn:aws:${aws_s3_bucket.b.id}/*"`},
		"a template of a local":         {"a = local.x\n}\nlocals {\n x = local.y\n y = \"arn:${aws_s3_bucket.b.id}:root\"", []any{"a"}, `"arn:${aws_s3_bucket.b.id}:root"`},
		"locals in a circle":            {"a = local.x\n}\nlocals {\n x = local.y\n y = local.x", []any{"a"}, `"${local.x}"`},
		"an escaped template":           {`a = "$${x}"`, []any{"a"}, `"${x}"`},
		"a function":                    {`a = merge({x = 1}, {y = 2})`, []any{"a"}, `{"x":1,"y":2}`},
		"a function that is not known":  {`a = file("x")`, []any{"a"}, `"${file(\"x\")}"`},
		"try":                           {`a = try(local.none.x, "d")` + "\n}\nlocals {\n none = {}", []any{"a"}, `"d"`},
		"a for expression":              {`a = [for x in ["a", "b"] : upper(x)]`, []any{"a"}, `["A","B"]`},
		"an object that is partly open": {`a = {x = 1, y = aws_kms_key.k.arn}`, []any{"a"}, `{"x":1,"y":"${aws_kms_key.k.arn}"}`},
		"a regular expression":          {`a = replace("arn:aws:iam::1:oidc-provider/x", "/^(.*provider/)/", "")`, []any{"a"}, `"x"`},
		"a slash":                       {`a = replace("a/b", "/", "-")`, []any{"a"}, `"a-b"`},
		"an open for expression":        {`a = ["x", [for n in aws_kms_key.k.x : "a:${n}"]]`, []any{"a", 1}, `"${[for n in aws_kms_key.k.x : \"a:(n)\"]}"`},
		"a document that count makes": {
			"a = data.aws_iam_policy_document.d[0].json\n}\ndata \"aws_iam_policy_document\" \"d\" {\n count = 1\n statement {\n  sid = \"s${count.index}\"\n }",
			[]any{"a"}, `"{\"Statement\":[{\"Effect\":\"Allow\",\"Sid\":\"s0\"}],\"Version\":\"2012-10-17\"}"`,
		},
		"a document that for_each makes": {
			"a = data.aws_iam_policy_document.d[local.k].json\n}\nlocals {\n k = \"y\"\n}\ndata \"aws_iam_policy_document\" \"d\" {\n for_each = toset([\"x\", \"y\"])\n statement {\n  sid = each.key\n }",
			[]any{"a"}, `"{\"Statement\":[{\"Effect\":\"Allow\",\"Sid\":\"y\"}],\"Version\":\"2012-10-17\"}"`,
		},
		"a document of an open for_each": {
			"a = data.aws_iam_policy_document.d[\"x\"].json\n}\ndata \"aws_iam_policy_document\" \"d\" {\n for_each = aws_s3_bucket.b",
			[]any{"a"}, `"${data.aws_iam_policy_document.d[\"x\"].json}"`,
		},
		"a list that is partly open": {`a = ["x", aws_kms_key.k.arn]`, []any{"a"}, `["x","${aws_kms_key.k.arn}"]`},
		"a policy in JSON":           {`a = jsonencode({Statement = [{Action = "s3:*", Resource = aws_s3_bucket.b.arn}]})`, []any{"a"}, `"{\"Statement\":[{\"Action\":\"s3:*\",\"Resource\":\"${aws_s3_bucket.b.arn}\"}]}"`},
		"a key that is not known":    {`a = jsonencode({"${local.none}:sub" = 1, (local.none) = 2})`, []any{"a"}, `"{\"${local.none}\":2,\"${local.none}:sub\":1}"`},
		"a heredoc":                  {"a = <<-E\n  x\n  y\n  E", []any{"a"}, `"x\ny\n"`},
		"a dynamic block": {
			"dynamic \"b\" {\n for_each = [1, 2]\n content {\n  c = b.value\n }\n}", []any{"b"}, `[{"c":1},{"c":2}]`,
		},
		"a dynamic block with an iterator": {
			"dynamic \"b\" {\n for_each = {x = 1}\n iterator = it\n content {\n  c = it.key\n }\n}", []any{"b"}, `[{"c":"x"}]`,
		},
		"a dynamic block over what is not known": {
			"dynamic \"b\" {\n for_each = var.none\n content {\n  c = 1\n }\n}", []any{"b"}, `"${var.none}"`,
		},
		"a dynamic block over what is not known, beside others": {
			"b {\n c = 1\n}\ndynamic \"b\" {\n for_each = var.none\n content {\n  c = 1\n  d {}\n }\n}\ndynamic \"b\" {\n for_each = [3]\n content {\n  c = b.value\n }\n}",
			[]any{"b"}, `[{"c":1},{"c":"${var.none}","d":"${var.none}"},{"c":3}]`,
		},
		"a dynamic block over nothing": {"a = 1\ndynamic \"b\" {\n for_each = []\n content {\n }\n}", []any{}, `{"a":1}`},
		"count":                        {"count = 2\na = count.index", []any{}, `{"a":0,"count":2}`},
		"for_each":                     {"for_each = toset([\"x\"])\na = each.key", []any{"a"}, `"x"`},
		"for_each over what is open":   {"for_each = var.none\na = each.key", []any{"a"}, `"${each.key}"`},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := read(t, "-- main.tf --\nresource \"x\" \"y\" {\n"+test.files+"\n}\n")
			got := one(t, parsed, 0).Value.At(append([]any{"resource", "x", "y", 0}, test.path...)...)
			same(t, test.want, got.String())
		})
	}
}

// TestNothing leaves out what count and for_each make none of.
func TestNothing(t *testing.T) {
	for _, none := range []string{"count = 0", "for_each = {}", "for_each = toset([])", "count = var.on ? 1 : 0\n}\nvariable \"on\" {\n default = false"} {
		parsed := read(t, "-- main.tf --\nresource \"x\" \"y\" {\n"+none+"\n}\nresource \"x\" \"z\" {\n}\n")
		same(t, `{"z":[{}]}`, one(t, parsed, 0).Value.At("resource", "x").String())
	}
}

// TestModules reads the files of a directory together, and calls local modules with what they are given.
func TestModules(t *testing.T) {
	parsed := read(t, `-- root/main.tf --
resource "x" "y" {
  a = var.set
  b = var.other
}

module "child" {
  source = "../child"
  count  = 1
  name   = local.name
}

module "far" {
  source = "terraform-aws-modules/eks/aws"
}
-- root/variables.tf --
variable "set" { default = "default" }
variable "other" { default = "default" }
locals { name = "given" }
-- root/terraform.tfvars --
set = "assigned"
-- child/main.tf --
variable "name" {}
variable "more" { default = 1 }
resource "x" "z" {
  a = var.name
  b = var.more
}
-- alone/main.tf.json --
{"resource": {"x": {"j": {"a": 1}, "k": [{"a": 2}, {"a": 3}]}}}
-- empty/notes.txt --
nothing
`)
	same(t, 2, len(parsed))
	alone, root := one(t, parsed, 0), one(t, parsed, 1)
	same(t, "alone", alone.Name)
	same(t, `{"x":{"j":[{"a":1}],"k":[{"a":2},{"a":3}]}}`, alone.Value.At("resource").String())
	same(t, "root", root.Name)
	same(t, `{"a":"assigned","b":"default"}`, root.Value.At("resource", "x", "y", 0).String())
	same(t, `{"a":"given","b":1}`, root.Value.At("module", "child", 0, "resource", "x", "z", 0).String())
	same(t, false, root.Value.At("module", "far", 0, "resource").Exists())
	if notices := parsed[1].Notices; len(notices) != 1 || notices[0].Position.String() != "root/main.tf:12:1" || !strings.Contains(notices[0].Message, "terraform-aws-modules/eks/aws, which is not read") {
		t.Errorf("of the module that is not there it says %v", notices)
	}
	for _, test := range []struct {
		path []any
		want string
	}{
		{[]any{"resource", "x", "y", 0, "b"}, "root/main.tf:3:3"},
		{[]any{"resource", "x", "y", 0, "none"}, "root/main.tf:1:1"},
		{[]any{"module", "child", 0, "resource", "x", "z", 0, "a"}, "child/main.tf:4:3"},
		{[]any{"module", "far", 0, "none", 0, "a"}, "root/main.tf:12:1"},
	} {
		same(t, test.want, root.Position(test.path).String())
	}
	same(t, "alone/main.tf.json:1:27", alone.Position([]any{"resource", "x", "j", 0, "a"}).String())
}

// TestJSON evaluates files in JSON together with the others.
func TestJSON(t *testing.T) {
	parsed := read(t, `-- main.tf.json --
{
  "//": "a comment",
  "variable": {"name": {"default": "${v}"}, "cidrs": {"default": ["10.0.0.0/8"]}, "set": {}},
  "locals": {"upper": "${upper(\"x\")}", "other": "${local.native}"},
  "resource": {
    "x": {
      "y": {
        "//": "a comment",
        "count": 2,
        "a": "${var.set}",
        "b": "${local.upper}-${aws_kms_key.k.arn}",
        "c": "${lookup(local.none, \"q\")}",
        "d": ["${var.name}", "${count.index}"],
        "e": true,
        "tags": {"Name": "${local.other}"},
        "one": {
          "inner": 1
        },
        "many": [{"n": 1},
          {"n": 2}],
        "dynamic": {
          "rule": {"for_each": "${var.cidrs}", "iterator": "it", "content": {"cidr": "${it.value}"}}
        }
      }
    }
  },
  "data": {"aws_iam_policy_document": {"d": {"statement": {"actions": ["s3:*"], "resources": "*"}}}},
  "module": {"child": {"source": "./child", "name": "${local.upper}"}}
}
-- native.tf --
locals { native = "n" }
resource "x" "z" {
  policy = data.aws_iam_policy_document.d.json
}
-- terraform.tfvars.json --
{"set": "assigned"}
-- child/main.tf.json --
[{"variable": {"name": {}}}, {"resource": {"x": {"c": {"a": "${var.name}"}}}}]
`)
	module := one(t, parsed, 0)
	same(t, 0, len(parsed[0].Errors))
	for i, n := range []string{"0", "1"} {
		sameJSON(t, `{"count": 2, "a": "assigned", "b": "X-${aws_kms_key.k.arn}", "c": "${lookup(local.none, \"q\")}", "d": ["${v}", `+n+`], "e": true,
			"tags": {"Name": "n"}, "one": [{"inner": 1}], "many": [{"n": 1}, {"n": 2}], "rule": [{"cidr": "10.0.0.0/8"}]}`,
			module.Value.At("resource", "x", "y", i).String())
	}
	sameJSON(t, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}`, module.Value.At("resource", "x", "z", 0, "policy").TextOrEmpty())
	same(t, `{"a":"X"}`, module.Value.At("module", "child", 0, "resource", "x", "c", 0).String())
	for _, test := range []struct {
		path []any
		want string
	}{
		{[]any{"resource", "x", "y", 0, "b"}, "main.tf.json:11:9"},
		{[]any{"resource", "x", "y", 0, "d", 1}, "main.tf.json:13:32"},
		{[]any{"resource", "x", "y", 0, "one", 0, "inner"}, "main.tf.json:17:11"},
		{[]any{"resource", "x", "y", 0, "many", 1}, "main.tf.json:20:11"},
		{[]any{"resource", "x", "y", 0, "rule", 0}, "main.tf.json:22:11"},
		{[]any{"resource", "x", "y", 0, "none"}, "main.tf.json:7:7"},
		{[]any{"module", "child", 0, "resource", "x", "c", 0, "a"}, "child/main.tf.json:1:56"},
	} {
		same(t, test.want, module.Position(test.path).String())
	}
}

// TestOverride merges files that override others.
func TestOverride(t *testing.T) {
	parsed := read(t, `-- a_override.tf --
resource "x" "y" {
  a = 2
  b = 2
  one {
    n = 3
  }
}
variable "v" { default = "over" }
locals { l = "over" }
-- main.tf --
resource "x" "y" {
  a = 1
  c = var.v
  d = local.l
  e = var.kept
  one {
    n = 1
  }
  dynamic "one" {
    for_each = [2]
    content {
      n = one.value
    }
  }
  two {
  }
}
variable "v" {
  type    = string
  default = "base"
}
variable "kept" { default = "kept" }
locals { l = "base" }
-- override.tf.json --
{"resource": {"x": {"y": {"b": 4}}}}
`)
	module := one(t, parsed, 0)
	sameJSON(t, `{"a": 2, "b": 4, "c": "over", "d": "over", "e": "kept", "one": [{"n": 3}], "two": [{}]}`, module.Value.At("resource", "x", "y", 0).String())
	same(t, "a_override.tf:2:3", module.Position([]any{"resource", "x", "y", 0, "a"}).String())
	same(t, "override.tf.json:1:27", module.Position([]any{"resource", "x", "y", 0, "b"}).String())
	same(t, "main.tf:3:3", module.Position([]any{"resource", "x", "y", 0, "c"}).String())
	same(t, "main.tf:1:1", module.Position([]any{"resource", "x", "y", 0, "none"}).String())
}

// TestVariables takes what terraform sets by itself; what it is told to set may be something else.
func TestVariables(t *testing.T) {
	parsed := read(t, `-- main.tf --
variable "default" { default = 1 }
variable "auto" { default = 1 }
variable "same" { default = 1 }
variable "other" { default = 1 }
variable "told" {}
resource "x" "y" {
  default = var.default
  auto    = var.auto
  same    = var.same
  other   = var.other
  told    = var.told
}
-- a.auto.tfvars --
auto = 3
-- b.auto.tfvars.json --
{"auto": 4}
-- terraform.tfvars --
auto = 2
-- prod.tfvars --
same  = 1
other = 2
told  = 2
`)
	sameJSON(t, `{"default": 1, "auto": 4, "same": 1, "other": "${var.other}", "told": "${var.told}"}`, one(t, parsed, 0).Value.At("resource", "x", "y", 0).String())
}

// TestPolicyDocument evaluates documents of IAM, which are written in the module.
func TestPolicyDocument(t *testing.T) {
	parsed := read(t, `-- main.tf --
data "aws_iam_policy_document" "base" {
  statement {
    sid     = "read"
    actions = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.b.arn}/*"]
  }
  statement {
    effect = "Deny"
    not_actions = ["s3:*"]
    principals {
      type = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "trust" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({Statement = [{Sid = "read", Effect = "Deny", Action = "*"}]})]
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.this.arn]
    }
    dynamic "condition" {
      for_each = { sub = "system:serviceaccount:a:b", aud = "sts.amazonaws.com" }
      content {
        test     = "StringEquals"
        variable = "${local.issuer}:${condition.key}"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "far" {
  source_policy_documents = [data.aws_iam_policy.other.policy]
}

resource "aws_iam_role" "r" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
  a = data.aws_iam_policy_document.far.json
  b = data.aws_iam_policy_document.none.json
}
`)
	role := one(t, parsed, 0).Value.At("resource", "aws_iam_role", "r", 0)
	sameJSON(t, `{"Version": "2012-10-17", "Statement": [
		{"Sid": "read", "Effect": "Deny", "Action": "*"},
		{"Effect": "Deny", "NotAction": ["s3:*"], "Principal": "*"},
		{"Effect": "Allow", "Action": ["sts:AssumeRoleWithWebIdentity"],
			"Principal": {"Federated": ["${aws_iam_openid_connect_provider.this.arn}"]},
			"Condition": {"StringEquals": {"${local.issuer}:sub": ["system:serviceaccount:a:b"], "${local.issuer}:aud": ["sts.amazonaws.com"]}}}
	]}`, role.Get("assume_role_policy").TextOrEmpty())
	same(t, "${data.aws_iam_policy_document.far.json}", role.Get("a").TextOrEmpty())
	same(t, "${data.aws_iam_policy_document.none.json}", role.Get("b").TextOrEmpty())
}

// TestOpenPolicyDocument keeps what is written of a policy beside what is not known.
func TestOpenPolicyDocument(t *testing.T) {
	parsed := read(t, `-- main.tf --
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
  statement {
    actions = ["sts:AssumeRole"]
    dynamic "principals" {
      for_each = var.none
      content {
        type        = "AWS"
        identifiers = principals.value
      }
    }
    dynamic "condition" {
      for_each = var.none
      content {
        test     = "StringEquals"
        variable = "a"
        values   = condition.value
      }
    }
  }
  dynamic "statement" {
    for_each = var.none
    content {
      actions = ["iam:*"]
    }
  }
}
resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}
`)
	sameJSON(t, `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"]},
		{"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"${var.none}": ["${var.none}"]}, "Condition": {"${var.none}": {"${var.none}": ["${var.none}"]}}},
		"${var.none}"
	]}`, one(t, parsed, 0).Value.At("resource", "aws_iam_policy", "p", 0, "policy").TextOrEmpty())
}

// TestFilesOf lists what a change of which changes a module, and names variables that no module has.
func TestFilesOf(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"root/main.tf": "module \"a\" {\n  source = \"../a\"\n}\n", "root/x.auto.tfvars": "b = 1\n", "a/main.tf": "\n", "alone/terraform.tfvars": "c = 1\n",
	} {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
	}
	t.Chdir(root)
	var files, said []string
	for found := range source.Find([]string{"."}, strings.NewReader("")) {
		if found.Source != nil {
			files = append(files, source.FilesOf(found.Source)...)
		} else if found.Notice != nil {
			said = append(said, found.Notice.Message)
		}
	}
	same(t, []string{"a/main.tf", "root/main.tf", "root/x.auto.tfvars"}, files)
	same(t, []string{"1 file skipped, its name has no YAML or JSON extension: terraform.tfvars"}, said)
}

// TestExcluded leaves files of called modules out where the search does.
func TestExcluded(t *testing.T) {
	const files = `-- root/main.tf --
module "a" {
  source = "./modules/a"
}
module "b" {
  source = "../b"
}
-- root/modules/a/main.tf --
resource "x" "a" {
}
-- root/modules/a/more.tf --
resource "x" "more" {
}
-- b/main.tf --
resource "x" "b" {
}
`
	for _, test := range []struct {
		exclude    []string
		exclusions []source.Exclusion
		want       string
	}{
		{nil, nil, "a b more"},
		{[]string{"modules"}, nil, "b"},
		{[]string{"more.tf"}, nil, "a b"},
		{nil, []source.Exclusion{{Directory: ".", Patterns: []string{"/b", "/root/modules/a/main.tf"}}}, "more"},
	} {
		read(t, files)
		var got []string
		for found := range (source.Search{Paths: []string{"root"}, Exclude: test.exclude, Exclusions: test.exclusions}).Find() {
			if found.Source == nil {
				continue
			}
			for d := range found.Source.Documents(source.Limits{}) {
				for name, calls := range terraform.New().Parse(d).Artefacts[0].Value.Get("module").Members() {
					_ = name
					for resource := range calls.At(0, "resource", "x").Members() {
						got = append(got, resource)
					}
				}
			}
		}
		slices.Sort(got)
		same(t, test.want, strings.Join(got, " "))
	}
}

// TestBad says where a file is broken, and reads the others.
func TestBad(t *testing.T) {
	for _, text := range []string{`{"resource": `, `"x"`, strings.Repeat("[", 100_000), `{"locals": {"a": "${"}}`, "\x00"} {
		parsed := read(t, "-- bad.tf.json --\n"+text+"\n-- good.tf --\nresource \"x\" \"y\" {}\n")
		if good := one(t, parsed, 0); !good.Value.At("resource", "x", "y", 0).Exists() {
			t.Errorf("the other file is %s", good.Value)
		}
		if errs := parsed[0].Errors; len(errs) == 0 || errs[0].File != "bad.tf.json" || errs[0].Line == 0 {
			t.Errorf("of %.20q it says %v", text, errs)
		}
	}
	for name, test := range map[string]struct{ text, want string }{
		"unclosed":  {"resource \"x\" \"y\" {\n", "bad.tf:1:"},
		"no HCL":    {"apiVersion: v1\nkind: Pod\n", "bad.tf:1:"},
		"binary":    {"a = \x00", "bad.tf:1"},
		"deep":      {"a = " + strings.Repeat("[", 100_000), "bad.tf:1: is nested more than 500 levels deep"},
		"deep text": {"a = \"" + strings.Repeat("${", 100_000), "bad.tf:1: is nested more than 500 levels deep"},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := read(t, "-- bad.tf --\n"+test.text+"\n-- good.tf --\nresource \"x\" \"y\" {}\n")
			if good := one(t, parsed, 0); !good.Value.At("resource", "x", "y", 0).Exists() {
				t.Errorf("the other file is %s", good.Value)
			}
			if errs := parsed[0].Errors; len(errs) == 0 || !strings.Contains(errs[0].Error(), test.want) {
				t.Errorf("it says %v, want %q", errs, test.want)
			}
		})
	}
}

// TestSharedModules reads real modules.
func TestSharedModules(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared.Path(t, "corpus"), "artefacts", "terraform-hcl", "*.tf"))
	must(t, err)
	if len(files) == 0 {
		t.Fatal("there are none")
	}
	for _, file := range files {
		for found := range source.Find([]string{file}, strings.NewReader("")) {
			for d := range found.Source.Documents(source.Limits{}) {
				parsed := terraform.New().Parse(d)
				if len(parsed.Errors) > 0 {
					t.Errorf("%s: %v", file, parsed.Errors)
				}
				one(t, []format.Parsed{parsed}, 0)
			}
		}
	}
}

// FuzzModule reads any text without a panic, and finds a place for whatever it has read.
func FuzzModule(f *testing.F) {
	f.Add([]byte("resource \"x\" \"y\" {\n a = var.b\n dynamic \"c\" {\n for_each = [1]\n content {}\n }\n}\nvariable \"b\" {}\n"))
	f.Add([]byte("locals {\n a = local.b\n b = local.a\n}\nmodule \"m\" {\n source = \"./m\"\n for_each = local.a\n}\n"))
	f.Add([]byte("data \"aws_iam_policy_document\" \"d\" {\n statement {\n actions = [\"*\"]\n }\n}\nresource \"a\" \"b\" {\n p = data.aws_iam_policy_document.d.json\n}\n"))
	f.Add([]byte(`{"resource": {"a": {"b": {"p": "${var.x}-\"", "c": [{"d": 1}], "dynamic": {"e": {"for_each": [1], "content": {}}}}}}, "variable": {"x": {"default": {}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, name := range []string{"main.tf", "main.tf.json", "override.tf.json", "terraform.tfvars.json"} {
			parsed := terraform.New().Parse(&source.Document{File: name, Index: 1, Line: 1, Text: text})
			for _, a := range parsed.Artefacts {
				_ = a.Value.JSON()
				if at := a.Position([]any{"resource", "a", "b", 0, "p"}); at.File != name {
					t.Errorf("it is in %q", at.File)
				}
			}
			if len(parsed.Artefacts)+len(parsed.Errors) == 0 {
				t.Errorf("nothing is said of %q", text)
			}
		}
	})
}
