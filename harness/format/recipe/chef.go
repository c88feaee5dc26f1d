package recipe

import (
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/value"
)

// frame is a block of Ruby that an end closes.
type frame struct {
	condition condition
	known     map[string]value.Value // what a loop over literals names
	resource  *resource
	isOuter   bool // whether the resource belongs to a block around this one
}

// ruby reads the statements of a recipe.
type ruby struct {
	*reader
	frames []frame
}

func (r *reader) chef(tokens []token) {
	s := &ruby{reader: r, frames: []frame{{known: map[string]value.Value{}}}}
	for i := 0; i < len(tokens); {
		end := i
		for end < len(tokens) && tokens[end].kind != newline && !tokens[end].is(";") {
			end++
		}
		for statement := tokens[i:end]; len(statement) > 0; {
			statement = s.statement(statement)
		}
		i = end + 1
	}
	for len(s.frames) > 1 {
		s.pop()
	}
}

func (s *ruby) top() *frame { return &s.frames[len(s.frames)-1] }

func (s *ruby) push(when condition, known map[string]value.Value, one *resource) {
	top := s.top()
	s.frames = append(s.frames, frame{max(when, top.condition), known, one, false})
}

// within begins a block under a condition, which may be one of a resource.
func (s *ruby) within(when condition) {
	top := *s.top()
	s.push(when, top.known, top.resource)
	s.top().isOuter = true
}

func (s *ruby) pop() {
	if one := s.top().resource; one != nil && !s.top().isOuter {
		s.add(*one)
	}
	if len(s.frames) > 1 {
		s.frames = s.frames[:len(s.frames)-1]
	}
}

// statement reads one statement, and returns what follows it on its line.
func (s *ruby) statement(tokens []token) []token {
	first, top := tokens[0], s.top()
	switch {
	case first.isWord("end"):
		s.pop()
		return tokens[1:]
	case first.isWord("if", "unless", "case", "elsif", "when", "while", "until", "for"):
		if when := conditionOf(tokens[1:]); first.isWord("elsif") {
			top.condition = max(top.condition, when)
		} else if !first.isWord("when") {
			s.within(when)
		} else if len(s.frames) > 1 && arePlatforms(tokens[1:]) {
			top.condition = max(s.frames[len(s.frames)-2].condition, onPlatform)
		}
		if then := slices.IndexFunc(tokens, func(t token) bool { return t.isWord("then") }); then >= 0 {
			return tokens[then+1:]
		}
		return nil
	case first.isWord("begin"):
		s.push(always, top.known, nil)
		return tokens[1:]
	case first.isWord("else", "ensure", "then"):
		return tokens[1:]
	case first.isWord("def", "class", "module"):
		s.push(perhaps, top.known, nil)
		return nil
	}
	// A condition behind the statement.
	when := always
	whole := tokens
	nested := 0
	for i, t := range tokens {
		nested += t.nests()
		if i > 0 && nested == 0 && t.isWord("if", "unless", "while", "until") && !tokens[i-1].is("=", "(") {
			when, whole = conditionOf(tokens[i+1:]), tokens[:i]
			break
		}
	}
	if top.resource != nil {
		top.resource.condition = max(top.resource.condition, when, top.condition)
		s.attribute(top.resource, whole)
	} else {
		s.declare(whole, when)
	}
	return nil
}

// arePlatforms reports whether what a case compares with are names of operating systems, and nothing else.
func arePlatforms(tokens []token) bool {
	names := 0
	for _, t := range tokens {
		switch {
		case t.isWord("then"):
			return names > 0
		case t.is(",", "[", "]", "*"):
		case t.kind == text && slices.Contains([]string{"debian", "ubuntu", "rhel", "redhat", "centos", "fedora", "amazon", "oracle", "suse", "opensuse", "rocky", "almalinux", "scientific", "arch"}, strings.ToLower(t.text)):
			names++
		default:
			return false
		}
	}
	return names > 0
}

