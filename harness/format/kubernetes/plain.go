package kubernetes

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// readPlain reads YAML of the kind that nearly all manifests are: block mappings and sequences with scalars that each
// begin on the line of their key, and flow collections on one line. It makes the tree that the parser would make, many
// times as fast. Of anything else it makes nothing: what has an anchor, an alias, a tag or a tab, what goes on over lines
// in another way than a block scalar, and whatever it is not sure of is for the parser, and so is every error.
func readPlain(text []byte) *tree {
	if !isPlain(text) {
		return nil
	}
	r := &plainReader{text: string(text), isKept: len(text) <= maxKept}
	// A line has a key and a value; what stands behind a dash is a mapping for most; flow collections have commas.
	usual := 4
	for sign, nodes := range map[string]int{"\n": 2, "- ": 1, ",": 2, "{": 2} {
		usual += nodes * bytes.Count(text, []byte(sign))
	}
	usual = min(usual, maxSlab)
	r.nodes, r.contents = make([]tree, 0, usual), make([]*tree, 0, usual)
	if r.next(); !r.isEnd && strings.HasPrefix(r.rest(), "---") {
		if r.pos += 3; r.col != 0 || !r.endLine() {
			return nil
		}
	}
	if r.isEnd {
		return nil
	}
	root := r.collection()
	if root == nil || !r.isEnd {
		return nil
	}
	return root
}

const (
	// maxKept bounds the text of which the scalars are parts. Those of a longer one are copied, so that it does not stay
	// in memory for one of them.
	maxKept = 64 << 10
	// maxSlab is how many nodes are allocated at once.
	maxSlab = 512
	// maxPlainDepth and maxPlainKey are less than the parser takes.
	maxPlainDepth, maxPlainKey = 200, 500
)

// isPlain reports whether a text holds only characters that mean one thing to everybody. The parser has yet to say of
// others whether it takes them, and where lines end.
func isPlain(text []byte) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c <= '~' || c == '\n' {
			continue
		}
		if c < utf8.RuneSelf {
			return false
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r < '\u00a0', r == '\u2028', r == '\u2029', r == '\ufeff', r == utf8.RuneError, r >= '\ufffe' && r <= '\uffff':
			return false
		}
		i += size - 1
	}
	return true
}

// plainReader reads a text line by line. Where it is not sure, its methods return nil.
type plainReader struct {
	text   string
	isKept bool

	pos   int   // where it is
	line  int32 // the number of its line, from 1
	begin int   // where that begins
	after int   // where the next one begins
	col   int   // of the first character of the line that is no space
	isEnd bool  // there is no further line
	depth int

	nodes    []tree
	children []*tree // of the collections that it is in
	contents []*tree // room for the children of collections
}

// next goes to the next line that is neither blank nor a comment.
func (r *plainReader) next() {
	for r.after < len(r.text) {
		r.begin = r.after
		r.line++
		end := strings.IndexByte(r.text[r.begin:], '\n')
		if end < 0 {
			end = len(r.text) - r.begin
		}
		r.after = r.begin + end + 1
		r.pos = r.begin
		for r.pos < r.begin+end && r.text[r.pos] == ' ' {
			r.pos++
		}
		if r.pos < r.begin+end && r.text[r.pos] != '#' {
			r.col = r.pos - r.begin
			return
		}
	}
	r.isEnd = true
}

// rest returns what follows on the line.
func (r *plainReader) rest() string { return r.text[r.pos:r.lineEnd()] }

func (r *plainReader) lineEnd() int { return min(r.after-1, len(r.text)) }

// endLine goes to the next line, if nothing but a comment follows on this one.
func (r *plainReader) endLine() bool {
	rest := r.rest()
	trimmed := strings.TrimLeft(rest, " ")
	if trimmed != "" && (trimmed[0] != '#' || len(trimmed) == len(rest)) {
		return false
	}
	r.next()
	return true
}

