package script_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/script"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

var formats = format.Set{kubernetes.New(), script.New(), script.NewPipelines()}

// parse reads a text as a file with a name.
func parse(name, text string) format.Parsed {
	var all format.Parsed
	for document, err := range source.Bytes(name, []byte(text)).Documents(source.Limits{}) {
		if err != nil {
			all.Errors = append(all.Errors, err)
			continue
		}
		parsed := formats.Parse(document)
		all.Artefacts = append(all.Artefacts, parsed.Artefacts...)
		all.Notices = append(all.Notices, parsed.Notices...)
		all.Errors = append(all.Errors, parsed.Errors...)
	}
	return all
}

// shown lists commands as a test writes them: words with their places, ? before what is not known, the program that is
// called last, the pipeline, what they are within, and a ! for those whose failure counts for nothing.
func shown(a *artefact.Artefact) []string {
	var all []string
	for i, c := range a.Value.Get("commands").Items() {
		var line []string
		for j, w := range c.Get("assignments").Items() {
			line = append(line, fmt.Sprintf("%s=%s", w.Get("name").TextOrEmpty(), word(w)))
			_ = j
		}
		for j, w := range c.Get("words").Items() {
			at := a.Position([]any{"commands", i, "words", j})
			line = append(line, fmt.Sprintf("%d:%d %s", at.Line, at.Column, word(w)))
		}
		for _, r := range c.Get("redirections").Items() {
			line = append(line, r.Get("operator").TextOrEmpty()+word(r)+r.Get("content").Get("text").TextOrEmpty())
		}
		text := strings.Join(line, " | ")
		if calls := c.Get("calls").Items(); len(calls) > 1 {
			text += " calls " + calls[len(calls)-1].Get("program").TextOrEmpty()
		}
		if n, _ := c.Get("pipeline").Number(); n != "0" {
			text += " pipeline " + n
		}
		if n, ok := c.Get("within").Number(); ok {
			text += " in " + n + " as " + c.Get("how").TextOrEmpty()
		}
		if ignored, _ := c.Get("is_ignored").Boolean(); ignored {
			text += " !"
		}
		all = append(all, text)
	}
	return all
}

func word(v value.Value) string {
	if known, _ := v.Get("is_known").Boolean(); !known {
		return "?" + v.Get("text").TextOrEmpty()
	}
	return v.Get("text").TextOrEmpty()
}

