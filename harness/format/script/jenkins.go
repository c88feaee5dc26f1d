package script

import (
	"strings"
	"unicode"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
)

// parseJenkins reads the sh steps of a pipeline. Groovy is a programming language: what a step is given that is no
// literal text is not known.
func parseJenkins(d *source.Document, text string) format.Parsed {
	var parsed format.Parsed
	var c Commands
	for _, step := range steps(text) {
		at := func(line, column int) artefact.Position {
			if line < 1 || line > len(step.lines) {
				line = len(step.lines)
			}
			if line == 1 {
				column += step.column - 1
			}
			return d.Position(d.Line+step.lines[line-1]-1, column)
		}
		if !step.isLiteral {
			parsed.Notices = append(parsed.Notices, artefact.Notice{Position: at(1, 1), Message: "the step sh is given no literal text, and its commands are not judged"})
			continue
		}
		if err := c.Add(Text{Text: step.text, At: at}); err != nil {
			parsed.Notices = append(parsed.Notices, notRead(err, "the step sh"))
		}
	}
	if c.Len() == 0 && len(parsed.Notices) == 0 && !source.IsJenkinsfile(d.File) {
		return format.Parsed{IsOther: true}
	}
	parsed.Artefacts = []*artefact.Artefact{Artefact(d, &c, "jenkins")}
	return parsed
}

// step is the text of a step sh.
type step struct {
	text      string
	lines     []int // the line of the file of each line of the text, from 1
	column    int   // of its first line, from 1
	isLiteral bool
}

// groovy reads the tokens of a program in Groovy that matter here: words, strings and signs.
type groovy struct {
	text string
	pos  int
	line int
	from int // where the line begins
}

type token struct {
	kind rune // 'w' for a word, 's' for a string, and the sign itself for others; 0 at the end
	text string
	step step
	line int
	col  int
}

// steps returns the steps sh of a program.
func steps(text string) []step {
	g := &groovy{text: text, line: 1}
	var found []step
	before := token{}
	for t := g.next(); t.kind != 0; {
		if t.kind != 'w' || t.text != "sh" || before.kind == '.' || before.kind == 'w' && before.text == "def" {
			before, t = t, g.next()
			continue
		}
		at := t
		before, t = t, g.next()
		isCall := t.kind == '('
		if isCall {
			before, t = t, g.next()
		}
		name, given := "", step{lines: []int{at.line}, column: at.col}
		isStep := t.kind == 's' || t.kind == 'w' || isCall
		for depth := 0; isStep && t.kind != 0; before, t = t, g.next() {
			if depth == 0 && (t.kind == ')' && isCall || !isCall && (t.kind == '\n' && before.kind != ',' || t.kind == ';' || t.kind == '}')) {
				break
			}
			switch t.kind {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				depth--
			case 'w':
				name = t.text
			case 's':
				// script: or the only argument; what is added to it is not known.
				if depth == 0 && (before.kind == '(' || before.kind == 'w' && before.text == "sh" || before.kind == ':' && name == "script") {
					given = t.step
					given.isLiteral = true
				}
			case '+':
				if given.isLiteral && depth == 0 {
					given.text += " "
				}
			}
		}
		if isStep {
			found = append(found, given)
		}
	}
	return found
}

func (g *groovy) rest() string { return g.text[g.pos:] }

// skip goes on to a mark, and beyond it.
func (g *groovy) skip(mark string) {
	end := strings.Index(g.rest(), mark)
	if end < 0 {
		end = len(g.rest())
	} else {
		end += len(mark)
	}
	g.advance(end)
}

func (g *groovy) advance(n int) {
	for _, c := range []byte(g.text[g.pos:min(g.pos+n, len(g.text))]) {
		g.pos++
		if c == '\n' {
			g.line++
			g.from = g.pos
		}
	}
}

func (g *groovy) next() token {
	for g.pos < len(g.text) {
		c := g.text[g.pos]
		switch {
		case c == '\n':
			t := token{kind: '\n', line: g.line}
			g.advance(1)
			return t
		case c == ' ' || c == '\t':
			g.advance(1)
		case strings.HasPrefix(g.rest(), "//") || strings.HasPrefix(g.rest(), "#!"):
			if end := strings.IndexByte(g.rest(), '\n'); end >= 0 {
				g.advance(end)
			} else {
				g.advance(len(g.rest()))
			}
		case strings.HasPrefix(g.rest(), "/*"):
			g.skip("*/")
		case c == '\'' || c == '"':
			return g.quoted()
		case c == '_' || c == '$' || unicode.IsLetter(rune(c)):
			t := token{kind: 'w', line: g.line, col: g.pos - g.from + 1}
			begin := g.pos
			for g.pos < len(g.text) && (g.text[g.pos] == '_' || g.text[g.pos] == '$' || unicode.IsLetter(rune(g.text[g.pos])) || unicode.IsDigit(rune(g.text[g.pos]))) {
				g.pos++
			}
			t.text = g.text[begin:g.pos]
			return t
		default:
			t := token{kind: rune(c), line: g.line, col: g.pos - g.from + 1}
			g.advance(1)
			return t
		}
	}
	return token{}
}

// quoted reads a string. What Groovy puts into one in double quotes stands as a variable in the text.
func (g *groovy) quoted() token {
	quote := g.text[g.pos : g.pos+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(g.rest(), triple) {
		quote = triple
	}
	g.advance(len(quote))
	s := step{lines: []int{g.line}, column: g.pos - g.from + 1}
	var b strings.Builder
	add := func(text string) {
		b.WriteString(text)
		for range strings.Count(text, "\n") {
			s.lines = append(s.lines, g.line)
		}
	}
	for g.pos < len(g.text) && !strings.HasPrefix(g.rest(), quote) {
		switch c := g.text[g.pos]; {
		case c == '\\' && g.pos+1 < len(g.text):
			escaped := g.text[g.pos+1]
			g.advance(2)
			switch escaped {
			case 'n':
				add("\n")
			case 't':
				add("\t")
			case '\n':
			default:
				add(string(escaped))
			}
		case c == '$' && quote[0] == '"' && strings.HasPrefix(g.rest(), "${"):
			end := strings.IndexByte(g.rest(), '}')
			if end < 0 {
				end = len(g.rest())
			}
			inner := g.text[g.pos+2 : g.pos+end]
			g.advance(end + 1)
			add("${" + name(inner) + "}")
		case c == '\n':
			if len(quote) == 1 { // it does not end where it ought to
				s.text = b.String()
				return token{kind: 's', step: s, line: g.line}
			}
			g.advance(1)
			add("\n")
		default:
			b.WriteByte(c)
			g.pos++
		}
	}
	g.advance(len(quote))
	s.text = b.String()
	return token{kind: 's', step: s, line: s.lines[0], col: s.column}
}

// name makes the name of a variable of an expression.
func name(expression string) string {
	return "_" + strings.Map(func(r rune) rune {
		if r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, expression)
}
