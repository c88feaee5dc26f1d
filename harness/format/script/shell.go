// Package script reads the commands of shell scripts and of what holds them: pipelines of Jenkins, GitHub, GitLab and
// Azure, and Dockerfiles.
package script

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/value"
)

// Text is a piece of shell in a file.
type Text struct {
	Text string
	// At returns the position of a line and column of the text, both from 1.
	At func(line, column int) artefact.Position
	// Members are what is known of each of its commands besides.
	Members []value.Member
	// IsIgnored reports that what runs it goes on when it fails.
	IsIgnored bool
}

// Commands collects the commands of the texts of one artefact. Its zero value is ready for use.
type Commands struct {
	commands  []*command
	variables map[string]*variable
	pipelines int
	depth     int
	replaced  int // bytes that stand for variables
}

// variable is what a script sets a variable to. It is known if it is set once, to a text that is known.
type variable struct {
	text    string
	isKnown bool
	sets    int
}

// word is a word of a command. What is not known of it stands in its text as it is written, such as $NAME.
type word struct {
	text    string
	isKnown bool
	// isScript reports that a shell runs it, so that it is commands of its own.
	isScript bool
	at       artefact.Position
	place    func(line, column int) artefact.Position // within the text, if it is quoted
}

type command struct {
	words        []word
	assignments  []assignment
	redirections []redirection
	calls        []call
	pipeline     int // 0 is none
	within       int // the index of the command whose word it is in; -1 is none
	how          string
	isIgnored    bool // whether its failure is
	at           artefact.Position
	members      []value.Member
}

type assignment struct {
	name string
	word
}

type redirection struct {
	operator string
	word
	content *word // of a here-document
}

// call is a program and the index of the word that names it.
type call struct {
	program string
	start   int
}

// ParseError is an error in a text, with its place.
type ParseError struct {
	artefact.Position
	Message string
}

func (e *ParseError) Error() string { return e.Message }

// maxNested bounds how deep texts within words are read, as in sh -c "sh -c …".
const maxNested = 5

// maxReplaced bounds what is written for the variables of a script, in bytes: a few that double one another stand for more
// than any machine holds. Those after it are not known.
const maxReplaced = 1 << 20

// maxDepth bounds the nesting of a text, before a parser that calls itself reads it.
const maxDepth = 500

// Add reads the commands of a text. Of one that is not valid in any shell, it adds none.
func (c *Commands) Add(t Text) *ParseError {
	return c.add(t, -1, "", context{isIgnored: t.IsIgnored})
}

func (c *Commands) add(t Text, within int, how string, in context) *ParseError {
	if c.depth >= maxNested {
		return nil
	}
	file, err := parse(t.Text)
	if err != nil {
		at, message := t.At(1, 1), err.Error()
		var syntaxError syntax.ParseError
		var dialect syntax.LangError
		switch {
		case errors.As(err, &syntaxError):
			at, message = t.At(int(syntaxError.Pos.Line()), int(syntaxError.Pos.Col())), syntaxError.Text
		case errors.As(err, &dialect):
			at, message = t.At(int(dialect.Pos.Line()), int(dialect.Pos.Col())), fmt.Sprintf("%s is a feature of another shell", dialect.Feature)
		}
		return &ParseError{at, message}
	}
	if c.variables == nil {
		c.variables = map[string]*variable{}
	}
	r := &reader{Commands: c, text: t, within: within, how: how}
	r.collect(file)
	c.depth++
	for _, s := range file.Stmts {
		r.statement(s, in)
	}
	c.depth--
	return nil
}