func TestShell(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"quotes":                {`a 'b c' "d $e" f\ g "h\"i"` + "\n", []string{`1:1 a | 1:3 b c | 1:9 ?d $e | 1:16 f g | 1:21 h"i`}},
		"variable that is set":  {"A=b\nB=\"$A c\"\nd \"$B\" $C\n", []string{"A=b", "B=b c", "3:1 d | 3:3 b c | 3:8 ?$C"}},
		"variable set twice":    {"A=b\nA=c\nd $A\n", []string{"A=b", "A=c", "3:1 d | 3:3 ?$A"}},
		"variable that is read": {"A=b\nread A\nd ${A} ${A:-x}\n", []string{"A=b", "2:1 read | 2:6 A", "3:1 d | 3:3 ?${A} | 3:8 ?${A:-x}"}},
		"before a command":      {"A=b c\nd $A", []string{"A=b | 1:5 c", "2:1 d | 2:3 ?$A"}},
		"pipeline":              {"a | b | c; d\n", []string{"1:1 a pipeline 1", "1:5 b pipeline 1", "1:9 c pipeline 1", "1:12 d"}},
		"ignored":               {"a || true\nb || exit 1\n{ c; d; } || :\n", []string{"1:1 a !", "1:6 true", "2:1 b", "2:6 exit | 2:11 1", "3:3 c !", "3:6 d !", "3:14 :"}},
		"substitution":          {"a \"$(b c)\" `d`\n", []string{"1:1 a | 1:3 ?$(b c) | 1:12 ?`d`", "1:6 b | 1:8 c in 0 as substitution", "1:13 d in 0 as substitution"}},
		"process":               {"bash <(curl u)\n", []string{"1:1 bash | 1:6 ?<(curl u)", "1:8 curl | 1:13 u in 0 as substitution"}},
		"shell in a shell":      {"sudo -u x sh -ec 'a b\n  c' d\n", []string{"1:1 sudo | 1:6 -u | 1:9 x | 1:11 sh | 1:14 -ec | 1:18 a b\n  c | 2:6 d calls sh", "1:19 a | 1:21 b in 0 as text", "2:3 c in 0 as text"}},
		"wrappers":              {"env A=b nohup timeout -s KILL 5 c d\n", []string{"A=b | 1:1 env | 1:5 A=b | 1:9 nohup | 1:15 timeout | 1:23 -s | 1:26 KILL | 1:31 5 | 1:33 c | 1:35 d calls c"}},
		"kubectl exec":          {"kubectl exec -n a p -- b c\n", []string{"1:1 kubectl | 1:9 exec | 1:14 -n | 1:17 a | 1:19 p | 1:21 -- | 1:24 b | 1:26 c calls b"}},
		"docker exec":           {"docker exec -it -u 0 box a b\n", []string{"1:1 docker | 1:8 exec | 1:13 -it | 1:17 -u | 1:20 0 | 1:22 box | 1:26 a | 1:28 b calls a"}},
		"ssh":                   {"ssh -p 22 h 'a; b'\n", []string{"1:1 ssh | 1:5 -p | 1:8 22 | 1:11 h | 1:13 a; b", "1:14 a in 0 as text", "1:17 b in 0 as text"}},
		"document":              {"cat > /f <<EOF\nx: $A\nEOF\n", []string{"1:1 cat | >/f | <<EOFx: $A\n"}},
		"document for a shell":  {"sh <<'EOF'\n  a\nEOF\n", []string{"1:1 sh | <<EOF  a\n", "2:3 a in 0 as text"}},
		"inside of commands":    {"if a; then b; else c; fi\nf() { d; }\nfor i in 1; do e; done\ncase x in y) g;; esac\n(h)\nwhile i; do j; done > k\n", []string{"1:4 a", "1:12 b", "1:20 c", "2:7 d", "3:16 e", "4:14 g", "5:2 h", "6:7 i", "6:13 j", ">k"}},
		"export":                {"export A=b C\n", []string{"A=b | 1:1 export"}},
		"comment":               {"# a b\nc # d\n", []string{"2:1 c"}},
		"path and dash":         {"/usr/bin/aws –x\n", []string{"1:1 /usr/bin/aws | 1:14 –x"}},
		"continued":             {"a \\\n  b\n", []string{"1:1 a | 2:3 b"}},
		"POSIX":                 {"function=a\nb $function\n", []string{"function=a", "2:1 b | 2:3 a"}},
	} {
		parsed := parse("a.sh", test.text)
		if len(parsed.Errors)+len(parsed.Notices) > 0 || len(parsed.Artefacts) != 1 {
			t.Errorf("%s: %+v", name, parsed)
			continue
		}
		if got := shown(parsed.Artefacts[0]); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.want)
		}
	}
}

// TestDoubled reads variables that stand for more than any machine holds: those that are too long are not known.
func TestDoubled(t *testing.T) {
	text := "A0=x\n"
	for i := range 60 {
		text += fmt.Sprintf("A%d=$A%d$A%d\n", i+1, i, i)
	}
	for _, shell := range []string{text + "c $A3 $A60\n", text + strings.Repeat("c $A15\n", 1000) + "c $A3 $A60\n"} {
		got := shown(parse("a.sh", shell).Artefacts[0])
		if total := len(strings.Join(got, "")); total > 8<<20 {
			t.Errorf("%d bytes are shown", total)
		}
		if last := got[len(got)-1]; !strings.HasSuffix(last, " ?$A60") {
			t.Errorf("got %.200q at the end", last)
		}
	}
}

