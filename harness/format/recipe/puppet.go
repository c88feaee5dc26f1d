package recipe

import (
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/value"
)

// puppet reads a manifest.
func (r *reader) puppet(tokens []token) { r.body(tokens, always, map[string]value.Value{}, 0) }

// body reads what stands between two braces.
func (r *reader) body(tokens []token, when condition, known map[string]value.Value, depth int) {
	if depth > maxNested {
		return
	}
	last := always // of the if that an else belongs to
	for i := 0; i < len(tokens); {
		t, rest := tokens[i], tokens[i+1:]
		switch {
		case t.isWord("class", "define", "node") && len(rest) > 0 && !rest[0].is("{"):
			i += 1 + r.block(rest, when, known, depth)
		case t.isWord("if", "unless", "elsif"):
			brace := opening(rest)
			last = factsOf(rest[:brace])
			i += 1 + r.block(rest, max(when, last), known, depth)
		case t.isWord("else"):
			i += 1 + r.block(rest, max(when, last), known, depth)
		case t.isWord("case"):
			brace := opening(rest)
			end := brace + matching(rest[brace:])
			r.branches(rest[min(brace+1, len(rest)):min(end, len(rest))], max(when, factsOf(rest[:brace])), known, depth)
			i += 1 + end + 1
		case t.isWord("include", "contain", "require") && len(rest) > 0 && !rest[0].is("=>"):
			i += 1 + r.includeAll(rest, when, known)
		case t.kind == variable && len(rest) > 1 && rest[0].is("="):
			v, isComputed, n := literal(rest[1:], known)
			if isReference := rest[1].kind == word && !rest[1].isWord("true", "false", "undef"); isComputed || isReference || when != always {
				v = value.Value{}
			}
			known[t.text] = v
			i += 2 + max(n, 1)
		case len(rest) > 1 && rest[0].is(".") && rest[1].isWord("each"):
			i += 1 + r.each(t, rest, when, known, depth)
		case t.is("[") && r.isLoop(tokens[i:]):
			i += r.listEach(tokens[i:], when, known, depth)
		case t.kind == word && len(rest) > 0 && rest[0].is("{"):
			end := matching(rest)
			if lower := t.text[0] >= 'a' && t.text[0] <= 'z'; lower {
				isVirtual := i > 0 && tokens[i-1].is("@")
				r.declare(t, rest[1:min(end, len(rest))], when, known, isVirtual)
			}
			i += 1 + min(end+1, len(rest))
		case t.kind == word && len(rest) > 0 && rest[0].is("["):
			end := matching(rest) // Type['name'] { … } or a reference
			i += 1 + min(end+1, len(rest))
			if i < len(tokens) && tokens[i].is("{") {
				i += matching(tokens[i:]) + 1
			}
		case t.is("{"):
			end := matching(tokens[i:])
			r.body(tokens[i+1:min(i+end, len(tokens))], perhaps, known, depth+1)
			i += end + 1
		default:
			i++
		}
	}
}

// opening returns where the first brace stands that is in no bracket.
func opening(tokens []token) int {
	nested := 0
	for i, t := range tokens {
		switch {
		case t.is("(", "["):
			nested++
		case t.is(")", "]"):
			nested--
		case t.is("{") && nested <= 0:
			return i
		}
	}
	return len(tokens)
}

// block reads the next block, and returns how many tokens it and what is before it are.
func (r *reader) block(tokens []token, when condition, known map[string]value.Value, depth int) int {
	brace := opening(tokens)
	if brace == len(tokens) {
		return brace
	}
	end := brace + matching(tokens[brace:])
	own := map[string]value.Value{}
	for name, v := range known {
		own[name] = v
	}
	r.body(tokens[brace+1:min(end, len(tokens))], when, own, depth+1)
	return min(end+1, len(tokens))
}

// branches reads the branches of a case.
func (r *reader) branches(tokens []token, when condition, known map[string]value.Value, depth int) {
	for i := 0; i < len(tokens); {
		if tokens[i].is(":") && i+1 < len(tokens) && tokens[i+1].is("{") {
			i += 1 + r.block(tokens[i+1:], when, known, depth)
			continue
		}
		i++
	}
}