// parse reads a text as Bash has it, and if that is not possible as another shell does.
func parse(text string) (*syntax.File, error) {
	if isDeep(text) {
		return nil, fmt.Errorf("is nested more than %d levels deep", maxDepth)
	}
	var first error
	for _, variant := range []syntax.LangVariant{syntax.LangBash, syntax.LangPOSIX, syntax.LangZsh} {
		file, err := syntax.NewParser(syntax.Variant(variant)).Parse(strings.NewReader(text), "")
		if err == nil {
			return file, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// isDeep reports whether a text may be nested more deeply than that, as far as its signs and words tell.
func isDeep(text string) bool {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '(', '{', '[':
			if depth++; depth > maxDepth {
				return true
			}
		case ')', '}', ']':
			depth = max(depth-1, 0)
		}
	}
	return strings.Count(text, "`") > 2*maxDepth || opens(text) > 4*maxDepth
}

// opens counts the words that begin what has to be closed, less those that close it.
func opens(text string) int {
	depth, deepest := 0, 0
	for _, w := range strings.Fields(text) {
		switch strings.Trim(w, ";") {
		case "if", "while", "until", "for", "case", "select", "!":
			depth++
			deepest = max(deepest, depth)
		case "fi", "done", "esac":
			depth = max(depth-1, 0)
		}
	}
	return deepest
}

// context is what is around a statement.
type context struct {
	pipeline  int
	isIgnored bool
}

// reader reads one text.
type reader struct {
	*Commands
	text   Text
	within int
	how    string
}

func (r *reader) at(p syntax.Pos) artefact.Position { return r.text.At(int(p.Line()), int(p.Col())) }

// source returns a part of the text as it is written.
func (r *reader) source(n syntax.Node) string {
	from, to := int(n.Pos().Offset()), int(n.End().Offset())
	if from > to || to > len(r.text.Text) {
		return ""
	}
	return r.text.Text[from:to]
}

// collect notes what the variables of a text are set to.
func (r *reader) collect(file *syntax.File) {
	set := func(name string, w *syntax.Word, isKnown bool) {
		v := r.variables[name]
		if v == nil {
			v = &variable{}
			r.variables[name] = v
		}
		v.sets++
		if v.isKnown = isKnown && v.sets == 1; v.isKnown && w != nil {
			got := r.word(w)
			v.text, v.isKnown = got.text, got.isKnown
		}
	}
	functions := 0
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			functions++
		case *syntax.CallExpr:
			for _, a := range n.Args {
				if a.Lit() == "read" || a.Lit() == "mapfile" || a.Lit() == "getopts" {
					for _, name := range n.Args[1:] {
						set(name.Lit(), nil, false)
					}
				}
			}
			// What stands before a command is set for that command alone.
			for _, a := range n.Assigns {
				if len(n.Args) == 0 {
					set(a.Name.Value, a.Value, !a.Append && a.Index == nil && a.Array == nil)
				}
			}
		case *syntax.DeclClause:
			for _, a := range n.Args {
				if a.Name != nil && !a.Naked {
					set(a.Name.Value, a.Value, !a.Append && a.Index == nil && a.Array == nil && functions == 0)
				}
			}
		case *syntax.WordIter:
			set(n.Name.Value, nil, false)
		}
		return true
	})
}

func (r *reader) statement(s *syntax.Stmt, in context) {
	switch cmd := s.Cmd.(type) {
	case nil:
		r.emit(&command{redirections: r.redirections(s, in), at: r.at(s.Pos())}, in)
	case *syntax.CallExpr:
		r.call(s, cmd, in)
	case *syntax.DeclClause:
		c := &command{at: r.at(s.Pos()), redirections: r.redirections(s, in)}
		c.words = []word{{text: cmd.Variant.Value, isKnown: true, at: r.at(cmd.Variant.Pos())}}
		for _, a := range cmd.Args {
			if a.Name != nil && !a.Naked && a.Value != nil {
				c.assignments = append(c.assignments, assignment{a.Name.Value, r.word(a.Value)})
			}
		}
		r.emit(c, in)
		r.inside(cmd, in)
	case *syntax.BinaryCmd:
		x, y := in, in
		switch cmd.Op {
		case syntax.Pipe, syntax.PipeAll:
			if in.pipeline == 0 {
				r.pipelines++
				x.pipeline = r.pipelines
				y.pipeline = r.pipelines
			}
		case syntax.OrStmt:
			x.isIgnored = in.isIgnored || isNothing(cmd.Y)
		}
		r.statement(cmd.X, x)
		r.statement(cmd.Y, y)
		r.outer(s, in)
	default:
		r.inside(cmd, in)
		r.outer(s, in)
	}
}

// isNothing reports whether a statement succeeds whatever was before it: true, :, or an echo.
func isNothing(s *syntax.Stmt) bool {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) == 0 {
		return false
	}
	switch c.Args[0].Lit() {
	case "true", ":", "echo", "printf":
		return true
	case "exit", "return":
		return len(c.Args) > 1 && c.Args[1].Lit() == "0"
	}
	return false
}