func TestPipelines(t *testing.T) {
	for name, test := range map[string]struct {
		file, text, origin string
		want               []string
		notices            int
	}{
		"shebang": {"deploy", "#!/usr/bin/env bash\n---\na\n", "shell", []string{"2:1 ---", "3:1 a"}, 0},
		"template of X-Road": {"x.yaml.template", "#!/bin/bash\ncat <<EOF | kubectl apply -f -\n---\na: b\n---\nEOF\n", "shell",
			[]string{"2:1 cat | <<EOF---\na: b\n---\n pipeline 1", "2:13 kubectl | 2:21 apply | 2:27 -f | 2:30 - pipeline 1"}, 0},
		"Jenkins": {"Jenkinsfile", "// sh 'x'\npipeline { agent any\n stages { stage('a') { steps {\n  sh 'b c'\n  sh \"d ${env.E} \\$F\"\n  sh '''g \\\\\n    h\n  i'''\n  sh(script: 'j', returnStdout: true).trim()\n  sh label: 'x', script: \"k\"\n  echo 'sh l'\n} } } }\n", "jenkins",
			[]string{"4:7 b | 4:9 c", "5:7 d | 5:9 ?${_env_E} | 5:19 ?$F", "6:9 g | 7:5 h", "8:3 i", "9:15 j", "10:27 k"}, 0},
		"Jenkins without a text": {"Jenkinsfile", "node { sh command\n sh('a') }\n", "jenkins", []string{"2:6 a"}, 1},
		"GitHub": {".github/workflows/a.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: a/b@v1\n      - run: b ${{ secrets.C }} d\n      - name: e\n        run: |\n          f\n            g\n      - run: >-\n          h\n          i\n      - shell: pwsh\n        run: j\n      - run: 'k l'\n", "github",
			[]string{"7:14 b | 7:16 ?${_____________} | 7:33 d", "10:11 f", "11:13 g", "12:14 h | 12:14 i", "17:15 k | 17:17 l"}, 1},
		"steps that may fail": {"a.yml", "jobs:\n  a:\n    runs-on: x\n    steps:\n      - continue-on-error: true\n        run: b\n      - run: sh -c c\n      - continue-on-error: ${{ d }}\n        run: e\n", "github",
			[]string{"6:14 b !", "7:14 sh | 7:17 -c | 7:20 c", "7:20 c in 1 as text", "9:14 e"}, 0},
		"action": {"action.yml", "name: a\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: b\n", "github", []string{"6:12 b"}, 0},
		"GitLab": {".gitlab-ci.yml", "stages: [a]\nb:\n  stage: a\n  before_script: [c]\n  script:\n    - d $E\n    - !reference [x, script]\n    - |\n      f\n      g\n", "gitlab",
			[]string{"4:19 c", "6:7 d | 6:9 ?$E", "9:7 f", "10:7 g"}, 0},
		"Azure": {"azure-pipelines.yml", "steps:\n- script: a $(B.c)\n- bash: d\n- pwsh: e\n- task: AzureCLI@2\n  inputs:\n    scriptType: bash\n    inlineScript: |\n      f\n", "azure",
			[]string{"2:11 a | 2:13 ?${___}", "3:9 d", "9:7 f", "scriptType=bash"}, 0},
	} {
		parsed := parse(test.file, test.text)
		if len(parsed.Errors) > 0 || len(parsed.Artefacts) != 1 || len(parsed.Notices) != test.notices {
			t.Errorf("%s: %+v", name, parsed)
			continue
		}
		a := parsed.Artefacts[0]
		if got := shown(a); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, test.want)
		}
		if got := a.Value.Get("origin").TextOrEmpty(); got != test.origin {
			t.Errorf("%s: origin %s", name, got)
		}
	}
}