// conditionOf says what a condition asks for.
func conditionOf(tokens []token) condition {
	isPlatform := false
	for i, t := range tokens {
		switch {
		case t.isWord("then", "do"):
			tokens = tokens[:i]
		case t.isWord("platform?", "platform_family?", "debian?", "ubuntu?", "rhel?", "centos?", "amazon?", "amazon_linux?", "fedora?", "suse?", "redhat?"):
			isPlatform = true
		case (t.kind == text || t.kind == symbol) && slices.Contains([]string{"platform", "platform_family", "platform_version", "os", "virtualization"}, t.text):
			isPlatform = true
		case t.isWord("and", "or"), t.is("&&", "||"):
			if other := conditionOf(tokens[i+1:]); other == perhaps {
				return perhaps
			}
		}
		if i >= len(tokens) {
			break
		}
	}
	if isPlatform {
		return onPlatform
	}
	return perhaps
}

// attribute reads what a resource is given.
func (s *ruby) attribute(one *resource, tokens []token) {
	if do := blockAt(tokens); do > 0 {
		s.push(perhaps, nil, nil)
		s.top().isOuter = true
		if tokens[0].isWord("block", "only_if", "not_if", "lazy", "variables") {
			return
		}
		tokens = tokens[:do]
	}
	if len(tokens) < 2 || tokens[0].kind != word {
		return
	}
	name, rest := tokens[0].text, tokens[1:]
	if name == "only_if" || name == "not_if" {
		if slices.ContainsFunc(rest, func(t token) bool { return t.isWord("node") }) {
			one.condition = perhaps
		}
		return
	}
	if rest[0].is("(") && matching(rest) == len(rest)-1 {
		rest = rest[1 : len(rest)-1]
	}
	if len(rest) == 0 {
		return
	}
	v, isComputed, n := literal(rest, s.top().known)
	if n < len(rest) && rest[n].is("=>") {
		return // settings with names of their own
	}
	if name == "action" && n < len(rest) && !rest[n].is(",") {
		isComputed = true
	}
	if name == "action" && !isComputed {
		if _, ok := v.Text(); ok {
			v = value.NewList(v)
		}
	}
	at := s.position(tokens[0])
	if s := rest[0]; s.kind == text && strings.Contains(s.text, "\n") {
		at.Line++ // a heredoc begins in the next line
	}
	// The last one counts.
	one.attributes = append([]attribute{{name: name, value: v, isComputed: isComputed, at: at, token: rest[0]}}, one.attributes...)
}

// blockAt returns where the do of a block stands; -1 if there is none.
func blockAt(tokens []token) int {
	return slices.IndexFunc(tokens, func(t token) bool { return t.isWord("do") })
}

// declare reads a statement that is no attribute of a resource.
func (s *ruby) declare(tokens []token, when condition) {
	top := s.top()
	when = max(when, top.condition)
	do := blockAt(tokens)
	head := tokens
	if do >= 0 {
		head = tokens[:do]
	}
	switch {
	case len(head) == 0:
		if do >= 0 {
			s.push(when, top.known, nil)
		}
		return
	case head[0].isWord("include_recipe"):
		if rest := head[1:]; len(rest) > 0 {
			if rest[0].is("(") {
				rest = rest[1:]
			}
			if v, isComputed, _ := literal(rest, top.known); !isComputed {
				names, _ := texts(v)
				for _, name := range names {
					s.include(name, head[0], when)
				}
			}
		}
	case s.sets(head, when):
	case do < 0 && s.assigns(head):
	case s.loops(head, tokens, do, when):
		return
	case head[0].kind == word && head[0].text != "node" && (do >= 0 || len(head) > 1) && isResource(head):
		one := s.declared(head, when)
		if do >= 0 {
			s.push(when, top.known, one)
			if rest := tokens[do+1:]; len(rest) > 0 && rest[len(rest)-1].isWord("end") {
				s.attribute(one, rest[:len(rest)-1]) // all on one line
				s.pop()
			}
			return
		}
		s.add(*one)
		return
	}
	if do >= 0 {
		s.push(perhaps, top.known, nil)
		if tokens[len(tokens)-1].isWord("end") {
			s.pop()
		}
	} else if len(head) > 2 && slices.ContainsFunc(head[1:], func(t token) bool { return t.isWord("if", "unless", "case", "begin") }) {
		s.push(perhaps, top.known, nil) // x = if …
	}
}