// outer keeps what a compound command is given or writes to.
func (r *reader) outer(s *syntax.Stmt, in context) {
	if len(s.Redirs) > 0 {
		r.emit(&command{redirections: r.redirections(s, in), at: r.at(s.Pos())}, in)
	}
}

// inside reads the statements within a command.
func (r *reader) inside(n syntax.Node, in context) {
	syntax.Walk(n, func(n syntax.Node) bool {
		if s, ok := n.(*syntax.Stmt); ok {
			r.statement(s, in)
			return false
		}
		return true
	})
}

func (r *reader) emit(c *command, in context) int {
	c.pipeline, c.isIgnored, c.members = in.pipeline, in.isIgnored, r.text.Members
	if c.within = r.within; c.how == "" {
		c.how = r.how
	}
	if len(c.words)+len(c.assignments)+len(c.redirections) == 0 {
		return -1
	}
	r.commands = append(r.commands, c)
	return len(r.commands) - 1
}

func (r *reader) call(s *syntax.Stmt, cmd *syntax.CallExpr, in context) {
	c := &command{at: r.at(s.Pos())}
	for _, a := range cmd.Assigns {
		if a.Name != nil && a.Value != nil {
			c.assignments = append(c.assignments, assignment{a.Name.Value, r.word(a.Value)})
		}
	}
	for _, a := range cmd.Args {
		c.words = append(c.words, r.word(a))
	}
	c.redirections = r.redirections(s, in)
	texts := r.take(c)
	index := r.emit(c, in)
	r.nest(texts, index, in)
	// What stands in a word runs first, and what it writes is the word.
	nested := &reader{Commands: r.Commands, text: r.text, within: index, how: "substitution"}
	for _, n := range cmd.Assigns {
		nested.inside(n, context{})
	}
	for _, n := range cmd.Args {
		nested.inside(n, context{})
	}
	for _, redirect := range s.Redirs {
		nested.inside(redirect, context{})
	}
}

// take finds the programs that a command calls, and the texts that shells among them are given.
func (r *reader) take(c *command) []Text {
	var texts []Text
	var scripts [][]word
	c.calls, scripts = callsOf(c.words)
	for i, name := range c.calls {
		if name.program != "env" {
			continue
		}
		end := len(c.words)
		if i+1 < len(c.calls) {
			end = c.calls[i+1].start
		}
		for _, w := range c.words[name.start+1 : end] {
			if variable, text, ok := strings.Cut(w.text, "="); ok && syntax.ValidName(variable) {
				w.text = text
				c.assignments = append(c.assignments, assignment{variable, w})
			}
		}
	}
	for _, words := range scripts {
		texts = append(texts, r.textOf(joined(words)))
		for i := range words {
			words[i].isScript = true
		}
	}
	if n := len(c.calls); n > 0 && isShell(c.calls[n-1].program) && len(scripts) == 0 {
		for _, redirect := range c.redirections {
			if redirect.content != nil {
				texts = append(texts, r.textOf(*redirect.content))
				redirect.content.isScript = true
			}
		}
	}
	return texts
}

func (r *reader) textOf(w word) Text {
	place := w.place
	if place == nil {
		at := w.at
		place = func(int, int) artefact.Position { return at }
	}
	return Text{Text: w.text, At: place, Members: r.text.Members}
}

// nest reads the texts that a command gives to a shell. One that is no shell script is a word like others.
func (r *reader) nest(texts []Text, index int, in context) {
	for _, t := range texts {
		_ = r.add(t, index, "text", context{pipeline: in.pipeline, isIgnored: in.isIgnored})
	}
}

func (r *reader) redirections(s *syntax.Stmt, in context) []redirection {
	var all []redirection
	for _, redirect := range s.Redirs {
		one := redirection{operator: redirect.Op.String()}
		if redirect.Word != nil {
			one.word = r.word(redirect.Word)
		}
		if redirect.Hdoc != nil {
			content := r.word(redirect.Hdoc)
			at := redirect.Hdoc.Pos()
			content.place = func(line, column int) artefact.Position {
				return r.text.At(int(at.Line())+line-1, column)
			}
			one.content = &content
		}
		all = append(all, one)
	}
	return all
}

