// Package dockerfile reads Dockerfiles and Containerfiles.
package dockerfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/script"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// Type is the type of the artefacts.
const Type = "dockerfile"

// Format is the format of Dockerfiles.
type Format struct{}

// New makes the format. A file is two artefacts. The value of the one is a list of instructions, each as conftest shows it:
// Cmd, SubCmd, Flags, Value, Stage and JSON. The other is a script: the commands of the instructions that run any, which
// conftest does not take apart.
func New() *Format { return &Format{} }

// Type returns Type.
func (*Format) Type() string { return Type }

var (
	begins = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?i:from[ \t]+(?:--platform=\S+[ \t]+)?[^\s:,;'"]+[^\s,;'"]*(?:[ \t]+as[ \t]+[\w.-]+)?|arg[ \t]+[A-Za-z_]\w*(?:=\S*)?)[ \t]*(?:#[^\n]*)?\r?(?:\n|$)`)
	})
	anyFrom = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?im)^[ \t]*from[ \t]`) })
)

// Detect tells a Dockerfile by its name, or by its first instruction.
func (*Format) Detect(name string, head []byte) int {
	switch {
	case source.IsDockerfile(name):
		return 3
	case !bytes.ContainsAny(head[:min(len(head), 2)], "{[") && begins().Match(head) && anyFrom().Match(head):
		return 2
	}
	return 0
}

// Parse reads a file as two artefacts, or one if it runs no command.
func (f *Format) Parse(d *source.Document) format.Parsed {
	if err := script.Unreadable(d); err != nil {
		return format.Parsed{Errors: []*artefact.Error{err}}
	}
	if source.IsTemplate(d.File) {
		return format.Parsed{Notices: []artefact.Notice{{Position: d.Position(d.Line, 0), Message: "is a template of a Dockerfile, and is not judged; pass what is made of it"}}}
	}
	var parsed format.Parsed
	text := script.Clean(d.Text)
	result, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		parsed.Errors = []*artefact.Error{errorOf(d, err, 1)}
		return parsed
	}
	r := &reader{document: d, lines: strings.Split(text, "\n"), escape: byte(result.EscapeToken), places: script.Places{}}
	stages := 0
	for _, node := range result.AST.Children {
		instruction, err := instructions.ParseInstruction(node)
		if err != nil {
			parsed.Errors = append(parsed.Errors, errorOf(d, err, node.StartLine))
		}
		if _, begins := instruction.(*instructions.Stage); begins {
			if stages++; stages > maxStages {
				parsed.Errors = append(parsed.Errors, &artefact.Error{Position: d.Position(d.Line+node.StartLine-1, 0), Message: fmt.Sprintf("has more stages than the limit, which is %d; it is not judged", maxStages)})
				return parsed
			}
			r.stage(node)
		}
		r.add(node, max(stages-1, 0))
	}
	if stages == 0 {
		parsed.Errors = append(parsed.Errors, &artefact.Error{Position: d.Position(d.Line, 0), Message: "has no FROM, so that no image can be built from it"})
	}
	parsed.Artefacts = append(parsed.Artefacts, r.artefact())
	commands, notices := r.commands(result.AST.Children)
	parsed.Notices = notices
	if commands.Len() > 0 {
		parsed.Artefacts = append(parsed.Artefacts, script.Artefact(d, commands, Type))
	}
	return parsed
}

// maxStages bounds the stages of a file. Each may begin with any before it and has the variables of all that it begins with,
// so that what they say together grows with the square of their number. People write a few dozen.
const maxStages = 1000

func errorOf(d *source.Document, err error, line int) *artefact.Error {
	var located *parser.LocationError
	if errors.As(err, &located) && len(located.Locations) > 0 && len(located.Locations[0]) > 0 {
		line = max(located.Locations[0][0].Start.Line, 1)
	}
	message := err.Error()
	if i := strings.IndexByte(message, '\n'); i >= 0 {
		message = message[:i]
	}
	// What it quotes may be anything, and long.
	if len(message) > 200 {
		message = strings.ToValidUTF8(message[:200], "") + "…"
	}
	return &artefact.Error{Position: d.Position(d.Line+line-1, 0), Message: "is not a valid Dockerfile: " + message}
}

// reader makes the artefacts of a file.
type reader struct {
	document     *source.Document
	lines        []string
	escape       byte
	places       script.Places
	instructions []value.Value
	stages       []stage
}

// stage is a stage of a build: what it is made from, as it is written, and its name.
type stage struct{ base, name string }

func (r *reader) stage(node *parser.Node) {
	var words []string
	for n := node.Next; n != nil; n = n.Next {
		words = append(words, n.Value)
	}
	s := stage{}
	if len(words) > 0 {
		s.base = words[0]
	}
	if len(words) == 3 {
		s.name = strings.ToLower(words[2])
	}
	r.stages = append(r.stages, s)
}

// inImage lists the stages that the image is made of: the last one, and those that it begins with.
func (r *reader) inImage() map[int]bool {
	in := map[int]bool{}
	for i := len(r.stages) - 1; i >= 0; {
		in[i] = true
		before := slices.IndexFunc(r.stages[:i], func(s stage) bool { return s.name != "" && s.name == strings.ToLower(r.stages[i].base) })
		i = before
	}
	return in
}

// add adds an instruction, and the comments before it, in conftest's shape.
func (r *reader) add(node *parser.Node, number int) {
	for _, comment := range node.PrevComment {
		r.append("comment", "", false, nil, []string{comment}, number)
	}
	first := node
	subcommand := ""
	if node.Next != nil && len(node.Next.Children) > 0 {
		subcommand = node.Next.Children[0].Value
		first = node.Next.Children[0]
	}
	var values []string
	for n := first.Next; n != nil; n = n.Next {
		values = append(values, n.Value)
	}
	index := len(r.instructions)
	flags := node.Flags
	if flags == nil {
		flags = []string{}
	}
	name := strings.ToLower(node.Value)
	r.append(name, subcommand, first.Attributes["json"], flags, values, number)
	r.locate(index, node, name, values)
	// The comments stand on the lines before it, which empty ones may part.
	line := node.StartLine - 1
	for i := len(node.PrevComment) - 1; i >= 0; i-- {
		for line > 1 && !strings.Contains(r.line(line), node.PrevComment[i]) {
			line--
		}
		r.places[artefact.PathText([]any{index - len(node.PrevComment) + i})] = r.position(max(line, 1), 1)
		line--
	}
}

func (r *reader) line(number int) string {
	if number < 1 || number > len(r.lines) {
		return ""
	}
	return r.lines[number-1]
}

func (r *reader) append(name, subcommand string, isJSON bool, flags, values []string, stage int) {
	list := func(texts []string) value.Value {
		if texts == nil {
			return value.NewNull()
		}
		items := make([]value.Value, len(texts))
		for i, text := range texts {
			items[i] = value.NewText(text)
		}
		return value.NewList(items...)
	}
	r.instructions = append(r.instructions, value.NewObject(
		value.Member{Name: "Cmd", Value: value.NewText(name)},
		value.Member{Name: "SubCmd", Value: value.NewText(subcommand)},
		value.Member{Name: "JSON", Value: value.NewBoolean(isJSON)},
		value.Member{Name: "Flags", Value: list(flags)},
		value.Member{Name: "Value", Value: list(values)},
		value.Member{Name: "Stage", Value: value.NewInt(stage)},
	))
}

// position returns a place in the file, of a line of the text and a byte of it, both from 1.
func (r *reader) position(line, column int) artefact.Position {
	text := r.line(line)
	return r.document.Position(r.document.Line+line-1, utf8.RuneCountInString(text[:min(max(column-1, 0), len(text))])+1)
}

// locate finds the values of an instruction in its lines: each behind the one before it. One that goes on over lines
// begins where its first word does.
func (r *reader) locate(index int, node *parser.Node, name string, values []string) {
	line, column := node.StartLine, 0
	for line < node.EndLine && strings.TrimSpace(r.line(line)) == "" {
		line++
	}
	text := r.line(line)
	column = len(text) - len(strings.TrimLeft(text, " \t"))
	begin := r.position(line, column+1)
	r.places[artefact.PathText([]any{index})] = begin
	column += len(node.Value)
	isPairs := name == command.Env || name == command.Label
	for i, flag := range node.Flags {
		if l, c, ok := r.find(flag, line, column, node.EndLine); ok {
			line, column = l, c+len(flag)
			r.places[artefact.PathText([]any{index, "Flags", i})] = r.position(l, c+1)
		}
	}
	for i, text := range values {
		at := []any{index, "Value", i}
		if isPairs && i%3 == 2 { // the sign between name and value
			r.places[artefact.PathText(at)] = r.places[artefact.PathText([]any{index, "Value", i - 2})]
			continue
		}
		if fields := strings.Fields(text); len(fields) > 0 {
			word := fields[0]
			l, c, ok := r.find(text, line, column, node.EndLine)
			if !ok {
				l, c, ok = r.find(word, line, column, node.EndLine)
			} else {
				word = text
			}
			if ok {
				line, column = l, c+len(word)
				r.places[artefact.PathText(at)] = r.position(l, c+1)
				continue
			}
		}
		r.places[artefact.PathText(at)] = r.position(line, min(column, len(r.line(line)))+1)
	}
}

// find finds a text from a line and byte on.
func (r *reader) find(text string, line, column, last int) (int, int, bool) {
	if text == "" {
		return 0, 0, false
	}
	for ; line <= last; line++ {
		written := r.line(line)
		// A comment between the lines is none of them.
		if column < len(written) && !strings.HasPrefix(strings.TrimSpace(written), "#") {
			if i := strings.Index(written[column:], text); i >= 0 {
				return line, column + i, true
			}
		}
		column = 0
	}
	return 0, 0, false
}

func (r *reader) artefact() *artefact.Artefact {
	d := r.document
	at := d.Position(d.Line, 1)
	r.places[""] = at
	return &artefact.Artefact{
		Ref:      artefact.Ref{Type: Type, Kind: "Dockerfile", Name: source.Base(d.File)},
		Document: d.Index, Unit: cmp.Or(d.Unit, d.File), Origin: at, Locator: r.places, Value: value.NewList(r.instructions...),
	}
}

// commands reads what the instructions run.
func (r *reader) commands(nodes []*parser.Node) (*script.Commands, []artefact.Notice) {
	c := &script.Commands{}
	var notices []artefact.Notice
	inImage := r.inImage()
	stage := -1
	shell := ""
	for _, node := range nodes {
		name := strings.ToLower(node.Value)
		first, isTrigger := node, false
		if name == command.Onbuild && node.Next != nil && len(node.Next.Children) > 0 {
			first, isTrigger = node.Next.Children[0], true
			name = strings.ToLower(first.Value)
		}
		switch name {
		case command.From:
			stage++
			shell = ""
		case command.Shell:
			if first.Next != nil {
				shell = strings.TrimSuffix(strings.ToLower(path.Base(strings.ReplaceAll(first.Next.Value, `\`, "/"))), ".exe")
			}
		case command.Run, command.Cmd, command.Entrypoint, command.Healthcheck:
			members := []value.Member{
				{Name: "instruction", Value: value.NewText(name)}, {Name: "in_image", Value: value.NewBoolean(inImage[max(stage, 0)])},
				{Name: "is_trigger", Value: value.NewBoolean(isTrigger)},
			}
			if notice := r.run(c, node, first, name, shell, members); notice != nil {
				notices = append(notices, *notice)
			}
		}
	}
	return c, notices
}

// run reads what one instruction runs.
func (r *reader) run(c *script.Commands, node, first *parser.Node, name, shell string, members []value.Member) *artefact.Notice {
	if first.Attributes["json"] {
		var words []string
		var at []artefact.Position
		line, column := node.StartLine, 0
		for n := first.Next; n != nil; n = n.Next {
			if name == command.Healthcheck && n == first.Next && strings.EqualFold(n.Value, "CMD") {
				continue
			}
			place := r.position(line, column+1)
			// What has signs that JSON escapes begins behind the one before it.
			if l, col, ok := r.find(n.Value, line, column, node.EndLine); ok {
				line, column = l, col+len(n.Value)
				place = r.position(l, col+1)
			}
			words, at = append(words, n.Value), append(at, place)
		}
		c.AddWords(words, at, members)
		return nil
	}
	if name == command.Healthcheck && (first.Next == nil || !strings.EqualFold(first.Next.Value, "CMD")) {
		return nil
	}
	at := r.document.Position(r.document.Line+node.StartLine-1, 1)
	other := &artefact.Notice{Position: at, Message: fmt.Sprintf("%s is not written for a shell such as sh, and its commands are not judged", strings.ToUpper(name))}
	switch shell {
	case "powershell", "pwsh", "cmd":
		return other
	}
	text := r.shell(node, name)
	if at := bare().FindStringIndex(text); len(node.Heredocs) > 0 && at != nil {
		// The document is the script.
		before, content := text[:at[1]], text[at[1]:]
		if begin := strings.TrimSpace(content); strings.HasPrefix(begin, "#!") && !runsShell().MatchString(begin) {
			return other
		}
		lines := strings.Split(strings.TrimRight(content, "\n"), "\n")
		text = strings.Repeat("\n", strings.Count(before, "\n")) + strings.Join(lines[:max(len(lines)-1, 0)], "\n") + "\n"
	}
	line := func(line, column int) artefact.Position {
		return r.position(min(node.StartLine+line-1, max(node.EndLine, node.StartLine)), column)
	}
	if err := c.Add(script.Text{Text: text, At: line, Members: members}); err != nil {
		return &artefact.Notice{Position: err.Position, Message: fmt.Sprintf("%s is not valid shell, and its commands are not judged: %s", strings.ToUpper(name), err.Message)}
	}
	return nil
}

var (
	bare = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:\\\n|[ \t])*<<-?[ \t]*["']?[\w.-]+["']?[ \t]*\n`)
	})
	runsShell = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^#![^\n]*\b(?:ba|da|a|k|z)?sh\b`) })
	keyword   = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?i:[ \t]*(?:onbuild(?:[ \t]|\\\n)+)?(?:run|cmd|entrypoint|healthcheck))(?:(?:[ \t]|\\\n)+--[^\s]+)*`)
	})
	program = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:[ \t]|\\\n)+(?i:cmd)(?:[ \t]|\\\n)`) })
)