func TestNotRead(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"syntax":          {"a.sh", "a\nif b\n", "a.sh:2:1: is not valid shell"},
		"another program": {"a.sh", "#!/usr/bin/perl\nprint 1;\n", "is a script of another language"},
		"zero byte":       {"a.sh", "a\n\x00", "a.sh:2: is binary"},
		"no UTF-8":        {"a.sh", "a\n\xff", "a.sh:2: is not valid UTF-8"},
		"deep":            {"a.sh", strings.Repeat("(", 100_000), "levels deep"},
		"deep in words":   {"a.sh", strings.Repeat("if a; then ", 100_000), "levels deep"},
		"a step":          {"azure-pipelines.yml", "steps:\n- script: |\n    a\n    b (\n", "azure-pipelines.yml:4"},
		"a list":          {"a.yaml", "- run: a\n", "is not a Kubernetes object"},
		"other YAML":      {"a.yaml", "run: a\nscript: b\n", "is not a Kubernetes object"},
		"broken YAML":     {".gitlab-ci.yml", "a:\n  script: [b\n", ".gitlab-ci.yml"},
	} {
		parsed := parse(test.file, test.text)
		var said []string
		for _, err := range parsed.Errors {
			said = append(said, err.Error())
		}
		for _, notice := range parsed.Notices {
			said = append(said, notice.Position.String()+": "+notice.Message)
		}
		if !strings.Contains(strings.Join(said, "\n"), test.want) {
			t.Errorf("%s: said %q", name, said)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"a 'b' \"c $d\" | e || true\n", "sh -c \"a; b\" <<EOF\nx\nEOF\n", "if a; then $(b); fi", "A=b env C=d kubectl exec a -- sh -c 'x\ny'",
		"pipeline { sh '''a\nb''' ; sh(script: \"c ${d}\") }", "steps:\n- script: |\n    a\n  b: [c]\n", "jobs:\n  a:\n    runs-on: b\n    steps: [{run: c}]\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		for _, file := range []string{"a.sh", "Jenkinsfile", ".gitlab-ci.yml"} {
			parsed := parse(file, string(input))
			var at []artefact.Position
			for _, err := range parsed.Errors {
				at = append(at, err.Position)
			}
			for _, a := range parsed.Artefacts {
				for i, c := range a.Value.Get("commands").Items() {
					for j := range c.Get("words").Items() {
						at = append(at, a.Position([]any{"commands", i, "words", j}))
					}
				}
			}
			for _, p := range at {
				if p.File != file || p.Line < 1 || p.Line > strings.Count(string(input), "\n")+strings.Count(string(input), "\r")+2 {
					t.Errorf("position %s", p)
				}
			}
		}
	})
}

// TestSettings finds what pipelines set, with its place.
func TestSettings(t *testing.T) {
	for name, test := range map[string]struct {
		file, text string
		want       []string
	}{
		"GitHub": {".github/workflows/a.yaml", "env: {A: x}\njobs:\n  a:\n    runs-on: b\n    env:\n      B: ${{ secrets.B }}\n    steps:\n    - uses: c\n      with:\n        pin: 1234\n        flag: true\n", []string{
			"1 A=x", "6 B=${_____________}", "10 pin=1234",
		}},
		"GitLab": {".gitlab-ci.yml", "variables:\n  A: x\n  B: {value: w, description: z}\na:\n  variables: {C: $D}\n  script: [b]\n", []string{"2 A=x", "3 B=w", "5 C=$D"}},
		"Azure": {"azure-pipelines.yml", "variables:\n- {name: A, value: x}\n- group: b\nsteps:\n- task: Bash@3\n  inputs: {script: echo, password: w}\n  env: {B: $(C)}\n", []string{
			"2 A=x", "6 password=w", "7 B=${_}",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			parsed := parse(test.file, test.text)
			if len(parsed.Artefacts) != 1 {
				t.Fatalf("%+v", parsed)
			}
			var got []string
			for i, c := range parsed.Artefacts[0].Value.Get("commands").Items() {
				if c.Get("how").TextOrEmpty() == "setting" {
					a := c.At("assignments", 0)
					at := parsed.Artefacts[0].Position([]any{"commands", i, "assignments", 0})
					got = append(got, fmt.Sprintf("%d %s=%s", at.Line, a.Get("name").TextOrEmpty(), a.Get("text").TextOrEmpty()))
				}
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