func (r *plainReader) node(kind kind, style style, pos int) *tree {
	if len(r.nodes) == cap(r.nodes) {
		r.nodes = make([]tree, 0, max(cap(r.nodes)/4, 8))
	}
	r.nodes = append(r.nodes, tree{Kind: kind, Style: style, Line: r.line, Column: int32(pos - r.begin + 1)})
	return &r.nodes[len(r.nodes)-1]
}

func (r *plainReader) scalar(style style, pos int, value string) *tree {
	node := r.node(scalarNode, style, pos)
	if node.Value = value; !r.isKept {
		node.Value = strings.Clone(value)
	}
	return node
}

// hold gives a collection the children that were read since it had so many.
func (r *plainReader) hold(node *tree, before int) *tree {
	held := r.children[before:]
	if len(held) > 0 {
		if cap(r.contents)-len(r.contents) < len(held) {
			r.contents = make([]*tree, 0, max(len(held), cap(r.contents)/4))
		}
		first := len(r.contents)
		r.contents = append(r.contents, held...)
		node.Content = r.contents[first:len(r.contents):len(r.contents)]
	}
	r.children = r.children[:before]
	return node
}

// isDash reports whether an item of a sequence begins here.
func (r *plainReader) isDash() bool {
	return r.text[r.pos] == '-' && (r.pos+1 == len(r.text) || r.text[r.pos+1] == ' ' || r.text[r.pos+1] == '\n')
}

// collection reads the block collection that begins here.
func (r *plainReader) collection() *tree {
	if r.depth++; r.depth > maxPlainDepth {
		return nil
	}
	defer func() { r.depth-- }()
	column := r.pos - r.begin
	if r.isDash() {
		return r.sequence(column)
	}
	return r.mapping(column)
}

func (r *plainReader) sequence(column int) *tree {
	node, before := r.node(sequenceNode, 0, r.pos), len(r.children)
	for {
		r.pos++
		item := r.value(column, false)
		if item == nil {
			return nil
		}
		r.children = append(r.children, item)
		if r.isEnd || r.col < column || r.col == column && !r.isDash() {
			return r.hold(node, before)
		}
		if r.col > column {
			return nil
		}
	}
}

func (r *plainReader) mapping(column int) *tree {
	node, before := r.node(mappingNode, 0, r.pos), len(r.children)
	for {
		key := r.key()
		if key == nil {
			return nil
		}
		value := r.value(column, true)
		if value == nil {
			return nil
		}
		r.children = append(r.children, key, value)
		if r.isEnd || r.col < column {
			return r.hold(node, before)
		}
		if r.col > column {
			return nil
		}
	}
}