// word returns a word without its quotes.
func (r *reader) word(w *syntax.Word) word {
	var b bytes.Buffer
	isKnown := r.parts(&b, w.Parts, false)
	got := word{text: b.String(), isKnown: isKnown, at: r.at(w.Pos())}
	if len(w.Parts) == 1 {
		p, quotes := w.Parts[0].Pos(), 1
		switch part := w.Parts[0].(type) {
		case *syntax.SglQuoted:
			if part.Dollar {
				quotes = 2
			}
		case *syntax.DblQuoted:
		default:
			quotes = 0
		}
		got.place = func(line, column int) artefact.Position {
			if line == 1 {
				return r.text.At(int(p.Line()), int(p.Col())+quotes+column-1)
			}
			return r.text.At(int(p.Line())+line-1, column)
		}
	}
	return got
}

func (r *reader) parts(b *bytes.Buffer, parts []syntax.WordPart, isQuoted bool) bool {
	isKnown := true
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			unescape(b, part.Value, isQuoted)
		case *syntax.SglQuoted:
			b.WriteString(part.Value)
		case *syntax.DblQuoted:
			isKnown = r.parts(b, part.Parts, true) && isKnown
		case *syntax.ParamExp:
			if v, ok := r.variables[nameOf(part)]; ok && v.isKnown && r.replaced+len(v.text) <= maxReplaced {
				r.replaced += len(v.text)
				b.WriteString(v.text)
				continue
			}
			b.WriteString(r.source(part))
			isKnown = false
		case *syntax.ExtGlob, *syntax.BraceExp:
			b.WriteString(r.source(part))
		default:
			b.WriteString(r.source(part))
			isKnown = false
		}
	}
	return isKnown
}

// nameOf returns the variable that an expansion stands for as it is; "" if it stands for something else.
func nameOf(p *syntax.ParamExp) string {
	if p.Param == nil || p.Excl || p.Length || p.Width || p.IsSet || p.Flags != nil || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Exp != nil {
		return ""
	}
	return p.Param.Value
}

// unescape writes a literal without its backslashes.
func unescape(b *bytes.Buffer, text string, isQuoted bool) {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && (!isQuoted || strings.IndexByte("$`\"\\\n", text[i+1]) >= 0) {
			i++
			if text[i] == '\n' {
				continue
			}
		}
		b.WriteByte(text[i])
	}
}

// wrapper is a program that runs another one: its options that take a value, and how many operands stand before the
// program.
type wrapper struct {
	options  string
	operands int
}

var wrappers = map[string]wrapper{
	"sudo": {"ugpChrtTUDRg", 0}, "doas": {"uC", 0}, "env": {"uCS", 0}, "nohup": {}, "time": {"fo", 0}, "exec": {"a", 0},
	"command": {}, "builtin": {}, "nice": {"n", 0}, "ionice": {"cnp", 0}, "setsid": {}, "stdbuf": {"ioe", 0},
	"timeout": {"sk", 1}, "xargs": {"nIPLdasE", 0}, "chroot": {"", 1}, "gosu": {"", 1}, "su-exec": {"", 1}, "tini": {"pe", 0},
	"dumb-init": {}, "retry": {}, "unbuffer": {}, "watch": {"n", 0}, "runuser": {"ugG", 0}, "busybox": {},
}

// IsShell reports whether a program runs what it is given as a shell script.
func isShell(program string) bool {
	switch program {
	case "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh":
		return true
	}
	return false
}

