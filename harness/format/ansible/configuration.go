package ansible

import (
	"cmp"
	"path/filepath"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// configuration is a file in the form of INI, as Python's configparser reads it and conftest hands it to policies: the
// sections with their settings, all of them texts.
type configuration struct {
	value   value.Value
	locator *lines
}

// lines finds settings by their sections and names.
type lines struct {
	file string
	at   map[[2]string]artefact.Position
}

// Position returns the position of a setting, or of its section.
func (l *lines) Position(path []any) (artefact.Position, bool) {
	var steps [2]string
	for i := range min(len(path), 2) {
		steps[i], _ = path[i].(string)
	}
	for _, key := range [][2]string{steps, {steps[0]}} {
		if at, ok := l.at[key]; ok {
			return at, true
		}
	}
	return artefact.Position{File: l.file, Line: 1, Column: 1}, true
}

func readConfiguration(file, text string) configuration {
	l := &lines{file, map[[2]string]artefact.Position{}}
	sections := map[string][]value.Member{}
	section := ""
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		trimmed := strings.TrimSpace(line)
		at := artefact.Position{File: file, Line: number, Column: len(line) - len(strings.TrimLeft(line, " \t")) + 1}
		switch {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';':
		case trimmed[0] == '[' && strings.Contains(trimmed, "]"):
			section = trimmed[1:strings.IndexByte(trimmed, ']')]
			l.at[[2]string{section}] = at
			sections[section] = append(sections[section], []value.Member{}...)
		case strings.ContainsAny(trimmed, "=:"):
			i := strings.IndexAny(trimmed, "=:")
			key, setting := strings.ToLower(strings.TrimSpace(trimmed[:i])), strings.TrimSpace(trimmed[i+1:])
			if before, _, found := strings.Cut(setting, " ;"); found {
				setting = strings.TrimSpace(before)
			}
			sections[section] = append(sections[section], value.Member{Name: key, Value: value.NewText(setting)})
			l.at[[2]string{section, key}] = at
		}
	}
	var members []value.Member
	for name, settings := range sections {
		members = append(members, value.Member{Name: name, Value: value.NewObject(settings...)})
	}
	return configuration{value.NewObject(members...), l}
}

// configuration reads ansible.cfg.
func (f *Format) configuration(d *source.Document) format.Parsed {
	read := readConfiguration(d.File, string(d.Text))
	for key, at := range read.locator.at {
		at.Line += d.Line - 1
		read.locator.at[key] = at
	}
	return format.Parsed{Artefacts: []*artefact.Artefact{{
		Ref:      artefact.Ref{Type: Type, Kind: "Configuration", Name: filepath.Base(d.File)},
		Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Value: read.value, Origin: d.Position(d.Line, 1), Locator: read.locator,
	}}}
}