// key reads the key that begins here, and its colon.
func (r *plainReader) key() *tree {
	begin := r.pos
	end := r.lineEnd()
	var node *tree
	switch c := r.text[begin]; {
	case c == '"' || c == '\'':
		if node = r.quoted(); node == nil || !isASCII(r.text[begin:r.pos]) {
			return nil
		}
	case isWordByte(c) || c == '/' || c == '.' || c == '$':
		for r.pos < end && isKeyByte(r.text[r.pos]) {
			r.pos++
		}
		node = r.scalar(0, begin, r.text[begin:r.pos])
	default:
		return nil
	}
	if r.pos == end || r.text[r.pos] != ':' || r.pos-begin > maxPlainKey || r.pos+1 < end && r.text[r.pos+1] != ' ' {
		return nil
	}
	r.pos++
	return node
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

func isKeyByte(c byte) bool {
	return isWordByte(c) || c == '-' || c == '.' || c == '/' || c == '$' || c == '@' || c == '+' || c == '~' || c == '='
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// value reads what follows a key, or a dash, of the collection at a column, and goes to the line that follows.
func (r *plainReader) value(column int, ofKey bool) *tree {
	mark := r.pos
	end := r.lineEnd()
	for r.pos < end && r.text[r.pos] == ' ' {
		r.pos++
	}
	if r.pos == end || r.text[r.pos] == '#' && r.pos > mark {
		empty := r.node(scalarNode, 0, mark)
		switch r.next(); {
		case !r.isEnd && r.col > column:
			return r.collection()
		case !r.isEnd && ofKey && r.col == column && r.isDash():
			return r.sequence(column)
		}
		return empty
	}
	if !ofKey && r.isCollection() {
		return r.collection()
	}
	var node *tree
	switch r.text[r.pos] {
	case '|', '>':
		return r.block(column)
	case '"', '\'':
		node = r.quoted()
	case '[', '{':
		node = r.flow()
	default:
		node = r.plain()
	}
	if node == nil || !r.endLine() || !r.isEnd && r.col > column {
		return nil
	}
	return node
}

// isCollection reports whether a block collection begins here, behind a dash.
func (r *plainReader) isCollection() bool {
	if r.isDash() {
		return true
	}
	pos, nodes := r.pos, len(r.nodes)
	key := r.key()
	r.pos = pos
	if key != nil {
		r.nodes = r.nodes[:min(nodes, len(r.nodes))] // it is read again
	}
	return key != nil
}

// plain reads a scalar without quotes to the end of the line, or to a comment.
func (r *plainReader) plain() *tree {
	begin := r.pos
	switch r.text[begin] {
	case '-':
		if r.isDash() {
			return nil
		}
	case '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return nil
	}
	text := r.rest()
	if i := strings.Index(text, " #"); i >= 0 {
		text = text[:i]
	}
	text = strings.TrimRight(text, " ")
	if strings.HasSuffix(text, ":") || strings.Contains(text, ": ") || text == "<<" {
		return nil
	}
	r.pos += len(text)
	return r.scalar(0, begin, text)
}

// quoted reads a scalar in quotes that ends on the line.
func (r *plainReader) quoted() *tree {
	begin := r.pos
	quote, style := r.text[begin], doubleQuotedStyle
	if quote == '\'' {
		style = singleQuotedStyle
	}
	var unescaped []byte // nil where the text is as it is written
	isEscaped := false
	from := begin + 1
	for i := from; i < r.lineEnd(); i++ {
		c := r.text[i]
		switch {
		case c == quote && quote == '\'' && i+1 < len(r.text) && r.text[i+1] == quote:
			unescaped, isEscaped = append(unescaped, r.text[from:i+1]...), true
			i++
			from = i + 1
		case c == quote:
			r.pos = i + 1
			if !isEscaped {
				return r.scalar(style, begin, r.text[from:i])
			}
			node := r.node(scalarNode, style, begin)
			node.Value = string(append(unescaped, r.text[from:i]...))
			return node
		case c == '\\' && quote == '"':
			unescaped, isEscaped = append(unescaped, r.text[from:i]...), true
			if i++; i == len(r.text) {
				return nil
			}
			switch r.text[i] {
			case '"', '\\':
				unescaped = append(unescaped, r.text[i])
			case 'n':
				unescaped = append(unescaped, '\n')
			case 't':
				unescaped = append(unescaped, '\t')
			default:
				return nil
			}
			from = i + 1
		}
	}
	return nil
}

// flow reads a flow collection that ends on the line.
func (r *plainReader) flow() *tree {
	if r.depth++; r.depth > maxPlainDepth || !isASCII(r.text[r.begin:r.pos]) {
		return nil
	}
	defer func() { r.depth-- }()
	kind, closing := sequenceNode, byte(']')
	if r.text[r.pos] == '{' {
		kind, closing = mappingNode, '}'
	}
	node, before := r.node(kind, flowStyle, r.pos), len(r.children)
	r.pos++
	for first := true; ; first = false {
		r.skipSpaces()
		if first && r.at(closing) {
			break
		}
		item := r.flowItem()
		if item == nil {
			return nil
		}
		r.children = append(r.children, item)
		if kind == mappingNode {
			if item.Kind != scalarNode || !r.at(':') || r.pos+1 >= r.lineEnd() || r.text[r.pos+1] != ' ' {
				return nil
			}
			r.pos++
			r.skipSpaces()
			value := r.flowItem()
			if value == nil {
				return nil
			}
			r.children = append(r.children, value)
		}
		if r.skipSpaces(); r.at(closing) {
			break
		}
		if !r.at(',') || r.pos+1 >= r.lineEnd() {
			return nil
		}
		r.pos++
	}
	r.pos++
	return r.hold(node, before)
}

func (r *plainReader) at(c byte) bool { return r.pos < r.lineEnd() && r.text[r.pos] == c }

func (r *plainReader) skipSpaces() {
	for r.at(' ') {
		r.pos++
	}
}

// flowItem reads what stands in a flow collection: a collection, a scalar in quotes, or one word.
func (r *plainReader) flowItem() *tree {
	begin, end := r.pos, r.lineEnd()
	if begin == end {
		return nil
	}
	switch c := r.text[begin]; {
	case c == '[' || c == '{':
		return r.flow()
	case c == '"' || c == '\'':
		node := r.quoted()
		if node == nil || !isASCII(r.text[begin:r.pos]) {
			return nil
		}
		return node
	case isWordByte(c) || c == '/' || c == '.':
		for r.pos < end && (isWordByte(r.text[r.pos]) || strings.IndexByte("-./", r.text[r.pos]) >= 0) {
			r.pos++
		}
		if r.pos == end || strings.IndexByte(" ,]}:", r.text[r.pos]) < 0 {
			return nil
		}
		return r.scalar(0, begin, r.text[begin:r.pos])
	}
	return nil
}

// block reads a block scalar below the collection at a column.
func (r *plainReader) block(column int) *tree {
	node := r.node(scalarNode, literalStyle, r.pos)
	isFolded := r.text[r.pos] == '>'
	if isFolded {
		node.Style = foldedStyle
	}
	chomping := byte(0)
	if r.pos++; r.at('-') || r.at('+') {
		chomping = r.text[r.pos]
		r.pos++
	}
	if r.skipSpaces(); r.pos != r.lineEnd() || r.text[len(r.text)-1] != '\n' {
		return nil
	}
	// Its indent is that of the first line that is not blank.
	indent, blank := -1, 0
	for pos := r.after; pos < len(r.text); {
		spaces, end := r.lineAt(pos)
		if pos+spaces < end {
			indent = spaces
			break
		}
		blank = max(blank, spaces)
		pos = end + 1
	}
	if indent <= column || blank > indent {
		return nil
	}
	var value strings.Builder
	breaks := 0 // since the last line that is not blank
	for isFirst := true; r.after < len(r.text); {
		spaces, end := r.lineAt(r.after)
		isBlank := r.after+spaces == end
		if isBlank && spaces <= indent {
			breaks++
			r.skipLine(end)
			continue
		}
		if spaces < indent {
			break
		}
		if isFolded && spaces > indent {
			return nil
		}
		switch {
		case isFirst || isFolded && breaks > 0:
		case isFolded:
			value.WriteByte(' ')
		default:
			value.WriteByte('\n')
		}
		for ; breaks > 0; breaks-- {
			value.WriteByte('\n')
		}
		value.WriteString(r.text[r.after+indent : end])
		isFirst = false
		r.skipLine(end)
	}
	if chomping != '-' {
		value.WriteByte('\n')
	}
	for ; chomping == '+' && breaks > 0; breaks-- {
		value.WriteByte('\n')
	}
	node.Value = value.String()
	if r.next(); !r.isEnd && r.col > column {
		return nil
	}
	return node
}

// lineAt returns how many spaces a line begins with, and where it ends.
func (r *plainReader) lineAt(pos int) (spaces, end int) {
	end = pos + strings.IndexByte(r.text[pos:], '\n')
	for pos+spaces < end && r.text[pos+spaces] == ' ' {
		spaces++
	}
	return spaces, end
}

func (r *plainReader) skipLine(end int) {
	r.line++
	r.after = end + 1
}
