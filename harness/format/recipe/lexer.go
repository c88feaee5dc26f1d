package recipe

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// kind is the kind of a token.
type kind byte

const (
	word        kind = iota // a name or keyword
	text                    // a string, or what is written as one
	symbol                  // :name in Ruby
	number                  // as it is written
	variable                // $name, @name
	punctuation             // an operator or bracket
	newline                 // the end of a line of Ruby
)

// token is a piece of a program.
type token struct {
	kind         kind
	text         string
	line, column int
	isComputed   bool // whether a string has parts that the program fills in
}

func (t token) is(punctuations ...string) bool {
	return t.kind == punctuation && slices.Contains(punctuations, t.text)
}

func (t token) isWord(words ...string) bool { return t.kind == word && slices.Contains(words, t.text) }

// nests returns 1 for a bracket that opens, -1 for one that closes, and 0 for everything else.
func (t token) nests() int {
	switch {
	case t.is("(", "[", "{"):
		return 1
	case t.is(")", "]", "}"):
		return -1
	}
	return 0
}

// isValue reports whether a token may end a value, so that an operator follows and no value.
func (t token) isValue() bool {
	switch t.kind {
	case text, symbol, number, variable:
		return true
	case word:
		return !slices.Contains([]string{"if", "unless", "when", "and", "or", "not", "elsif", "while", "return", "then", "in", "node", "case"}, t.text)
	case punctuation:
		return t.text == ")" || t.text == "]" || t.text == "}"
	}
	return false
}

// lexer takes a program apart. It reads what the idioms need, and takes no notice of what is wrong with the rest.
type lexer struct {
	source  string
	isRuby  bool
	at      int
	line    int
	start   int // of the line
	tokens  []token
	pending []heredoc
	nested  int     // brackets that are open: a line does not end within them, but for braces that are a block's
	braces  []brace // those that are open
}

// brace is what a brace begins.
type brace int

const (
	others brace = iota
	hashes
	blocks // of a resource or a loop, which is read as do and end
)

// heredoc is a text that begins behind the line.
type heredoc struct {
	token int
	end   string
	isRaw bool
}

func lex(source string, isRuby bool) []token {
	l := &lexer{source: source, isRuby: isRuby, line: 1}
	l.remark()
	for l.at < len(l.source) {
		l.next()
	}
	return l.tokens
}

// remark leaves out what stands between =begin and =end.
func (l *lexer) remark() {
	if l.isRuby && strings.HasPrefix(l.rest(), "=begin") {
		l.skip(until(l.rest(), "\n=end"))
		l.skip(len("\n=end"))
	}
}

func (l *lexer) rest() string { return l.source[l.at:] }

func (l *lexer) last() token {
	if len(l.tokens) == 0 {
		return token{kind: newline}
	}
	return l.tokens[len(l.tokens)-1]
}

func (l *lexer) add(k kind, s string, length int, isComputed bool) {
	l.tokens = append(l.tokens, token{k, s, l.line, l.at - l.start + 1, isComputed})
	l.skip(length)
}

// skip goes on, and counts lines.
func (l *lexer) skip(length int) {
	end := min(l.at+length, len(l.source))
	if n := strings.Count(l.source[l.at:end], "\n"); n > 0 {
		l.line += n
		l.start = l.at + strings.LastIndexByte(l.source[l.at:end], '\n') + 1
	}
	l.at = end
}

var patterns = sync.OnceValue(func() struct{ name, puppetName, variable, number, operator, words, rubyHere, puppetHere *regexp.Regexp } {
	c := regexp.MustCompile
	return struct{ name, puppetName, variable, number, operator, words, rubyHere, puppetHere *regexp.Regexp }{
		name: c(`^[A-Za-z_]\w*[?!]?`), puppetName: c(`^(::)?[A-Za-z_]\w*(-\w+)*(::[A-Za-z_]\w*)*`),
		variable: c(`^(\$(::)?[A-Za-z_]\w*(::\w+)*|@@?[A-Za-z_]\w*|\$\W)`), number: c(`^\d[\w.]*`),
		operator: c(`^(=>|\+>|->|~>|<-|<~|==|!=|=~|!~|<=>|<=|>=|<<|>>|&&|\|\||\|=|::|&\.|\.\.|[^\w\s])`),
		words:    c(`^%([wWiIqQ]?)([\[({<|!/])`),
		rubyHere: c(`^<<([~-]?)(["']?)([A-Z_]\w*)["']?`), puppetHere: c(`^@\(\s*("?)([^)":/\n]+?)"?\s*(:[\w.]*)?\s*(/[\w$]*)?\s*\)`),
	}
})

