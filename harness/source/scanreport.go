package source

import (
	"bufio"
	"bytes"
	"io"
)

// unreadKeys are the keys of scan reports whose values no control reads. They are most of a report, whose findings each
// have a description and a list of links, and some hold what a scanner took for a secret.
var unreadKeys = map[string]bool{
	"Description": true, "description": true, "References": true, "references": true, "referenceUrls": true, "urls": true, "links": true,
	"Title": true, "CweIDs": true, "cwe_ids": true, "Layer": true, "Layers": true, "history": true, "rootfs": true, "DiffIDs": true,
	"DataSource": true, "PrimaryURL": true, "Fingerprint": true, "PkgIdentifier": true, "Packages": true, "CauseMetadata": true, "Match": true, "Code": true,
	"matchDetails": true, "cpes": true, "locations": true, "licenses": true, "upstreams": true, "purl": true, "advisories": true,
	"credit": true, "semver": true, "functions": true, "functions_new": true, "upgradePath": true, "from": true, "remediation": true, "licensesPolicy": true,
	"environments": true, "LastModifiedDate": true, "VendorIDs": true, "PkgID": true, "dataSource": true,
}

// reportKeys are what shows at the beginning of a text that it is a scan report.
var reportKeys = [][]byte{
	[]byte(`"ArtifactName"`), []byte(`"ArtifactType"`), []byte(`"matches"`), []byte(`"imageScanFindings"`), []byte(`"findingArn"`), []byte(`"vulnerabilities"`),
	[]byte(`"Vulnerabilities"`), []byte(`"manifest_hash"`),
}

// minTrimmed is the size in bytes from which on a report is read without what no control reads. A shorter one is read as
// it is, with the columns of every value.
const minTrimmed = 4 << 20

// isReport reports whether a text in JSON is a scan report that a scanner wrote, judging by its beginning.
func isReport(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	if len(head) == 0 || head[0] != '{' && head[0] != '[' || bytes.Contains(head, []byte(`"apiVersion"`)) {
		return false
	}
	for _, key := range reportKeys {
		if bytes.Contains(head, key) {
			return true
		}
	}
	return false
}

// trimmer reads a text in JSON with null in place of the values of some keys, and without the white space at the beginning
// of lines. Every line stays where it is, and columns do not. What is no
// JSON it passes on, so that whoever parses the text finds the error: a text that ends within such a value is not closed.
type trimmer struct {
	from *bufio.Reader
	out  []byte // what is to be read
	next int    // of out
	err  error

	state   trimState
	escaped bool   // the byte before was a backslash of a string
	key     []byte // the string that was read last, as far as it may be a key
	depth   int    // of the value that is left out
	isBegin bool   // nothing of the line is passed on yet

	hasScores bool // the scores of CVSS are read
}

type trimState int

const (
	between     trimState = iota // not in a string
	inString                     // in one that is passed on
	afterString                  // a colon makes a key of it
	beforeValue                  // after the colon of a key whose value is left out
	inScalar                     // in a number or word that is left out
	inNested                     // in an object or list that is left out, or behind its end
	inUnread                     // in a string that is left out
)

// trim returns what is read of a report, and whether it is long enough for something to be left out. How long a stream is
// shows once so much of it is read.
func trim(from *bufio.Reader, size int64) (text *bufio.Reader, isTrimmed bool, err error) {
	if size < 0 {
		begin, err := io.ReadAll(io.LimitReader(from, minTrimmed))
		if err != nil {
			return nil, false, err
		}
		isShort := len(begin) < minTrimmed
		from = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(begin), from), maxBuffer)
		if isShort {
			return from, false, nil
		}
	}
	head, err := from.Peek(1)
	if err == nil {
		head, err = from.Peek(from.Buffered())
	}
	if err != nil {
		return nil, false, err
	}
	t := newTrimmer(from)
	t.hasScores = bytes.Contains(head, []byte(harborKey))
	return bufio.NewReaderSize(t, maxBuffer), true, nil
}

// scores is where Trivy has the scores of CVSS, which are read of Harbor's reports alone.
const scores, harborKey = "CVSS", `"application/vnd.`

const maxKey = 32

func newTrimmer(from *bufio.Reader) *trimmer { return &trimmer{from: from} }

