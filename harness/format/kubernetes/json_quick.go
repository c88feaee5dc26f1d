package kubernetes

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// quickJSON reads what is JSON without a doubt, some five times as quickly as a decoder gives tokens: a scan report may
// have millions of values. What it does not take jsonReader reads again from the beginning, and says what is wrong.
type quickJSON struct {
	text         []byte
	at           int
	line, column int // of at, from 1
	rest         int // how many values and keys there may be yet, as jsonReader counts them

	trees []tree            // that are not used yet
	known map[string]string // short texts, which are kept once
	stack []*tree           // what the objects and lists that are open contain
}

// Texts are kept once up to this length and number.
const maxKnown, maxKnowns = 24, 1 << 14

// quickTrees reads the values of a text in UTF-8 from an offset on. ok is false if it has to be read another way.
func quickTrees(text []byte, begin, rest int) (roots []*tree, ok bool) {
	q := &quickJSON{text: text, line: 1, column: 1, rest: rest, known: map[string]string{}}
	for q.at < begin {
		q.step()
	}
	for {
		q.space()
		if q.at == len(text) {
			return roots, q.rest > 0
		}
		root := q.value(0)
		if root == nil {
			return nil, false
		}
		roots = append(roots, root)
	}
}

// step goes on by one byte.
func (q *quickJSON) step() {
	c := q.text[q.at]
	q.at++
	switch {
	case c == '\n', c == '\r' && !q.is('\n'):
		q.line++
		q.column = 1
	case utf8.RuneStart(c):
		q.column++
	}
}

func (q *quickJSON) is(c byte) bool { return q.at < len(q.text) && q.text[q.at] == c }

func (q *quickJSON) space() {
	for q.at < len(q.text) {
		switch q.text[q.at] {
		case ' ', '\t':
			q.at++
			q.column++
		case '\r', '\n':
			q.step()
		default:
			return
		}
	}
}

// take goes on behind a character, if it is there.
func (q *quickJSON) take(c byte) bool {
	if !q.is(c) {
		return false
	}
	q.at++
	q.column++
	return true
}

// value reads a value that begins here; nil is what it does not take.
func (q *quickJSON) value(depth int) *tree {
	if q.rest--; q.rest < 0 || depth > maxDepth || q.at == len(q.text) {
		return nil
	}
	node := q.tree()
	switch q.text[q.at] {
	case '{':
		node.Kind, node.Style = mappingNode, flowStyle
		return q.nested(node, '}', depth)
	case '[':
		node.Kind, node.Style = sequenceNode, flowStyle
		return q.nested(node, ']', depth)
	case '"':
		return q.string(node)
	case 't':
		return q.word(node, "true")
	case 'f':
		return q.word(node, "false")
	case 'n':
		return q.word(node, "null")
	}
	return q.number(node)
}

func (q *quickJSON) tree() *tree {
	if len(q.trees) == 0 {
		q.trees = make([]tree, min(max(len(q.text)/64, 4), 512))
	}
	node := &q.trees[0]
	q.trees = q.trees[1:]
	node.Line, node.Column = int32(q.line), int32(q.column)
	return node
}

func (q *quickJSON) nested(node *tree, end byte, depth int) *tree {
	bottom := len(q.stack)
	q.take(q.text[q.at])
	q.space()
	for !q.take(end) {
		if len(q.stack) > bottom {
			if !q.take(',') {
				return nil
			}
			q.space()
		}
		if node.Kind == mappingNode {
			if !q.is('"') || !q.push(depth) {
				return nil
			}
			q.space()
			if !q.take(':') {
				return nil
			}
			q.space()
		}
		if !q.push(depth) {
			return nil
		}
		q.space()
	}
	q.rest-- // jsonReader counts the end
	if len(q.stack) > bottom {
		node.Content = append(make([]*tree, 0, len(q.stack)-bottom), q.stack[bottom:]...)
		q.stack = q.stack[:bottom]
	}
	return node
}

func (q *quickJSON) push(depth int) bool {
	node := q.value(depth + 1)
	q.stack = append(q.stack, node)
	return node != nil
}

func (q *quickJSON) word(node *tree, word string) *tree {
	end := q.at + len(word)
	if end > len(q.text) || string(q.text[q.at:end]) != word {
		return nil
	}
	q.at, q.column, node.Value = end, q.column+len(word), word
	return node
}

func (q *quickJSON) string(node *tree) *tree {
	node.Style = doubleQuotedStyle
	isPlain := true
	for end := q.at + 1; end < len(q.text); end++ {
		switch c := q.text[end]; {
		case c == '"':
			return q.within(node, end+1, isPlain)
		case c == '\\':
			isPlain = false
			end++
		case c < ' ':
			return nil
		case !utf8.RuneStart(c):
			q.column--
		}
	}
	return nil
}

// within takes a string up to its end. Its column has lost what of its bytes begins no character.
func (q *quickJSON) within(node *tree, end int, isPlain bool) *tree {
	quoted := q.text[q.at:end]
	q.column += len(quoted)
	q.at = end
	if isPlain {
		node.Value = q.kept(quoted[1 : len(quoted)-1])
		return node
	}
	if json.Unmarshal(quoted, &node.Value) != nil {
		return nil
	}
	return node
}

func (q *quickJSON) kept(text []byte) string {
	if len(text) > maxKnown {
		return string(text)
	}
	known, ok := q.known[string(text)]
	if !ok {
		known = string(text)
		if len(q.known) < maxKnowns {
			q.known[known] = known
		}
	}
	return known
}

func (q *quickJSON) number(node *tree) *tree {
	begin := q.at
	q.take('-')
	if !q.take('0') && q.digits() == 0 {
		return nil
	}
	if q.take('.') && q.digits() == 0 {
		return nil
	}
	if q.take('e') || q.take('E') {
		if !q.take('+') {
			q.take('-')
		}
		if q.digits() == 0 {
			return nil
		}
	}
	node.Value = q.kept(q.text[begin:q.at])
	if f, err := strconv.ParseFloat(node.Value, 64); err != nil || math.IsInf(f, 0) {
		return nil
	}
	return node
}

func (q *quickJSON) digits() int {
	begin := q.at
	for q.at < len(q.text) && q.text[q.at] >= '0' && q.text[q.at] <= '9' {
		q.at++
		q.column++
	}
	return q.at - begin
}