func (l *lexer) next() {
	rest := l.rest()
	p := patterns()
	switch c := rest[0]; {
	case c == '\n':
		if l.isRuby && l.nested == 0 && !l.continues() {
			l.tokens = append(l.tokens, token{newline, "\n", l.line, l.at - l.start + 1, false})
		}
		l.skip(1)
		l.heredocs()
		l.remark()
		if l.isRuby && strings.HasPrefix(l.rest(), "__END__") {
			l.at = len(l.source)
		}
	case c == ' ' || c == '\t':
		l.skip(1)
	case c == '\\' && strings.HasPrefix(rest, "\\\n"):
		l.skip(2)
	case c == '#':
		l.skip(until(rest, "\n"))
	case !l.isRuby && strings.HasPrefix(rest, "/*"):
		l.skip(until(rest, "*/") + 2)
	case c == '\'' || c == '"' || c == '`' && l.isRuby:
		l.quoted(c, c, 1, c != '\'')
	case l.isRuby && p.rubyHere.MatchString(rest) && !(l.last().isValue() && strings.HasPrefix(rest, "<< ")):
		found := p.rubyHere.FindStringSubmatch(rest)
		l.pending = append(l.pending, heredoc{len(l.tokens), found[3], found[2] == "'"})
		l.add(text, "", len(found[0]), false)
	case !l.isRuby && p.puppetHere.MatchString(rest):
		found := p.puppetHere.FindStringSubmatch(rest)
		l.pending = append(l.pending, heredoc{len(l.tokens), found[2], found[1] == ""})
		l.add(text, "", len(found[0]), false)
	case l.isRuby && c == '%' && !l.last().isValue() && p.words.MatchString(rest), l.isRuby && c == '%' && len(rest) > 2 && strings.ContainsRune("wiWI", rune(rest[1])) && p.words.MatchString(rest):
		l.percent(p.words.FindStringSubmatch(rest))
	case c == '/' && !l.last().isValue():
		l.quoted('/', '/', 1, true)
		l.tokens[len(l.tokens)-1].isComputed = true
	case l.isRuby && c == ':' && len(rest) > 1 && rest[1] != ':' && p.name.MatchString(rest[1:]):
		l.add(symbol, p.name.FindString(rest[1:]), 1+len(p.name.FindString(rest[1:])), false)
	case l.isRuby && (strings.HasPrefix(rest, `:"`) || strings.HasPrefix(rest, `:'`)):
		l.skip(1)
	case (c == '$' || c == '@' && l.isRuby) && p.variable.MatchString(rest):
		found := p.variable.FindString(rest)
		l.add(variable, found, len(found), false)
	case p.number.MatchString(rest):
		found := p.number.FindString(rest)
		l.add(number, found, len(found), false)
	case l.isRuby && p.name.MatchString(rest):
		l.name(p.name.FindString(rest))
	case !l.isRuby && p.puppetName.MatchString(rest):
		found := p.puppetName.FindString(rest)
		l.add(word, strings.TrimPrefix(found, "::"), len(found), false)
	default:
		found := p.operator.FindString(rest)
		if found == "" {
			l.skip(1)
			return
		}
		switch found {
		case "(", "[":
			l.nested++
		case "{":
			if l.isRuby && (l.last().is(")") || l.last().kind == text || l.last().isWord("each")) {
				l.begin()
				return
			}
			isHash := l.last().is("=", ",", "(", "[", "=>")
			if l.braces = append(l.braces, others); isHash {
				l.braces[len(l.braces)-1] = hashes
				l.nested++
			}
		case "}":
			if n := len(l.braces); n > 0 && l.braces[n-1] == blocks {
				l.braces = l.braces[:n-1]
				l.tokens = append(l.tokens, token{newline, "\n", l.line, 1, false})
				l.add(word, "end", 1, false)
				return
			}
			if n := len(l.braces); n > 0 {
				if l.braces[n-1] == hashes {
					l.nested = max(l.nested-1, 0)
				}
				l.braces = l.braces[:n-1]
			}
		case ")", "]":
			l.nested = max(l.nested-1, 0)
		}
		l.add(punctuation, found, len(found), false)
	}
}

// begin reads the brace of a block as do, and what the block is given.
func (l *lexer) begin() {
	l.braces = append(l.braces, blocks)
	l.add(word, "do", 1, false)
	if found := given().FindStringSubmatch(l.rest()); found != nil {
		bar := token{punctuation, "|", l.line, 1, false}
		l.tokens = append(l.tokens, bar, token{word, found[1], l.line, 1, false}, bar)
		l.skip(len(found[0]))
	}
	l.tokens = append(l.tokens, token{newline, "\n", l.line, 1, false})
}