// isResource reports whether a statement declares a resource: a type, and a name or nothing.
func isResource(head []token) bool {
	switch {
	case len(head) == 1:
		return true
	case head[1].is("("):
		return matching(head[1:]) == len(head)-2
	}
	return head[1].kind == text || head[1].kind == word || head[1].is("[") || head[1].kind == variable || head[1].kind == symbol
}

func (s *ruby) declared(head []token, when condition) *resource {
	one := &resource{kind: head[0].text, at: s.position(head[0]), condition: when}
	rest := head[1:]
	if len(rest) > 1 && rest[0].is("(") {
		rest = rest[1 : len(rest)-1]
	}
	if len(rest) == 0 {
		one.isNamed = true
		return one
	}
	v, isComputed, n := literal(rest, s.top().known)
	if names, ok := texts(v); ok && n == len(rest) {
		isVariable := rest[0].kind == word && !s.top().known[rest[0].text].Exists()
		if !isComputed && !isVariable {
			one.names, one.isNamed = names, true
		}
	}
	return one
}

// sets reads default['a']['b'] = c.
func (s *ruby) sets(head []token, when condition) bool {
	if head[0].isWord("node") && len(head) > 2 && head[1].is(".") {
		head = head[2:]
	}
	if !head[0].isWord("default", "override", "normal", "force_default", "force_override", "set", "default!", "override!", "force_override!") || len(head) < 2 || !head[1].is("[") {
		return false
	}
	var path []string
	i := 1
	for i+2 < len(head) && head[i].is("[") && head[i+2].is("]") && (head[i+1].kind == text || head[i+1].kind == symbol) {
		path = append(path, head[i+1].text)
		i += 3
	}
	if i+1 < len(head) && head[i].is("=") {
		v, isComputed, n := literal(head[i+1:], s.top().known)
		isComputed = isComputed || i+1+n < len(head) && !head[i+1+n].is(",")
		s.set(strings.TrimSuffix(head[0].text, "!"), strings.Join(path, "."), attribute{value: v, isComputed: isComputed, at: s.position(head[0])}, when)
		return true
	}
	return false
}

// assigns reads a variable that is given a literal.
func (s *ruby) assigns(head []token) bool {
	if len(head) < 3 || head[0].kind != word || !head[1].is("=") {
		return false
	}
	known := s.top().known
	v, isComputed, n := literal(head[2:], known)
	_, isAgain := known[head[0].text]
	switch {
	case known == nil || n < len(head)-2 || head[2].kind == word && !head[2].isWord("true", "false"):
		return false
	case isComputed || isAgain || s.top().condition != always:
		known[head[0].text] = value.Value{}
	default:
		known[head[0].text] = v
	}
	return true
}

// loops reads [a, b].each do |x|.
func (s *ruby) loops(head, whole []token, do int, when condition) bool {
	n := len(head)
	if do < 0 || n < 3 || !head[n-1].isWord("each") || !head[n-2].is(".") {
		return false
	}
	v, isComputed, read := operand(head, s.top().known, 0)
	names, isList := texts(v)
	argument := whole[do+1:]
	if !isList || isComputed || v.Kind() != value.List || read != n-2 || len(argument) != 3 || !argument[0].is("|") || argument[1].kind != word {
		s.push(perhaps, s.top().known, nil)
		return true
	}
	known := map[string]value.Value{}
	for name, v := range s.top().known {
		known[name] = v
	}
	items := make([]value.Value, len(names))
	for i, name := range names {
		items[i] = value.NewText(name)
	}
	known[argument[1].text] = value.NewList(items...)
	s.push(when, known, nil)
	return true
}