// shell returns the shell of an instruction, with each character in the place where it stands in the instruction's
// lines: what is no shell is white space.
func (r *reader) shell(node *parser.Node, name string) string {
	var b strings.Builder
	isHead, isFirst := true, true
	for number := node.StartLine; number <= node.EndLine; number++ {
		line := r.line(number)
		if !isHead {
			b.WriteString(line + "\n")
			continue
		}
		trimmed := strings.TrimSpace(line)
		switch {
		case !isFirst && (trimmed == "" || trimmed[0] == '#'):
			line = `\` // BuildKit leaves it out
		default:
			cut := strings.TrimRight(line, " \t")
			continues := strings.HasSuffix(cut, string(r.escape)) && !(r.escape == '\\' && strings.HasSuffix(cut, `\\`))
			if isHead = continues; continues {
				line = cut[:len(cut)-1] + `\`
			}
		}
		isFirst = isFirst && trimmed == ""
		b.WriteString(line + "\n")
	}
	text := b.String()
	pattern := keyword().FindString(text)
	if name == command.Healthcheck {
		pattern += program().FindString(text[len(pattern):])
	}
	blank := strings.Map(func(c rune) rune {
		switch c {
		case '\n', '\\', '\t':
			return c
		}
		return ' '
	}, pattern)
	return blank + text[len(pattern):]
}