// callsOf returns the programs that a command calls, each through the one before it, and those of the words that are
// scripts.
func callsOf(words []word) (calls []call, scripts [][]word) {
	i := 0
	for i < len(words) {
		if len(calls) > 0 && calls[len(calls)-1].program == "env" {
			for i < len(words) && isAssignment(words[i].text) {
				i++
			}
			if i == len(words) {
				break
			}
		}
		program := path.Base(strings.ReplaceAll(words[i].text, `\`, "/"))
		calls = append(calls, call{program, i})
		if w, ok := wrappers[program]; ok {
			i = operand(words, i+1, w.options, w.operands)
			continue
		}
		switch program {
		case "kubectl", "oc", "k3s", "kubectl.exe":
			if next := after(words, i, "exec", "--"); next > 0 {
				i = next
				continue
			}
		case "docker", "podman", "nerdctl":
			if verb := operand(words, i+1, "Hlc", 0); verb < len(words) && words[verb].text == "exec" {
				i = operand(words, verb+1, "euw", 1)
				continue
			}
		case "ssh":
			if host := operand(words, i+1, "bcDEeFIiJLlmOoPpQRSWw", 0); host+1 < len(words) {
				scripts = append(scripts, words[host+1:])
			}
		case "eval":
			if i+1 < len(words) {
				scripts = append(scripts, words[i+1:])
			}
		case "su":
			for j := i + 1; j+1 < len(words); j++ {
				if words[j].text == "-c" || words[j].text == "--command" {
					scripts = append(scripts, words[j+1:j+2])
				}
			}
		}
		if isShell(program) {
			if at := scriptOf(words, i+1); at > 0 {
				scripts = append(scripts, words[at:at+1])
			}
		}
		break
	}
	return calls, scripts
}

func isAssignment(text string) bool {
	name, _, ok := strings.Cut(text, "=")
	return ok && syntax.ValidName(name)
}

// operand returns the index of the operand with a number, from 0, after the options at an index.
func operand(words []word, i int, options string, number int) int {
	for ; i < len(words); i++ {
		text := words[i].text
		switch {
		case text == "--":
			return min(i+1+number, len(words))
		case len(text) > 1 && text[0] == '-':
			// Of an option of one letter, the value is the next word.
			if text[1] != '-' && strings.IndexByte(options, text[len(text)-1]) >= 0 {
				i++
			}
		default:
			return min(i+number, len(words))
		}
	}
	return len(words)
}

// after returns the index after a word that stands after another one; 0 if they do not.
func after(words []word, i int, verb, mark string) int {
	seen := false
	for ; i < len(words); i++ {
		seen = seen || words[i].text == verb
		if seen && words[i].text == mark && i+1 < len(words) {
			return i + 1
		}
	}
	return 0
}

// scriptOf returns the index of the word that a shell runs, as it is given after -c; 0 if there is none.
func scriptOf(words []word, i int) int {
	isGiven := false
	for ; i < len(words); i++ {
		text := words[i].text
		switch {
		case text == "-o" || text == "+o":
			i++
		case len(text) > 1 && (text[0] == '-' || text[0] == '+') && !strings.HasPrefix(text, "--"):
			isGiven = isGiven || text[0] == '-' && strings.ContainsRune(text, 'c')
			if strings.HasSuffix(text, "o") {
				i++
			}
		case strings.HasPrefix(text, "--"):
		case isGiven:
			return i
		default:
			return 0
		}
	}
	return 0
}

func joined(words []word) word {
	if len(words) == 1 {
		return words[0]
	}
	all := word{isKnown: true, at: words[0].at}
	var texts []string
	for _, w := range words {
		texts = append(texts, w.text)
		all.isKnown = all.isKnown && w.isKnown
	}
	all.text = strings.Join(texts, " ")
	return all
}

// AddWords adds a command that is given word by word, as in the JSON form of a Dockerfile's instructions.
func (c *Commands) AddWords(texts []string, at []artefact.Position, members []value.Member) {
	if len(texts) == 0 {
		return
	}
	if c.variables == nil {
		c.variables = map[string]*variable{}
	}
	r := &reader{Commands: c, text: Text{Members: members}, within: -1}
	one := &command{at: at[0]}
	for i, text := range texts {
		one.words = append(one.words, word{text: text, isKnown: true, at: at[i]})
	}
	scripts := r.take(one)
	r.nest(scripts, r.emit(one, context{}), context{})
}

// Set adds a command that sets something, as a pipeline does for what it runs. Its text is no shell.
func (c *Commands) Set(name, text string, at artefact.Position) {
	one := &command{at: at, within: -1, how: "setting"}
	one.assignments = []assignment{{name, word{text: text, isKnown: !strings.Contains(text, "$"), at: at}}}
	c.commands = append(c.commands, one)
}

// Len counts the commands.
func (c *Commands) Len() int { return len(c.commands) }
