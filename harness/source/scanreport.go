package source

import (
	"bufio"
	"bytes"
	"io"
	"maps"
	"slices"
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
	"SeveritySource": true, "epss": true, "cwes": true, "risk": true, "language": true, "uri": true, "CVSSv3": true, "identifiers": true, "epssDetails": true,
	"patches": true, "insights": true, "cvssSources": true, "exploit": true, "creationTime": true, "disclosureTime": true, "modificationTime": true,
	"isUpgradable": true, "isPatchable": true, "isPinnable": true, "isDisputed": true, "malicious": true, "socialTrendAlert": true, "relativeImportance": true,
	"packagePopularityRank": true, "moduleName": true, "mavenModuleName": true, "alternativeIds": true, "cvssScore": true,
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

// readIn are those of the keys, and CVSS, that are read in reports of some scanners, by what shows at the beginning that a
// report is one of theirs: Harbor, Inspector, Quay and Sysdig.
var readIn = map[string][]string{
	"CVSS":        {`"application/vnd.`},
	"cvss":        {`"imageScanFindings"`, `"findingArn"`},
	"Layer":       {`"Features"`, `"IndexedByVersion"`},
	"description": {`"result"`},
}

// trimmer reads a text in JSON without the members of some keys, and without the white space at the beginning of lines.
// Every line stays where it is, and columns do not. A text that ends within such a value is not closed, so that whoever
// parses it finds the error.
type trimmer struct {
	from *bufio.Reader
	out  []byte // what is to be read
	next int    // of out
	err  error

	unread map[string]bool

	state   trimState
	escaped bool   // the byte before was a backslash of a string
	key     []byte // the string that may be a key, and the white space behind it, which are not passed on yet
	isHeld  bool   // the string that is read is in key
	isComma bool   // a comma was read, and is not passed on yet
	isLeft  bool   // a member was left out since then, or since the last value
	depth   int    // of the value that is left out
	isBegin bool   // nothing of the line is passed on yet
}

type trimState int

const (
	between     trimState = iota // not in a string
	inString                     // in one that is passed on
	afterString                  // that is held; a colon makes a key of it
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
	return bufio.NewReaderSize(newTrimmer(from, unreadIn(head)), maxBuffer), true, nil
}

// unreadIn returns the keys that are left out of a report that begins so.
func unreadIn(head []byte) map[string]bool {
	unread := maps.Clone(unreadKeys)
	for key, words := range readIn {
		unread[key] = !slices.ContainsFunc(words, func(word string) bool { return bytes.Contains(head, []byte(word)) })
	}
	return unread
}

// maxKey is how long a string may be that is a key that is left out, with what quotes it.
const maxKey = 32

func newTrimmer(from *bufio.Reader, unread map[string]bool) *trimmer {
	return &trimmer{from: from, unread: unread}
}

func (t *trimmer) Read(p []byte) (int, error) {
	for t.next == len(t.out) {
		if t.err != nil {
			return 0, t.err
		}
		if _, t.err = t.from.Peek(1); t.err != nil {
			t.out, t.next = t.out[:0], 0
			if t.isHeld {
				t.release()
			}
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
	case t.state == afterString && isSpace:
		t.key = append(t.key, c)
	case t.state == afterString && c == ':' && t.unread[string(bytes.Trim(t.key, "\" \t\r\n"))]:
		t.state = beforeValue
		t.key = append(t.key, c)
	case t.state == afterString:
		t.release()
		t.state = between
		return t.between(text)
	case isSpace:
		t.key = append(t.key, c)
	case c == '}' || c == ']' || c == ',': // there is no value
		t.release()
		t.state = between
		return t.between(text)
	default:
		return t.leave(c)
	}
	return 1
}

// leave leaves out the member whose value begins with a character.
func (t *trimmer) leave(c byte) int {
	t.lines(t.key)
	t.isHeld, t.isLeft = false, true
	switch c {
	case '"':
		t.state, t.depth = inUnread, 0
	case '{', '[':
		t.state, t.depth = inNested, 1
	default:
		t.state = inScalar
	}
	return 1
}

// release passes on what is held.
func (t *trimmer) release() {
	t.comma()
	t.out = append(t.out, t.key...)
	t.isHeld, t.isBegin = false, false
}

// comma passes on the comma that is held.
func (t *trimmer) comma() {
	if t.isComma {
		t.out = append(t.out, ',')
	}
	t.isComma, t.isLeft = false, false
}

// lines passes on the ends of lines of what is left out.
func (t *trimmer) lines(text []byte) {
	for _, c := range text {
		if c == '\r' || c == '\n' {
			t.out = append(t.out, c)
		}
	}
}

// between passes on a text up to the next string, which may be a key.
func (t *trimmer) between(text []byte) int {
	for i, c := range text {
		switch c {
		case '"':
			t.state, t.isHeld, t.key = inString, true, append(t.key[:0], c)
			return i + 1
		case '\n', '\r':
			t.out, t.isBegin = append(t.out, c), true
			continue
		case ' ', '\t':
			if t.isBegin {
				continue
			}
		case ',':
			if !t.isLeft {
				t.comma()
				t.isComma = true
			}
			t.isLeft = false // the comma before the member that is left out stands for that behind it
			continue
		case '}', ']':
			t.isComma = t.isComma && !t.isLeft
			t.comma()
		default:
			t.comma()
		}
		t.out, t.isBegin = append(t.out, c), false
	}
	return len(text)
}

// inString goes on to the end of a string.
func (t *trimmer) inString(text []byte) int {
	size, isEnd := t.stringSize(text)
	part := text[:size]
	switch {
	case t.state == inUnread:
	case !t.isHeld:
		t.out = append(t.out, part...)
	default:
		if t.key = append(t.key, part...); len(t.key) > maxKey {
			t.release()
		}
	}
	switch {
	case !isEnd:
	case t.state == inString && t.isHeld:
		t.state = afterString
	case t.state == inUnread && t.depth > 0:
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
