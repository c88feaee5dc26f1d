package script

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Pipelines is the format of the workflows and actions of GitHub, and the pipelines of GitLab and Azure: of YAML that has
// shell in it.
type Pipelines struct{ yaml *kubernetes.Format }

// NewPipelines makes the format. The value of an artefact has the commands of all of the file's steps in order.
func NewPipelines() *Pipelines { return &Pipelines{kubernetes.New()} }

// Type returns Type.
func (*Pipelines) Type() string { return Type }

var stepKey = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)(?:^|[ \t{,"'-])(?:run|script|before_script|after_script|bash|uses|task)["']?[ \t]*:`)
})

// Detect tells what may be a pipeline by the keys that have shell, or use what somebody else wrote.
func (*Pipelines) Detect(name string, head []byte) int {
	for _, word := range []string{"run", "script", "bash", "uses", "task"} {
		if bytes.Contains(head, []byte(word)) {
			if !bytes.Contains(head, []byte("apiVersion:")) && !isKnownOtherwise(name) && stepKey().Match(head) {
				return 2
			}
			return 0
		}
	}
	return 0
}

func isKnownOtherwise(name string) bool {
	return source.IsDockerfile(name) || source.IsScript(name) || source.IsJenkinsfile(name) || source.IsTerraform(name)
}

// shells are what GitHub runs a step with that are no shells of this kind.
var otherShells = []string{"pwsh", "powershell", "python", "cmd"}

// piece is a text of shell in a pipeline.
type piece struct {
	text      string
	path      []any
	isIgnored bool // the pipeline goes on when it fails
}

// set is a variable or an input that a pipeline sets.
type set struct {
	name, text string
	path       []any
}

// Parse reads a pipeline as one artefact. What it sets, in env, with and variables, stands behind its commands.
func (p *Pipelines) Parse(d *source.Document) format.Parsed {
	roots, errs := p.yaml.Roots(d, map[string]string{"!reference": "reference"})
	var parsed format.Parsed
	for _, root := range roots {
		origin, pieces, settings, skipped := pieces(d.File, root.Value)
		if origin == "" {
			continue
		}
		var c Commands
		line := d.Lines()
		for _, path := range skipped {
			at, _ := root.Locator.Position(path)
			parsed.Notices = append(parsed.Notices, artefact.Notice{Position: at, Message: "is not written for a shell such as sh, and its commands are not judged"})
		}
		for _, one := range pieces {
			at, known := root.Locator.Position(one.path)
			if !known {
				at = root.Origin
			}
			if err := c.Add(Text{Text: withoutExpressions(origin, one.text), IsIgnored: one.isIgnored, At: places(d, at, line, one.text)}); err != nil {
				parsed.Notices = append(parsed.Notices, notRead(err, artefact.PathText(one.path)))
			}
		}
		for _, one := range settings {
			at, known := root.Locator.Position(one.path)
			if !known {
				at = root.Origin
			}
			c.Set(one.name, withoutExpressions(origin, one.text), at)
		}
		parsed.Artefacts = append(parsed.Artefacts, Artefact(d, &c, origin))
	}
	if len(parsed.Artefacts) == 0 {
		return format.Parsed{IsOther: true}
	}
	parsed.Errors = errs
	return parsed
}

// places returns what finds the place of a line and column of a scalar. Of one that is folded, or quoted over several
// lines, only its first line is known.
func places(d *source.Document, at artefact.Position, line func(int) string, text string) func(line, column int) artefact.Position {
	first := []rune(line(at.LineRead()))
	begin := min(max(at.Column-1, 0), len(first))
	head := strings.TrimSpace(string(first[begin:]))
	for strings.HasPrefix(head, "!") || strings.HasPrefix(head, "&") { // a tag or an anchor
		_, head, _ = strings.Cut(head, " ")
		head = strings.TrimSpace(head)
	}
	number := at.LineRead()
	switch {
	case strings.HasPrefix(head, "|"):
		next := strings.TrimLeft(text, "\n")
		indent := 0
		for i := number + 1; i < number+2+strings.Count(text, "\n"); i++ {
			if written := line(i); strings.TrimSpace(written) != "" {
				indent = len(written) - len(strings.TrimLeft(written, " ")) - (len(next) - len(strings.TrimLeft(next, " ")))
				break
			}
		}
		return func(line, column int) artefact.Position { return d.Position(number+line, max(indent, 0)+column) }
	case strings.HasPrefix(head, ">") || strings.Contains(text, "\n"):
		return func(int, int) artefact.Position { return at }
	}
	quote := 0
	if strings.HasPrefix(head, `"`) || strings.HasPrefix(head, "'") {
		quote = 1
	}
	return func(line, column int) artefact.Position {
		if line > 1 {
			return at
		}
		return d.Position(number, at.Column+quote+column-1)
	}
}

var (
	githubExpression = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{\{.*?\}\}`) })
	azureExpression  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\{\{.*?\}\}|\$\([A-Za-z_][\w.]*\)`) })
	gitlabExpression = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\[\[.*?\]\]`) })
)

// withoutExpressions writes what a service puts into a text as a variable of the same length.
func withoutExpressions(origin, text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	expression := map[string]func() *regexp.Regexp{"github": githubExpression, "azure": azureExpression, "gitlab": gitlabExpression}[origin]
	return expression().ReplaceAllStringFunc(text, func(found string) string {
		if len(found) < 4 {
			return found
		}
		return "${_" + strings.Repeat("_", len(found)-4) + "}"
	})
}

// pieces returns what kind of pipeline a value is, the shell in it in order, what it sets, and the paths of what is for
// other shells.
func pieces(file string, v value.Value) (origin string, found []piece, settings []set, skipped [][]any) {
	file = strings.ToLower(source.Base(file))
	switch {
	case v.Kind() != value.Object || v.Get("apiVersion").Exists():
		return "", nil, nil, nil
	case isGitHub(v):
		origin = "github"
	case v.Get("runs").Get("steps").Kind() == value.List && v.Get("runs").Get("using").Exists():
		origin = "github"
	case strings.HasSuffix(file, ".gitlab-ci.yml") || strings.HasSuffix(file, ".gitlab-ci.yaml") || isGitLab(v):
		origin = "gitlab"
	case isAzure(v):
		origin = "azure"
	default:
		return "", nil, nil, nil
	}
	w := &pipelineReader{origin: origin}
	w.read(v, nil, setting{})
	return origin, w.found, w.settings, w.skipped
}

func isGitHub(v value.Value) bool {
	jobs := v.Get("jobs")
	if jobs.Kind() != value.Object {
		return false
	}
	for _, job := range jobs.Members() {
		if job.Get("runs-on").Exists() && job.Get("steps").Kind() == value.List || job.Get("uses").Kind() == value.Text {
			return true
		}
	}
	return false
}

// isGitLab reports whether a value has a job of GitLab: an object with a script beside a stage, an image or the like.
func isGitLab(v value.Value) bool {
	for _, job := range v.Members() {
		script := job.Get("script")
		if script.Kind() != value.List && script.Kind() != value.Text {
			continue
		}
		if v.Get("stages").Kind() == value.List {
			return true
		}
		for _, key := range []string{"stage", "image", "rules", "needs", "only", "artifacts", "before_script", "extends", "tags"} {
			if job.Get(key).Exists() {
				return true
			}
		}
	}
	return false
}

// isAzure reports whether a value has steps, jobs or stages of Azure's: lists of tasks and scripts.
func isAzure(v value.Value) bool {
	for _, key := range []string{"stages", "jobs", "steps"} {
		for _, item := range v.Get(key).Items() {
			for _, mark := range []string{"stage", "job", "deployment", "task", "script", "bash", "pwsh", "template", "checkout"} {
				if item.Get(mark).Kind() == value.Text {
					return true
				}
			}
		}
	}
	return false
}

// pipelineReader collects shell. Members of objects have no order, so that keys are taken by name where it matters.
type pipelineReader struct {
	origin   string
	found    []piece
	settings []set
	skipped  [][]any
}

// setting is what holds for the shell in a part of a pipeline.
type setting struct {
	shell     string
	isIgnored bool
}

// ignoring are the keys of jobs and steps whose failure does not fail the pipeline.
var ignoring = map[string]string{"github": "continue-on-error", "gitlab": "allow_failure", "azure": "continueOnError"}

// setKeys are the keys of what is set. What an action or a template declares as inputs is none of it.
var setKeys = map[string][]string{"github": {"env", "with", "secrets"}, "gitlab": {"variables"}, "azure": {"env", "variables", "inputs"}}

func (w *pipelineReader) read(v value.Value, at []any, in setting) {
	if len(at) > 24 {
		return
	}
	if set := v.At("defaults", "run", "shell").TextOrEmpty(); set != "" {
		in.shell = set
	}
	for i, item := range v.Items() {
		w.read(item, below(at, i), in)
	}
	if v.Kind() != value.Object {
		return
	}
	if set := v.Get("shell").TextOrEmpty(); set != "" {
		in.shell = set
	}
	if set, ok := v.Get(ignoring[w.origin]).Boolean(); ok {
		in.isIgnored = in.isIgnored || set
	}
	keys := map[string][]string{"github": {"run"}, "gitlab": {"before_script", "script", "after_script"}, "azure": {"script", "bash"}}[w.origin]
	for _, key := range keys {
		w.take(v.Get(key), below(at, key), in, 0)
	}
	if w.origin == "azure" {
		w.task(v, at, in)
	}
	for name, member := range v.Members() {
		switch {
		case slices.Contains(keys, name):
		case slices.Contains(setKeys[w.origin], name):
			w.set(member, below(at, name))
		case name != "inputs":
			w.read(member, below(at, name), in)
		}
	}
}

// set takes what is set: an object of names with values, or a list of objects that have both. GitLab's may have the value in
// an object as well.
func (w *pipelineReader) set(v value.Value, at []any) {
	add := func(name string, v value.Value, at []any) {
		text, ok := v.Text()
		if !ok && v.Kind() == value.Number {
			text, ok = string(v.JSON()), true
		}
		if ok && text != "" {
			w.settings = append(w.settings, set{name, text, at})
		}
	}
	for i, item := range v.Items() {
		add(item.Get("name").TextOrEmpty(), item.Get("value"), below(at, i, "value"))
	}
	for name, member := range v.Members() {
		switch {
		case name == "script" || name == "inlineScript": // of a task, whose commands are read
		case member.Kind() == value.Object:
			add(name, member.Get("value"), below(at, name, "value"))
		default:
			add(name, member, below(at, name))
		}
	}
}

// task takes the script of a task of Azure that runs one.
func (w *pipelineReader) task(v value.Value, at []any, in setting) {
	kind, _, _ := strings.Cut(strings.ToLower(v.Get("task").TextOrEmpty()), "@")
	switch kind {
	case "bash", "azurecli", "commandline", "cmdline", "shellscript":
	default:
		return
	}
	in.shell = v.At("inputs", "scriptType").TextOrEmpty()
	for _, key := range []string{"script", "inlineScript"} {
		w.take(v.At("inputs", key), below(at, "inputs", key), in, 0)
	}
}

func (w *pipelineReader) take(v value.Value, at []any, in setting, depth int) {
	if text, ok := v.Text(); ok && strings.TrimSpace(text) != "" {
		if slices.ContainsFunc(otherShells, func(other string) bool { return strings.HasPrefix(strings.ToLower(in.shell), other) }) || in.shell == "batch" || in.shell == "ps" {
			w.skipped = append(w.skipped, at)
			return
		}
		w.found = append(w.found, piece{text, at, in.isIgnored})
	}
	if depth < 10 {
		for i, item := range v.Items() { // lists may be in lists, as aliases make them
			w.take(item, below(at, i), in, depth+1)
		}
	}
}

func below(path []any, steps ...any) []any { return append(path[:len(path):len(path)], steps...) }
