// Package scanwaivers reads what tells scanners of images to ignore vulnerabilities.
package scanwaivers

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/structured"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "scan-waivers"

// New makes the format of the files in YAML and JSON: .trivyignore.yaml, .grype.yaml, .snyk, OpenVEX and CSAF.
func New() format.Format {
	return structured.New(structured.Spec{Type: Type, Kind: "ScanWaivers", Detect: detect, Is: is})
}

func detect(head []byte) bool {
	words := []string{"openvex", "csaf_version", "ignore", "vulnerabilities", "misconfigurations", "secrets"}
	if format.IsManifest(head) {
		words = words[:3] // a file of Trivy has no apiVersion
	}
	return slices.ContainsFunc(words, func(word string) bool { return bytes.Contains(head, []byte(word)) })
}

// is reports whether a value is such a file, by the rules of the library scan_format.
func is(v value.Value) bool {
	if strings.HasPrefix(v.Get("@context").TextOrEmpty(), "https://openvex.dev/") || v.At("document", "csaf_version").Exists() && v.Get("vulnerabilities").Kind() == value.List {
		return true
	}
	return isSnyk(v) || isGrype(v) || isTrivy(v)
}

func isSnyk(v value.Value) bool {
	ignore := v.Get("ignore")
	if v.Get("version").Kind() != value.Text || ignore.Kind() != value.Object {
		return false
	}
	for _, places := range ignore.Members() {
		if places.Kind() != value.List {
			return false
		}
	}
	return true
}

func isGrype(v value.Value) bool {
	return slices.ContainsFunc(v.Get("ignore").Items(), func(rule value.Value) bool {
		return slices.ContainsFunc([]string{"fix-state", "namespace", "package", "vulnerability"}, func(name string) bool { return rule.Get(name).Exists() })
	})
}

func isTrivy(v value.Value) bool {
	found := false
	for name, items := range v.Members() {
		if !slices.Contains([]string{"licenses", "misconfigurations", "secrets", "vulnerabilities"}, name) {
			return false
		}
		found = found || items.At(0).Get("id").Exists()
	}
	return found
}

// NewLines makes the format of .trivyignore, which has a line for each finding. An artefact is an object whose
// trivyignore lists them: id, exp (the day on which it ends, "" for none) and comment (what stands behind it, or above it and the lines before it).
func NewLines() format.Format { return lines{} }

type lines struct{}

func (lines) Type() string { return Type }

func (lines) Detect(name string, _ []byte) int {
	base := source.Base(name)
	if strings.HasSuffix("."+base, source.TrivyIgnore) {
		return 3
	}
	return 0
}

func (lines) Parse(d *source.Document) format.Parsed {
	var entries []value.Value
	at := &places{file: d.File}
	// A comment speaks of the lines below it, up to one that is empty or the next comment.
	var comment []string
	reason := ""     // the same as one text
	isAbove := false // comment goes on
	for i, line := range strings.Split(strings.ReplaceAll(string(d.Text), "\r", ""), "\n") {
		line, after, isComment := strings.Cut(strings.TrimSpace(line), "#")
		after = strings.TrimSpace(strings.TrimLeft(after, "# "))
		fields := strings.Fields(line)
		if len(fields) == 0 {
			if !isAbove {
				comment = nil
			}
			if isAbove = isComment; !isComment {
				comment = nil
			} else if after != "" {
				comment = append(comment, after)
			}
			continue
		}
		if isAbove {
			reason, isAbove = strings.Join(comment, " "), false
		} else if len(comment) == 0 {
			reason = ""
		}
		if most := d.Limits.OrDefault().Objects; len(entries) == most {
			return format.Parsed{Errors: []*artefact.Error{{Position: d.Position(d.Line+i, 0), Message: fmt.Sprintf("ignores more than %d findings; it is not judged; raise the limit: --limit objects=NUMBER", most)}}}
		}
		end := ""
		for _, field := range fields[1:] {
			if day, found := strings.CutPrefix(field, "exp:"); found {
				end = day
			}
		}
		entries = append(entries, value.NewObject(
			value.Member{Name: "id", Value: value.NewText(fields[0])},
			value.Member{Name: "exp", Value: value.NewText(end)},
			value.Member{Name: "comment", Value: value.NewText(cmp.Or(after, reason))},
		))
		at.lines = append(at.lines, d.Line+i)
	}
	return format.Parsed{Artefacts: []*artefact.Artefact{{
		Ref:      artefact.Ref{Type: Type, Kind: "ScanWaivers", Name: source.TrivyIgnore},
		Document: d.Index, Unit: d.File, Origin: d.Position(d.Line, 0), Locator: at,
		Value: value.NewObject(value.Member{Name: "trivyignore", Value: value.NewList(entries...)}),
	}}}
}

// places are the lines of the entries of a file.
type places struct {
	file  string
	lines []int
}

func (p *places) Position(path []any) (artefact.Position, bool) {
	if len(path) > 1 {
		if i, ok := path[1].(int); ok && i >= 0 && i < len(p.lines) {
			return artefact.Position{File: p.file, Line: p.lines[i], Column: 1}, true
		}
	}
	return artefact.Position{}, false
}