var given = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t]*\|[ \t]*(\w+)[ \t]*\|`) })

// name reads a name in Ruby, or a key that ends in a colon.
func (l *lexer) name(found string) {
	after := l.rest()[len(found):]
	if strings.HasPrefix(after, ":") && !strings.HasPrefix(after, "::") && !l.last().is("?") {
		l.add(symbol, found, len(found), false)
		l.add(punctuation, "=>", 1, false)
		return
	}
	if strings.HasSuffix(found, "?") && strings.HasPrefix(after, " :") {
		found = strings.TrimSuffix(found, "?")
	}
	l.add(word, found, len(found), false)
}

// continues reports whether a line of Ruby goes on in the next one.
func (l *lexer) continues() bool {
	last := l.last()
	return last.is(",", "=", "=>", "&&", "||", "+", ".", "&.", "|=", "==", "?") || l.nextBegins(".")
}

// nextBegins reports whether the next line begins with a dot.
func (l *lexer) nextBegins(with string) bool {
	rest := strings.TrimLeft(l.rest(), " \t\n")
	return strings.HasPrefix(rest, with) && !strings.HasPrefix(rest, "..")
}

func until(s, end string) int {
	if i := strings.Index(s, end); i >= 0 {
		return i
	}
	return len(s)
}

// quoted reads a string from one sign to another.
func (l *lexer) quoted(open, end byte, head int, fills bool) {
	rest := l.rest()
	var b strings.Builder
	isComputed := open == '`'
	nested := 0
	i := head
	for ; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c == '\\' && i+1 < len(rest):
			i++
			switch {
			case fills && rest[i] == 'n':
				b.WriteByte('\n')
			case fills && rest[i] == 't':
				b.WriteByte('\t')
			case fills || rest[i] == end || rest[i] == '\\':
				b.WriteByte(rest[i])
			default:
				b.WriteString(rest[i-1 : i+1])
			}
			continue
		case fills && l.fillsIn(rest[i:]):
			isComputed = true
			if length := braced(rest[i:]); length > 0 {
				b.WriteString("${_}")
				i += length - 1
				continue
			}
		case c == open && open != end:
			nested++
		case c == end && nested > 0:
			nested--
		case c == end:
			l.add(text, b.String(), i+1, isComputed)
			l.key()
			return
		}
		b.WriteByte(c)
	}
	l.add(text, b.String(), i, isComputed)
}

// key reads the colon of a string that is a key in Ruby.
func (l *lexer) key() {
	rest := l.rest()
	if l.isRuby && strings.HasPrefix(rest, ": ") && len(l.tokens) > 1 && l.tokens[len(l.tokens)-2].is("{", ",", "(") {
		l.add(punctuation, "=>", 1, false)
	}
}

func (l *lexer) fillsIn(rest string) bool {
	if l.isRuby {
		return strings.HasPrefix(rest, "#{")
	}
	return rest[0] == '$' && len(rest) > 1 && (rest[1] == '{' || rest[1] == ':' || rest[1] == '_' || rest[1] >= 'a' && rest[1] <= 'z')
}

// braced returns how long #{…} or ${…} is at the beginning of a text; 0 if there is none.
func braced(rest string) int {
	if len(rest) < 2 || rest[1] != '{' {
		return 0
	}
	nested := 0
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '{':
			nested++
		case '}':
			if nested--; nested == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// percent reads %w[…] and the like.
func (l *lexer) percent(found []string) {
	open := found[2][0]
	end := open
	if i := strings.IndexByte("[({<", open); i >= 0 {
		end = "])}>"[i]
	}
	switch found[1] {
	case "", "q", "Q":
		l.quoted(open, end, len(found[0]), found[1] != "q")
		return
	}
	length := len(found[0]) + until(l.rest()[len(found[0]):], string(end))
	list := l.rest()[len(found[0]):min(length, len(l.rest()))]
	l.tokens = append(l.tokens, token{punctuation, "[", l.line, l.at - l.start + 1, false})
	for _, one := range strings.Fields(list) {
		l.tokens = append(l.tokens, token{text, one, l.line, l.at - l.start + 1, strings.Contains(one, "#{")}, token{punctuation, ",", l.line, 1, false})
	}
	l.add(punctuation, "]", length+1, false)
}

// heredocs reads the texts that were announced on a line.
func (l *lexer) heredocs() {
	for _, h := range l.pending {
		var lines []string
		for l.at < len(l.source) {
			line := l.rest()[:until(l.rest(), "\n")]
			l.skip(len(line) + 1)
			if trimmed := strings.TrimSpace(line); trimmed == h.end || !l.isRuby && strings.TrimLeft(trimmed, "|- ") == h.end {
				break
			}
			lines = append(lines, line)
		}
		content := strings.Join(lines, "\n")
		l.tokens[h.token].text = content
		l.tokens[h.token].isComputed = !h.isRaw && (l.isRuby && strings.Contains(content, "#{") || !l.isRuby && strings.Contains(content, "$"))
	}
	l.pending = nil
}