// factsOf says what a condition asks for.
func factsOf(tokens []token) condition {
	found := perhaps
	for _, t := range tokens {
		switch {
		case (t.kind == variable || t.kind == text) && isPlatformFact(t.text):
			found = min(found, onPlatform)
		case t.kind == variable && !strings.HasPrefix(t.text, "$facts") && !strings.HasPrefix(t.text, "$::facts"):
			return perhaps
		}
	}
	return found
}

func isPlatformFact(name string) bool {
	name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(name, "$"), "::"), "facts.")
	return slices.Contains([]string{
		"os", "osfamily", "operatingsystem", "operatingsystemrelease", "operatingsystemmajrelease", "lsbdistid", "lsbdistcodename",
		"lsbdistrelease", "kernel", "os.family", "os.name",
	}, name)
}

// includeAll reads the classes of an include.
func (r *reader) includeAll(tokens []token, when condition, known map[string]value.Value) int {
	i := 0
	isOpen := tokens[0].is("(", "[")
	for ; i < len(tokens); i++ {
		switch t := tokens[i]; {
		case t.is("(", "[", ","):
		case (t.kind == word || t.kind == text && !t.isComputed) && (i == 0 || tokens[i-1].is(",", "(", "[")):
			r.include(strings.TrimPrefix(t.text, "::"), t, when)
		default:
			if isOpen && t.is(")", "]") {
				i++
			}
			return i
		}
	}
	return i
}

func (r *reader) isLoop(tokens []token) bool {
	end := matching(tokens)
	return end+2 < len(tokens) && tokens[end+1].is(".") && tokens[end+2].isWord("each")
}

// listEach reads [a, b].each |$x| { … }.
func (r *reader) listEach(tokens []token, when condition, known map[string]value.Value, depth int) int {
	v, isComputed, _ := literal(tokens[:matching(tokens)+1], known)
	end := matching(tokens)
	return end + 1 + r.loop(v, isComputed, tokens[end+1:], when, known, depth)
}

// each reads $list.each |$x| { … }.
func (r *reader) each(t token, rest []token, when condition, known map[string]value.Value, depth int) int {
	v := known[t.text]
	return r.loop(v, !v.Exists(), rest, when, known, depth)
}

func (r *reader) loop(v value.Value, isComputed bool, rest []token, when condition, known map[string]value.Value, depth int) int {
	own := map[string]value.Value{}
	for name, v := range known {
		own[name] = v
	}
	if _, ok := texts(v); ok && !isComputed && len(rest) > 5 && rest[2].is("|") && rest[3].kind == variable && rest[4].is("|") {
		own[rest[3].text] = v
	} else {
		when = perhaps
	}
	return r.block(rest, when, own, depth)
}

// declare reads type { 'title': name => value; … }.
func (r *reader) declare(t token, tokens []token, when condition, known map[string]value.Value, isVirtual bool) {
	if isVirtual {
		when = perhaps
	}
	for len(tokens) > 0 {
		v, isComputed, n := literal(tokens, known)
		if n >= len(tokens) || !tokens[n].is(":") {
			return
		}
		one := resource{kind: t.text, at: r.position(tokens[0]), condition: when}
		if one.kind == "class" {
			one.at = r.position(t)
		}
		if names, ok := texts(v); ok && !isComputed {
			for _, name := range names {
				one.names = append(one.names, strings.TrimPrefix(name, "::"))
			}
			one.isNamed = true
		}
		tokens = tokens[n+1:]
		for len(tokens) > 0 && !tokens[0].is(";") {
			if len(tokens) > 2 && tokens[1].is("=>", "+>") {
				v, isComputed, n := literal(tokens[2:], known)
				end := 2 + max(n, 1)
				for end < len(tokens) && !tokens[end].is(",", ";") {
					isComputed = true
					if tokens[end].nests() > 0 {
						end += matching(tokens[end:])
					}
					end++
				}
				one.attributes = append(one.attributes, attribute{name: tokens[0].text, value: v, isComputed: isComputed, at: r.position(tokens[0]), token: tokens[2]})
				tokens = tokens[min(end, len(tokens)):]
				continue
			}
			tokens = tokens[1:]
		}
		r.add(one)
		if len(tokens) > 0 {
			tokens = tokens[1:]
		}
	}
}
