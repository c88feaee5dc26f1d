package judge

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// Describe sets what the text of an artefact shows of its findings. line returns a line of the file,
// or of what was rendered, by its number from 1; "" where it is not known. The files of a module have other names.
func (j *Judgement) Describe(a *artefact.Artefact, file string, line func(number int) string) {
	for _, findings := range [][]Finding{j.Findings, j.Unknowns} {
		for i := range findings {
			f := &findings[i]
			f.place = place(a.Value, f.Path)
			f.Container = container(a.Value, f.Path)
			f.Address = address(a.Value, f.Path)
			f.Resources = resources(a.Value, f.Path)
			number := cmp.Or(f.Position.RenderedLine, f.Position.Line)
			if len(f.Path) > 0 && number > 0 && f.Position.ReadFrom() == file && a.Value.At(f.Path...).Exists() {
				f.Snippet = snippet(line(number), a.Ref, f)
			}
		}
	}
}

// address returns the address of the resource of a plan on the way of a path; "" if there is none.
func address(v value.Value, path []any) string {
	if len(path) < 2 || path[0] != "resource_changes" {
		return ""
	}
	return strings.Clone(v.At(path[:2]...).Get("address").TextOrEmpty())
}

// resources returns the names of the resources of a template on the way of a path.
func resources(v value.Value, path []any) map[int][]string {
	var all map[int][]string
	for i, step := range path {
		v = v.At(step)
		if _, isKey := step.(string); isKey || i == 0 {
			continue
		}
		list, _ := path[i-1].(string)
		name, kind := v.Get("name").TextOrEmpty(), v.Get("type").TextOrEmpty()
		if !strings.EqualFold(list, "resources") || name == "" || kind == "" {
			continue
		}
		if all == nil {
			all = map[int][]string{}
		}
		all[i] = []string{strings.Clone(name), kind + "/" + name}
	}
	return all
}

// container returns the name of the container on the way of a path; "" if there is none.
func container(v value.Value, path []any) string {
	for i, step := range path[:max(len(path)-1, 0)] {
		switch step {
		case "containers", "initContainers", "ephemeralContainers":
			if _, isKey := path[i+1].(string); !isKey {
				return v.At(path[:i+2]...).Get("name").TextOrEmpty()
			}
		}
	}
	return ""
}

// longestSnippet is how many characters of a line people still read.
const longestSnippet = 160

var (
	// entry is a line with one key, or one item of a list: indent, dashes, key, and what follows it.
	entry = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\s*((?:- +)*)(?:("[^"]*"|'[^']*'|[^\s"'{}\[\],&*!|>%@#:-][^"'{}\[\],#:]*):(?: +|$))?(.*)$`)
	})
	// plain is a value that is written on one line.
	plain = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:"[^"\\]*"|'[^']*'|[^\s"'{}\[\],&*!|>%@#][^#{}\[\]]*?),?$`)
	})
	// constant is a value that is no secret, whatever it belongs to.
	constant = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^"?(?:true|false|null|[0-9]{1,6}|[A-Z][a-zA-Z]{1,20})"?,?$`)
	})
	// credentials are those of a URL.
	credentials = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@\s]*@|^[^/@\s:]+:[^/@\s]+@`)
	})
	sensitive = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)pass|secret|token|key|pin|cred|auth|cert|dsn|url|uri|connection`)
	})
)

// free are the fields in which people write what they like, secrets among it.
var free = []string{"data", "stringData", "binaryData", "annotations", "env", "args", "command", "value", "values", "valuesObject", "parameters", "params", "httpHeaders", "headers", "exec", "script"}

// snippet returns a line of a file as a report may show it. It shows the value only where it is known not to be a
// secret: one line of one key, in a field of a fixed meaning.
func snippet(line string, ref artefact.Ref, f *Finding) string {
	if ref.Type == "dockerfile" || ref.Type == "script" {
		return "" // a line of a program may hold anything
	}
	if len(line) > utf8.UTFMax*longestSnippet || !utf8.ValidString(line) || utf8.RuneCountInString(line) > longestSnippet {
		return "" // a whole plan may be on one line
	}
	parts := entry().FindStringSubmatch(strings.TrimRight(line, " \t\r"))
	if parts == nil {
		return ""
	}
	dashes, key, text := parts[1], parts[2], parts[3]
	if i := strings.Index(text, " #"); i >= 0 {
		text = strings.TrimRight(text[:i], " ") // a comment may say anything
	}
	head := dashes
	if key != "" {
		head += key + ": "
	}
	switch {
	case text == "":
		if key == "" {
			return ""
		}
		return dashes + key + ":"
	case strings.HasPrefix(text, "|") || strings.HasPrefix(text, ">"):
		return head + text[:1]
	case !plain().MatchString(text):
		return ""
	case ref.Type == "ansible" && !slices.Contains([]string{"true", "false", "yes", "no"}, text):
		return head + "***" // whatever a module is given may be, and a PIN looks like a number
	case isHidden(ref, key, f) && !constant().MatchString(text):
		return head + "***"
	}
	return head + credentials().ReplaceAllString(text, "$1***@")
}

func isHidden(ref artefact.Ref, key string, f *Finding) bool {
	if ref.Kind == "Secret" || artefact.IsCustom(ref.Group()) || sensitive().MatchString(key) {
		return true
	}
	switch f.Control.Family() {
	case "secrets", "schema", "irsa", "messagelog", "backups":
		return true // what they look for, or fields that mean nothing
	}
	return slices.ContainsFunc(f.Path, func(step any) bool {
		field, ok := step.(string)
		return ok && slices.Contains(free, field)
	})
}