func (t *trimmer) Read(p []byte) (int, error) {
	for t.next == len(t.out) {
		if t.err != nil {
			return 0, t.err
		}
		if _, t.err = t.from.Peek(1); t.err != nil {
			continue
		}
		text, err := t.from.Peek(t.from.Buffered())
		if err != nil {
			return 0, err
		}
		t.out, t.next = t.out[:0], 0
		for rest := text; len(rest) > 0; {
			rest = rest[t.step(rest):]
		}
		if _, err := t.from.Discard(len(text)); err != nil {
			return 0, err
		}
	}
	n := copy(p, t.out[t.next:])
	t.next += n
	return n, nil
}

// step takes the first bytes of a text, at least one, and returns how many.
func (t *trimmer) step(text []byte) int {
	switch t.state {
	case between:
		return t.between(text)
	case inString, inUnread:
		return t.inString(text)
	case inNested:
		return t.inNested(text)
	}
	c := text[0]
	isSpace := c == ' ' || c == '\t' || c == '\r' || c == '\n'
	switch {
	case t.state == inScalar && (isSpace || c == ',' || c == '}' || c == ']'):
		t.state = between
		return t.between(text)
	case t.state == inScalar:
	case isSpace:
		t.out = append(t.out, c)
	case t.state == afterString && c == ':':
		t.out = append(t.out, c)
		t.state = between
		if unreadKeys[string(t.key)] || !t.hasScores && string(t.key) == scores {
			t.state = beforeValue
		}
	case t.state == afterString:
		t.state = between
		return t.between(text)
	case c == '"':
		t.out = append(t.out, "null"...)
		t.state, t.depth = inUnread, 0
	case c == '{' || c == '[':
		t.out = append(t.out, "null"...)
		t.state, t.depth = inNested, 1
	case c == '}' || c == ']' || c == ',': // there is no value
		t.state = between
		return t.between(text)
	default:
		t.out = append(t.out, "null"...)
		t.state = inScalar
	}
	return 1
}

// between passes on a text up to the next string.
func (t *trimmer) between(text []byte) int {
	quote := bytes.IndexByte(text, '"')
	if quote < 0 {
		t.plain(text)
		return len(text)
	}
	t.plain(text[:quote+1])
	t.state, t.key = inString, t.key[:0]
	return quote + 1
}

// plain passes on what is in no string.
func (t *trimmer) plain(text []byte) {
	for len(text) > 0 {
		if t.isBegin {
			text = bytes.TrimLeft(text, " \t")
			t.isBegin = len(text) == 0
		}
		end := bytes.IndexByte(text, '\n') + 1
		if t.isBegin = end > 0; !t.isBegin {
			t.out = append(t.out, text...)
			return
		}
		t.out = append(t.out, text[:end]...)
		text = text[end:]
	}
}

// inString goes on to the end of a string.
func (t *trimmer) inString(text []byte) int {
	size, isEnd := t.stringSize(text)
	part := text[:size]
	if t.state == inString {
		t.out = append(t.out, part...)
		t.key = append(t.key, part[:min(size, maxKey)]...)
	}
	switch {
	case !isEnd:
	case t.state == inString:
		t.state = afterString
		if t.key = t.key[:min(len(t.key), maxKey)]; len(t.key) > 0 && t.key[len(t.key)-1] == '"' {
			t.key = t.key[:len(t.key)-1]
		}
	case t.depth > 0:
		t.state = inNested
	default:
		t.state = between
	}
	return size
}

// stringSize returns how much of a text belongs to the string that it begins in, with the closing quote, and whether that
// is there. Where it is not, escaped tells whether the byte after the text is.
func (t *trimmer) stringSize(text []byte) (size int, isEnd bool) {
	at := 0
	if t.escaped {
		at, t.escaped = 1, false
	}
	for at < len(text) {
		quote := bytes.IndexByte(text[at:], '"')
		within := text[at:]
		if quote >= 0 {
			within = within[:quote]
		}
		backslash := bytes.IndexByte(within, '\\')
		switch {
		case backslash < 0 && quote >= 0:
			return at + quote + 1, true
		case backslash < 0:
			return len(text), false
		case at+backslash+1 == len(text):
			t.escaped = true
			return len(text), false
		}
		at += backslash + 2
	}
	return len(text), false
}

// inNested goes on to the next string of an object or list that is left out, or behind its end.
func (t *trimmer) inNested(text []byte) int {
	for i, c := range text {
		switch c {
		case '\r', '\n':
			t.out = append(t.out, c)
		case '"':
			t.state = inUnread
			return i + 1
		case '{', '[':
			t.depth++
		case '}', ']':
			if t.depth--; t.depth == 0 {
				t.state = between
				return i + 1
			}
		}
	}
	return len(text)
}

var _ io.Reader = (*trimmer)(nil)
