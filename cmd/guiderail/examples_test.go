package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/internal/commandtest"
)

// deployment is a directory with manifests in deploy/: the example of the README, or one that is as it should be.
func deployment(t *testing.T, good bool) string {
	t.Helper()
	folder := t.TempDir()
	if good {
		if err := os.CopyFS(filepath.Join(folder, "deploy"), os.DirFS("testdata/reference/workload")); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	web, err := os.ReadFile("examples/web.yaml")
	if err == nil {
		err = os.Mkdir(filepath.Join(folder, "deploy"), 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "deploy", "web.yaml"), web, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// parsed is a file of the repository, which is the working directory, as YAML.
func parsed[T any](t *testing.T, file string) T {
	t.Helper()
	var value T
	text, err := os.ReadFile(file)
	if err == nil {
		err = yaml.UnmarshalStrict(text, &value)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return value
}

// installing is an environment in which go install puts these very programs into GOPATH/bin, if they are what is asked for.
// Other commands are Go's.
func installing(t *testing.T) []string {
	t.Helper()
	module, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(string(module), "module "), "\n")
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("guiderail")
	if err != nil {
		t.Fatal(err)
	}
	folder, gopath := t.TempDir(), t.TempDir()
	script := fmt.Sprintf(`#!/usr/bin/env bash
if [ "$1" != install ]; then exec '%s' "$@"; fi
if [ "$*" != 'install %s/cmd/...@latest' ]; then echo "this installs something else: $*"; exit 9; fi
mkdir -p '%s/bin' && cp '%s/guiderail' '%[4]s/guiderail-render' '%[3]s/bin'
`, tool, path, gopath, filepath.Dir(program))
	if err := os.WriteFile(filepath.Join(folder, "go"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return []string{
		"GOPATH=" + gopath,
		"PATH=" + strings.Join([]string{folder, filepath.Join(gopath, "bin"), withoutGuiderail(t)}, string(filepath.ListSeparator)),
	}
}

// withoutGuiderail is PATH without the directories that have a guiderail.
func withoutGuiderail(t *testing.T) string {
	t.Helper()
	return strings.Join(slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(folder string) bool {
		_, err := os.Stat(filepath.Join(folder, "guiderail"))
		return err == nil
	}), string(filepath.ListSeparator))
}

// writeChart writes a chart with a pod whose image, in line 2 of its values, has a tag that moves.
func writeChart(t *testing.T, folder string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(folder, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n")
	write(t, filepath.Join(folder, "values.yaml"), "# What runs.\nimage: example.org/shop:latest\n")
	write(t, filepath.Join(folder, "templates", "pod.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: shop, namespace: shop}\nspec:\n  containers:\n    - name: shop\n      image: {{ .Values.image }}\n")
}

// finding is what reports say of the README's example, escaped for Markdown or not.
var finding = regexp.MustCompile(`DB\\*_PASSWORD`)

// written wants files that a later step reads to be there and to be what their names say, with a finding of the
// README's example where manifests are bad.
func written(t *testing.T, folder string, good bool, files ...string) {
	t.Helper()
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Error(err)
			continue
		}
		if filepath.Ext(file) == ".json" || filepath.Ext(file) == ".sarif" {
			var value any
			if err := json.Unmarshal(text, &value); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		if got := finding.Match(text); got == good {
			t.Errorf("%s: it has the finding: %t, and the manifests are good: %t", file, got, good)
		}
	}
}

// action is the action of this repository.
type action struct {
	Name, Description string
	Branding          map[string]string
	Inputs            map[string]struct{ Description, Default string }
	Runs              struct {
		Using string
		Steps []struct {
			Shell, Run string
			Env        map[string]string
		}
	}
}

// workflow is a workflow of GitHub.
type workflow struct {
	Name        string
	On          any `json:"true"` // which is what on is in YAML 1.1
	Permissions map[string]string
	Jobs        map[string]struct {
		RunsOn string `json:"runs-on"`
		Steps  []struct {
			Uses, Run, If string
			With          map[string]string
		}
	}
}

// environment is what the action's script gets to see, with some inputs.
func (a action) environment(t *testing.T, folder string, inputs map[string]string) []string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	environment := []string{
		"GITHUB_ACTION_PATH=" + root, "RUNNER_TEMP=" + t.TempDir(),
		"GITHUB_STEP_SUMMARY=" + filepath.Join(folder, "summary.md"), "GITHUB_PATH=" + filepath.Join(folder, "path"),
	}
	for name := range inputs {
		if _, ok := a.Inputs[name]; !ok {
			t.Errorf("the action has no input %q", name)
		}
	}
	for name, value := range a.Runs.Steps[0].Env {
		expression := strings.TrimSuffix(strings.TrimPrefix(value, "${{ "), " }}")
		input, isInput := strings.CutPrefix(expression, "inputs.")
		switch declared, ok := a.Inputs[input]; {
		case expression == "github.action_ref":
			value = "v1.2.3"
		case !isInput || !ok:
			t.Fatalf("%s is %s", name, value)
		case inputs[input] != "":
			value = inputs[input]
		default:
			value = declared.Default
		}
		environment = append(environment, name+"="+value)
	}
	return environment
}

// TestAction builds the program as the GitHub Action does, and runs what the action runs.
func TestAction(t *testing.T) {
	documents(t)
	a := parsed[action](t, "action.yml")
	if len(a.Runs.Steps) != 1 || a.Runs.Using != "composite" || a.Runs.Steps[0].Run != `bash "$GITHUB_ACTION_PATH/examples/action.sh"` {
		t.Fatalf("the action runs %+v", a.Runs)
	}
	folder := deployment(t, false)
	writeChart(t, filepath.Join(folder, "chart"))
	environment := a.environment(t, folder, map[string]string{"paths": "deploy/\nchart\n", "profile": "eks", "arguments": "--fail-on\nhigh\n"})
	environment = append(environment, "PATH="+withoutGuiderail(t))
	out, code := commandtest.Run(t, folder, environment, "bash", "-c", a.Runs.Steps[0].Run)
	if code != 3 || !strings.Contains(out, "::error file=deploy/web.yaml,line=24") || !strings.Contains(out, "file=chart/values.yaml,line=2,") {
		t.Errorf("it ends with %d and prints\n%s", code, out)
	}
	written(t, folder, false, "guiderail.sarif", "summary.md")
	if text, err := os.ReadFile(filepath.Join(folder, "guiderail.sarif")); err != nil || !strings.Contains(string(text), `"semanticVersion": "1.2.3"`) {
		t.Errorf("the report does not name the version of the action: %v\n%.500s", err, text)
	}
	bin, err := os.ReadFile(filepath.Join(folder, "path"))
	if err != nil {
		t.Fatal(err)
	}
	if out, code := commandtest.Run(t, folder, nil, filepath.Join(strings.TrimSpace(string(bin)), "guiderail"), "--version"); code != 0 || !strings.Contains(out, "v1.2.3") {
		t.Errorf("a later step finds %s: %s", bin, out)
	}
	versions := regexp.MustCompile(`\nguiderail-render  v1\.2\.3\nhelm              v4\.\S+\nkustomize/api     v0\.\S+\n$`)
	if out, code := commandtest.Run(t, folder, nil, filepath.Join(strings.TrimSpace(string(bin)), "guiderail"), "version"); code != 0 || !versions.MatchString(out) {
		t.Errorf("its versions are\n%s", out)
	}
}

// TestActionWithoutGo says what is missing.
func TestActionWithoutGo(t *testing.T) {
	documents(t)
	folder, bin := t.TempDir(), t.TempDir()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	out, code := commandtest.Run(t, folder, []string{"PATH=" + bin}, bash, filepath.Join(mustGetwd(t), "examples", "action.sh"))
	if want := "::error::There is no Go to build guiderail with. Use actions/setup-go before this action.\n"; code != 1 || out != want {
		t.Errorf("it ends with %d and prints\n%s\nwant\n%s", code, out, want)
	}
}

func mustGetwd(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestExamplesGitHub does what the workflows in the README and in the examples do, on good manifests and on bad ones:
// the action ends as it should, and what later steps read is there.
func TestExamplesGitHub(t *testing.T) {
	texts := documents(t)
	a := parsed[action](t, "action.yml")
	workflows := map[string]workflow{"examples/github-actions.yaml": parsed[workflow](t, "examples/github-actions.yaml")}
	for _, block := range fences(map[string]string{"README.md": texts["README.md"]}, "yaml") {
		var w workflow
		if err := yaml.UnmarshalStrict([]byte(block.text), &w); err != nil {
			t.Fatalf("README.md:%d: %v", block.line, err)
		}
		workflows[fmt.Sprintf("README.md:%d", block.line)] = w
	}
	if len(workflows) < 2 {
		t.Fatal("the README has no workflow")
	}
	for file, w := range workflows {
		for _, good := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s good=%t", file, good), func(t *testing.T) {
				folder, checks, uploads := deployment(t, good), 0, 0
				for _, step := range w.Jobs["guiderail"].Steps {
					name, _, _ := strings.Cut(step.Uses, "@")
					switch name {
					case "actions/checkout":
					case "guiderail/guiderail":
						checks++
						out, code := commandtest.Run(t, folder, a.environment(t, folder, step.With), "bash", "-c", a.Runs.Steps[0].Run)
						if want := map[bool]int{true: 0, false: 3}[good]; code != want {
							t.Errorf("it ends with %d, not %d:\n%s", code, want, out)
						}
						written(t, folder, good, "summary.md")
					case "github/codeql-action/upload-sarif", "actions/upload-artifact":
						uploads++
						file := step.With["sarif_file"] + step.With["path"]
						written(t, folder, good, file)
						if step.If != "always()" || checks != 1 {
							t.Errorf("%s is not uploaded where something is found", file)
						}
						if name == "github/codeql-action/upload-sarif" && w.Permissions["security-events"] != "write" {
							t.Error("the workflow may not upload alerts")
						}
					default:
						t.Errorf("no test knows what %+v does", step)
					}
				}
				if checks != 1 || uploads < 1 {
					t.Errorf("%d steps check, and %d upload something", checks, uploads)
				}
			})
		}
	}
}

// TestExamplesGitLab runs the script of the job for GitLab as its runner does, and wants the reports to be where the
// job says.
func TestExamplesGitLab(t *testing.T) {
	documents(t)
	configuration := parsed[map[string]struct {
		Image     string
		Rules     []struct{ If string }
		Script    []string
		Artifacts struct {
			When    string
			Reports map[string]string
		}
	}](t, "examples/gitlab-ci.yml")
	job := configuration["guiderail"]
	if job.Artifacts.When != "always" || len(job.Artifacts.Reports) != 3 {
		t.Errorf("the artifacts are %+v", job.Artifacts)
	}
	for _, good := range []bool{true, false} {
		folder := deployment(t, good)
		out, code := commandtest.Run(t, folder, installing(t), "bash", "-eo", "pipefail", "-c", strings.Join(job.Script, "\n"))
		if want := map[bool]int{true: 0, false: 3}[good]; code != want || strings.Contains(out, "[secrets.plaintext_env]") == good {
			t.Errorf("it ends with %d, not %d:\n%s", code, want, out)
		}
		for _, file := range job.Artifacts.Reports {
			written(t, folder, good, file)
		}
	}
}

// TestExamplesAzure runs the steps of the pipeline for Azure DevOps, and wants the files that its tasks read.
func TestExamplesAzure(t *testing.T) {
	documents(t)
	pipeline := parsed[struct {
		Trigger []string
		Pool    struct{ VMImage string }
		Steps   []struct {
			Task, Bash, Condition, DisplayName string
			Inputs                             map[string]string
		}
	}](t, "examples/azure-pipelines.yml")
	for _, good := range []bool{true, false} {
		folder, environment := deployment(t, good), installing(t)
		all, last, published := "", 0, 0
		for _, step := range pipeline.Steps {
			if step.Bash != "" && last == 0 {
				var out string
				out, last = commandtest.Run(t, folder, environment, "bash", "--noprofile", "--norc", "-c", step.Bash)
				all += out
			}
			if file := step.Inputs["testResultsFiles"] + step.Inputs["pathToPublish"]; file != "" {
				published++
				written(t, folder, good, file)
				if step.Condition != "succeededOrFailed()" {
					t.Errorf("%s is not published where something is found", file)
				}
			}
		}
		if want := map[bool]int{true: 0, false: 3}[good]; last != want || published != 2 ||
			strings.Contains(all, "##vso[task.logissue type=error;sourcepath=deploy/web.yaml;linenumber=24") == good {
			t.Errorf("it ends with %d, not %d, publishes %d files, and prints\n%s", last, want, published, all)
		}
	}
}

// TestExamplesPreCommit runs the hook as pre-commit does, as it comes and as the example configures it. The tests in
// e2e/delivery run pre-commit itself.
func TestExamplesPreCommit(t *testing.T) {
	documents(t)
	hooks := parsed[[]struct {
		ID, Name, Description, Entry, Language string
		Args                                   []string
		Files                                  string
		PassFilenames                          *bool `json:"pass_filenames"`
	}](t, ".pre-commit-hooks.yaml")
	config := parsed[struct {
		Repos []struct {
			Repo, Rev string
			Hooks     []struct {
				ID   string
				Args []string
			}
		}
	}](t, "examples/pre-commit-config.yaml")
	if len(hooks) != 1 || hooks[0].Language != "golang" || hooks[0].PassFilenames == nil || *hooks[0].PassFilenames ||
		len(config.Repos) != 1 || len(config.Repos[0].Hooks) != 1 || config.Repos[0].Hooks[0].ID != hooks[0].ID {
		t.Fatalf("the hooks are %+v, and the example has %+v", hooks, config)
	}
	files := regexp.MustCompile(hooks[0].Files)
	for name, want := range map[string]bool{
		"deploy/web.yaml": true, "web.yml": true, "web.json": true, "web.yaml.template": true, "overlays/prod/Kustomization": true,
		"chart/Chart.yaml": true, "chart/templates/_helpers.tpl": true, "chart/values-prod.yaml": true, "README.md": false, "main.go": false, "Kustomization.md": false,
	} {
		if got := files.MatchString(name); got != want {
			t.Errorf("the hook runs for %s: %t, want %t", name, got, want)
		}
	}
	for _, args := range [][]string{hooks[0].Args, config.Repos[0].Hooks[0].Args} {
		for _, good := range []bool{true, false} {
			out, code := commandtest.Run(t, deployment(t, good), nil, slices.Concat(strings.Fields(hooks[0].Entry), args)...)
			if want := map[bool]int{true: 0, false: 3}[good]; code != want || finding.MatchString(out) == good {
				t.Errorf("with %q it ends with %d, not %d, and prints\n%s", args, code, want, out)
			}
		}
	}
}

// TestInstallable wants nothing in go.mod that go install refuses in a module that it fetches.
func TestInstallable(t *testing.T) {
	documents(t)
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if found := regexp.MustCompile(`(?m)^(replace|exclude)\b.*`).Find(text); found != nil {
		t.Errorf("go install PACKAGE@VERSION refuses it: %s", found)
	}
}

// TestItself checks this repository, as anybody would who meets it: what is wrong on purpose is left out by .guiderailignore,
// and there is nothing wrong with the rest.
func TestItself(t *testing.T) {
	documents(t)
	out, code := commandtest.Run(t, ".", nil, "guiderail", "check", ".")
	if code != 0 || !strings.HasSuffix(out, "\nfound    no findings\n") {
		t.Errorf("it ends with %d and prints\n%s", code, out)
	}
}
