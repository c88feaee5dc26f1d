package kubernetes_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes YAML as no person would: every spelling of a scalar, anchors, merge keys, comments
// and styles, nested in one another. Much of it is valid, some is not.
type generator struct {
	*rand.Rand
	text     strings.Builder
	anchors  []string
	mappings []string // anchors of mappings
	words    int

	broken bool // it may write what does not parse
	// tame leaves out what is rare, and makes every scalar a word of its own.
	tame bool
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, seed))}
}

func (g *generator) one(choices ...string) string { return choices[g.IntN(len(choices))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// document writes a whole object.
func (g *generator) document() string {
	g.broken = !g.tame && g.chance(30)
	switch {
	case !g.tame && g.chance(5):
		g.text.WriteString(g.one("# comment\n", "%YAML 1.1\n---\n", "---\n", "--- # comment\n", "--- !!map\n", "%TAG !e! tag:example.com,2000:\n---\n"))
	case g.broken && g.chance(5):
		g.text.WriteString("%YAML 1.2\n---\n")
	}
	g.text.WriteString("apiVersion: v1\nkind: Thing\n")
	for i := range 1 + g.IntN(5) {
		fmt.Fprintf(&g.text, "field%d:", i)
		g.value(0, 3)
	}
	text := g.text.String()
	if g.chance(10) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if !g.tame && g.chance(2) {
		text = strings.ReplaceAll(text, "\n", "\r")
	}
	return text
}

// value writes what follows a key's colon or an item's hyphen, line break included.
func (g *generator) value(indent, depth int) {
	properties := g.properties()
	switch n := g.IntN(10); {
	case depth > 0 && n < 3:
		g.collection(properties, true, func() { g.blockMapping(indent+1+g.IntN(3), depth-1) })
	case depth > 0 && n < 5:
		g.collection(properties, false, func() { g.blockSequence(indent+g.IntN(3), depth-1) })
	case depth > 0 && n < 6:
		flow := g.flow(depth - 1)
		g.text.WriteString(" " + properties + flow)
		g.remember(properties, flow[0] == '{')
		g.endOfLine()
	case n < 7 && len(g.anchors) > 0:
		g.text.WriteString(" *" + g.one(g.anchors...) + " ")
		g.endOfLine()
	case n < 8:
		g.text.WriteString(" " + properties)
		g.block(indent + 1)
		g.remember(properties, false)
	default:
		g.text.WriteString(" " + properties + g.scalar(false, indent+1))
		g.remember(properties, false)
		g.endOfLine()
	}
}

// collection writes a block collection. Aliases within it to its own anchor do not parse.
func (g *generator) collection(properties string, mapping bool, write func()) {
	g.text.WriteString(" " + properties)
	if g.broken {
		g.remember(properties, mapping)
	}
	g.endOfLine()
	write()
	if !g.broken {
		g.remember(properties, mapping)
	}
}

// remember notes an anchor, so that aliases can name it.
func (g *generator) remember(properties string, mapping bool) {
	_, anchor, found := strings.Cut(properties, "&")
	if !found {
		return
	}
	anchor, _, _ = strings.Cut(anchor, " ")
	g.anchors = append(g.anchors, anchor)
	if mapping {
		g.mappings = append(g.mappings, anchor)
	}
}

// properties gives an anchor, a tag, or nothing.
func (g *generator) properties() string {
	switch n := g.IntN(20); {
	case n < 4:
		g.words++
		return fmt.Sprintf("&a%d ", g.words)
	case n < 5 && !g.tame:
		return g.tag()
	case n < 6 && !g.tame:
		g.words++
		return fmt.Sprintf("%s&a%d ", g.tag(), g.words)
	}
	return ""
}

func (g *generator) tag() string {
	if !g.broken {
		return g.one("!!str ", "!custom ", "!custom,tag ", "!<tag:yaml.org,2002:str> ", "!<tag:example.com,2000:x> ", "!a%20b ")
	}
	return g.one("!!str ", "!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!binary ", "!!timestamp ", "!!map ", "!!seq ", "!!set ",
		"!custom ", "!custom,tag ", "!<tag:yaml.org,2002:str> ", "!<tag:yaml.org,2002:int> ", "!<tag:example.com,2000:x> ", "!e!x ", "!a%20b ")
}

func (g *generator) endOfLine() {
	if g.chance(10) {
		g.text.WriteString(g.one(" # comment", " #", "  ", " # {{ not }} a: template"))
	}
	if g.broken && g.chance(1) {
		g.text.WriteByte('\t')
	}
	g.text.WriteByte('\n')
	if g.chance(3) {
		g.text.WriteString(g.one("\n", "# comment\n", "      # comment\n", "   \n"))
	}
}

func (g *generator) blockMapping(indent, depth int) {
	pad := strings.Repeat(" ", indent)
	for range 1 + g.IntN(4) {
		g.text.WriteString(pad)
		switch n := g.IntN(20); {
		case n < 2 && len(g.mappings) > 0:
			g.merge()
		case n < 3 && !g.tame:
			g.text.WriteString("? " + g.scalar(true, indent+1))
			g.endOfLine()
			g.text.WriteString(pad + ":")
			g.value(indent, depth)
		default:
			g.text.WriteString(g.key() + ":")
			g.value(indent, depth)
		}
	}
}

func (g *generator) merge() {
	g.text.WriteString(g.one("<<: ", "<<: ", "<<: ", "<<  : "))
	switch n := g.IntN(10); {
	case n < 5:
		g.text.WriteString("*" + g.one(g.mappings...))
	case n < 8:
		g.text.WriteString("[*" + g.one(g.mappings...) + " , *" + g.one(g.mappings...) + " ]")
	case n < 9 && g.broken:
		g.text.WriteString(g.one("*"+g.one(g.anchors...), "x", "", "[x]", "[]", "{}", "!!map {}"))
	default:
		g.text.WriteString("{" + g.key() + ": " + g.scalar(true, 0) + "}")
	}
	g.endOfLine()
}

func (g *generator) key() string {
	if g.tame {
		g.words++
		return g.one(fmt.Sprintf("key%d", g.words), fmt.Sprintf("key%d", g.words), fmt.Sprintf("%q", fmt.Sprintf("key%d", g.words)))
	}
	switch g.IntN(12) {
	case 0:
		return g.one("1", "2", "0x10", "010", "1.5", "1e3", "yes", "no", "y", "n", "true", "false", "2001-01-01", "1_0", ".5", "1.10", "0.1", "1e-7", "123456789.5")
	case 1:
		return g.one(`"<<"`, "'<<'", "!!str <<", `"a b"`, "'it''s'", `"\x41"`, `"a\nb"`, `""`, "a b", "a-b", "-a", "a.b/c", "ключ", "键", "🗝", "&k1 anchored", "!!binary YQ==", "---", "...", "=")
	case 2:
		if !g.broken {
			break
		}
		return g.one("~", "null", "[a]", "{a: b}", "!!int 5", ".inf", "18446744073709551615", "*x")
	}
	return g.one("a", "b", "c", "d", "name", "type", "on", "value", "spec", "image") + g.one("", "", "1", "2")
}

func (g *generator) blockSequence(indent, depth int) {
	pad := strings.Repeat(" ", indent)
	for range 1 + g.IntN(4) {
		g.text.WriteString(pad + "-")
		if depth > 0 && g.chance(30) { // - key: value, the next keys below it
			g.text.WriteString(" " + g.key() + ":")
			g.value(indent+2, depth-1)
			for range g.IntN(3) {
				g.text.WriteString(pad + "  " + g.key() + ":")
				g.value(indent+2, depth-1)
			}
			continue
		}
		g.value(indent, depth)
	}
}

// flow gives a flow collection.
func (g *generator) flow(depth int) string {
	var items []string
	mapping := g.chance(50)
	for range g.IntN(4) {
		item := g.scalar(true, 0)
		switch {
		case depth > 0 && g.chance(30):
			item = g.flow(depth - 1)
		case len(g.anchors) > 0 && g.chance(10):
			item = "*" + g.one(g.anchors...) + " "
		}
		if mapping {
			item = g.key() + ": " + item
		}
		items = append(items, item)
	}
	text := strings.Join(items, g.one(",", ", ", " , ", ",\n      "))
	if mapping {
		return "{" + text + "}"
	}
	return "[" + text + "]"
}

// block writes a block scalar.
func (g *generator) block(indent int) {
	g.text.WriteString(g.one("|", ">", "|-", ">-", "|+", ">+"))
	if g.broken {
		g.text.WriteString(g.one("", "", "", "2", " # comment", "9"))
	}
	g.text.WriteByte('\n')
	pad := strings.Repeat(" ", indent+1)
	for i := range 1 + g.IntN(3) {
		line := g.word()
		switch {
		case g.tame:
		case i == 0 && !g.broken:
			line = g.one("text", "two words", "# no comment", "key: value")
		default:
			line = g.one("text", "two words", " more indented", "# no comment", "key: value", "- item", "", "\ttab", "ünïcode", "trailing  ", "--- x")
		}
		g.text.WriteString(pad + line + "\n")
	}
}

func (g *generator) word() string {
	g.words++
	return fmt.Sprintf("word%d", g.words)
}

// scalar gives a scalar on one line or, outside of flow collections, on two.
func (g *generator) scalar(flow bool, indent int) string {
	if g.tame {
		word := g.word()
		return g.one(word, word, "'"+word+"'", `"`+word+`"`, `"é\t`+word+`"`, word+" and more")
	}
	switch g.IntN(12) {
	case 0:
		return g.quoted()
	case 1:
		if !flow {
			quote := g.one("", "'", `"`)
			return quote + "two\n" + strings.Repeat(" ", indent+1) + "lines" + quote
		}
	case 2:
		return g.number()
	case 3:
		if !g.broken {
			return g.one("!!int 0x10", "!!int '34'", "!!float 1.25", "!!float '.5'", "!!bool yes", "!!bool 'no'", "!!null ''", "!!null ~", "!!str 56", "!!str ", "!!binary aGk=", "!!timestamp 2001-01-01", "!x 78", "!x ''")
		}
		return g.tag() + g.one(g.number(), g.quoted(), g.odd(), "")
	case 4, 5:
		return g.odd()
	}
	return g.one("text", "nginx:1.2", "a/b", "/var/run", "http://x/y#z", "two words", "value-1", "v1", "1Gi", "500m", "10.0.0.0/8", "50%")
}

// odd gives the plain scalars that readers disagree about.
func (g *generator) odd() string {
	if g.broken && g.chance(50) {
		return g.one("- a", "&", "*", "?", ":", "@x", "`x`", "%x", "|x", ">x", "#x", "x #y", "a: b", "a :b", ",", "]", "}", "'", `"`,
			"a\u0085b", "a\u2028b", "1\u2028", "a\u2029 b", "\ufeff", "\x7f", "\x01", "?x", ":x", ".inf", "-.INF", ".nan", "--- a", "-")
	}
	return g.one("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "OFF", "y", "Y", "n", "N", "true", "True", "TRUE", "tRUE", "false",
		"~", "null", "Null", "NULL", "nULL", "", "---", "...", "--", "<<", "=", "x#y", "a:b", "0:0", "12:30:45", "1:2", "2001-01-01", "2001-1-1", "2001-13-41",
		"2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10", "2001-12-14 21:59:43.10 -5", "a\ufeffb", "\u00a0", "1\u00a0", "é", "日本", "🎉", "a\tb", "<", "<<<", "~~", "~a")
}

func (g *generator) number() string {
	return g.one("", "", "", "-", "+") + g.one("0", "1", "12", "00", "07", "08", "09", "0644", "0o644", "0O7", "0x1F", "0X1f", "0xg", "0b101", "0B1", "0b2", "1_000", "1__0", "_1", "1_", "0_7",
		"1e3", "1E+3", "1e-3", "1.5", ".5", "5.", ".", "1.5e3", "1.5e", "1e400", "1e-400", "1.0", "0.0", "1.", "1.2.3", ".iNF", "inf", "nan",
		"99999999999999999999", "18446744073709551615", "18446744073709551616", "9223372036854775807", "9223372036854775808", "4294967296", "123456789012345678", "0.1", "1e21", "1e20", "1e-7", "3.0e2", "0x", "0b", "0o", "1f", "0x1p4", "1e1_0", ".5_5", "1k")
}

func (g *generator) quoted() string {
	if g.broken && g.chance(30) {
		return g.one(`"\q"`, `"\ud83d\ude00"`, `"unclosed`, `'unclosed`, `"a" b`, `"\x0"`)
	}
	return g.one(`""`, "''", "'it''s'", `"yes"`, "'12'", `"\n"`, `"a\tb"`, `"\x41\u0042\U0001F600"`, `"\""`, `"\\"`, `"\/"`, `"\a\b\e\f\v"`, `"\0"`, `"\N\_\L\P"`,
		`"---"`, `"# no comment"`, "'# no comment'", `"{{ .Values.x }}"`, "'a: b'", `"é"`, `"🎉"`, "\"a\u2028b\"", `'a "b" c'`)
}
