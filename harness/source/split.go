package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// chunk is the text of one document of a stream.
type chunk struct {
	text  []byte
	line  int // of its first line in the file, from 1
	index int // of the document in the file, from 1; 0 for text that holds no document
}

// errTooLarge says that a document exceeds the limit. The documents after it can still be read.
var errTooLarge = errors.New("document too large")

// errEndless says that such a document has no end in sight, as that of a device.
var errEndless = errors.New("document without an end")

// maxSkipped is how many times the limit of a document is read in search of its end.
const maxSkipped = 4

// maxShebang is how much of a text is read to tell that it is a shell script, in bytes.
const maxShebang = 80

var byteOrderMark = []byte("\ufeff")

// splitter cuts a YAML stream into its documents before any of it is parsed, so that a document
// which does not parse costs its neighbours nothing. The YAML specification allows it: a line that
// begins with "---" or "..." and white space is a document marker wherever it stands, even inside a
// quoted scalar.
type splitter struct {
	reader *bufio.Reader
	usual  int // size of the documents, as far as anything is known of it
	limit  int
	line   int // lines read so far
	index  int
	// isWhole reports that the text is no stream of YAML but one document, whatever its lines are, and isTrimmed that
	// columns are not those of the text.
	isWhole, isTrimmed bool

	current  []byte
	start    int
	content  bool  // current holds more than comments, blank lines and directives
	begun    bool  // current begins with a marker
	tooLarge bool  // current went over the limit; its text is dropped
	size     int64 // of current, with what was dropped
}

// The size of a buffer is between these. It is maxBuffer for what is long, or of unknown length.
const minBuffer, maxBuffer = 512, 64 << 10

// newSplitter makes a splitter of a text that has a size, as far as that is known: -1 where it is not.
func newSplitter(r io.Reader, size int64, limit int) (*splitter, error) {
	buffer := maxBuffer
	if size >= 0 {
		buffer = int(min(max(size+1, minBuffer), maxBuffer)) // most files are short, and there may be many
	}
	buffered := bufio.NewReaderSize(r, buffer)
	head, err := buffered.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if decoder := decoderOf(head); decoder != nil {
		buffered = bufio.NewReaderSize(transform.NewReader(buffered, decoder), maxBuffer)
	}
	isWhole := false
	if bytes.HasPrefix(head, []byte("#!")) || bytes.HasPrefix(head, []byte("\xef\xbb\xbf#")) {
		line, _ := buffered.Peek(maxShebang)
		isWhole = isShell(line)
	}
	isTrimmed := false
	if size < 0 || size >= minTrimmed {
		head, err = buffered.Peek(max(buffered.Buffered(), 1))
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if isReport(head) {
			if buffered, isTrimmed, err = trim(buffered, size); err != nil {
				return nil, err
			}
		}
	}
	return &splitter{isWhole: isWhole, isTrimmed: isTrimmed, reader: buffered, usual: max(min(int(size), limit, maxBuffer), 0), limit: limit, start: 1}, nil
}

// decoderOf recognises the Unicode encodings that YAML allows besides UTF-8, by byte order mark or,
// as YAML lays down, by where the zero bytes of the first character are. Nil means UTF-8.
func decoderOf(head []byte) transform.Transformer {
	zero := func(pattern string) bool {
		if len(head) < len(pattern) {
			return false
		}
		for i := range pattern {
			if (head[i] == 0) != (pattern[i] == '0') {
				return false
			}
		}
		return true
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), zero("x000"):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder()
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")), zero("000x"):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder()
	case bytes.HasPrefix(head, []byte("\xff\xfe")), zero("x0x0"):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case bytes.HasPrefix(head, []byte("\xfe\xff")), zero("0x0x"):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	}
	return nil
}

// UTF8 returns a text in UTF-8, whichever encoding of Unicode it has.
func UTF8(text []byte) ([]byte, error) {
	decoder := decoderOf(text[:min(len(text), 4)])
	if decoder == nil {
		return text, nil
	}
	decoded, _, err := transform.Bytes(decoder, text)
	return decoded, err
}

// next returns the next document, and io.EOF after the last one. With errTooLarge it returns where
// the document is.
func (s *splitter) next() (chunk, error) {
	for {
		line, err := s.readLine()
		if errors.Is(err, io.EOF) && (len(s.current) > 0 || s.tooLarge) {
			return s.take(s.line + 1)
		}
		if errors.Is(err, errEndless) || s.size > maxSkipped*int64(s.limit) {
			return chunk{line: s.start, index: s.index + 1}, errEndless
		}
		if err != nil {
			return chunk{}, err
		}
		line = s.withoutByteOrderMark(line)
		marker := Marker(line)
		if s.isWhole {
			marker = 0
		}
		switch marker {
		case '-':
			if s.content || s.begun {
				done, err := s.take(s.line)
				s.begin(line)
				return done, err
			}
			s.begin(line)
		case '.':
			if s.content || s.begun {
				s.add(line)
				return s.take(s.line + 1)
			}
			s.current, s.tooLarge, s.size, s.start = nil, false, 0, s.line+1 // it ends what has not begun
		default:
			s.add(line)
			s.content = s.content || (hasContent(line) && (s.begun || line[0] != '%'))
		}
	}
}

// begin takes the marker with which a document begins.
func (s *splitter) begin(line []byte) {
	s.add(line)
	s.begun, s.content = true, hasContent(line[3:])
}

func (s *splitter) add(line []byte) {
	s.size += int64(len(line))
	if s.tooLarge = s.tooLarge || len(s.current)+len(line) > s.limit; s.tooLarge {
		s.current = nil
		return
	}
	if s.current == nil {
		s.current = make([]byte, 0, max(s.usual, len(line)))
	}
	s.current = append(s.current, line...)
}

// take ends the current document; the next one begins on the given line.
func (s *splitter) take(next int) (chunk, error) {
	done := chunk{text: s.current, line: s.start}
	s.usual = min(len(s.current), maxBuffer)
	var err error
	if s.content {
		s.index++
		done.index = s.index
		if s.tooLarge {
			err = errTooLarge
		}
	}
	s.current, s.content, s.begun, s.tooLarge, s.size, s.start = nil, false, false, false, 0, next
	return done, err
}

// withoutByteOrderMark takes away the mark that may stand before each document of a stream, as in
// files that were put one after another.
func (s *splitter) withoutByteOrderMark(line []byte) []byte {
	if rest, found := bytes.CutPrefix(line, byteOrderMark); found && (!s.content || Marker(rest) != 0) {
		return rest
	}
	return line
}

// readLine returns the next line with its break: LF, CRLF or a lone CR. The line is valid until the
// next call. Of a line that is longer than the limit, it returns just more than the limit.
func (s *splitter) readLine() ([]byte, error) {
	var long []byte // the parts of a line that goes on after the buffer
	var length int64
	begun, cr := false, false
	for {
		next, err := s.reader.Peek(1)
		switch {
		case begun && (errors.Is(err, io.EOF) || err == nil && cr && next[0] != '\n'):
			s.line++
			return long, nil
		case err != nil:
			return nil, err
		}
		buffered, err := s.reader.Peek(s.reader.Buffered())
		if err != nil {
			return nil, err
		}
		size, whole := LineSize(buffered)
		part := buffered[:size]
		if _, err := s.reader.Discard(size); err != nil {
			return nil, err
		}
		if whole && !begun {
			s.line++
			return part, nil
		}
		if len(long) <= s.limit {
			long = append(long, part...)
		}
		if length += int64(size); length > maxSkipped*int64(s.limit) {
			return nil, errEndless
		}
		if whole {
			s.line++
			return long, nil
		}
		begun, cr = true, part[size-1] == '\r'
	}
}

// LineSize returns the size of the first line, break included, and whether it ends within the text. It
// may go on after a CR with which the text ends, by one LF.
//
// It looks at a window at a time: a text of lone CRs holds no LF, which must not be sought to its end for
// each of its lines.
func LineSize(text []byte) (size int, whole bool) {
	const window = 512
	for begin := 0; begin < len(text); begin += window {
		part := text[begin:min(begin+window, len(text))]
		lf := bytes.IndexByte(part, '\n')
		before := part
		if lf >= 0 {
			before = part[:lf]
		}
		if cr := bytes.IndexByte(before, '\r'); cr >= 0 {
			switch next := begin + cr + 1; {
			case next == len(text):
				return len(text), false
			case text[next] == '\n':
				return next + 1, true
			default:
				return next, true
			}
		}
		if lf >= 0 {
			return begin + lf + 1, true
		}
	}
	return len(text), false
}

// Marker reports whether a line is a document marker: '-' for "---", '.' for "...", else 0.
func Marker(line []byte) byte {
	if len(line) < 3 || (line[0] != '-' && line[0] != '.') || line[1] != line[0] || line[2] != line[0] {
		return 0
	}
	if len(line) > 3 && !bytes.ContainsRune([]byte(" \t\r\n"), rune(line[3])) {
		return 0
	}
	return line[0]
}

// hasContent reports whether a line is more than white space and a comment.
func hasContent(line []byte) bool {
	trimmed := bytes.TrimLeft(line, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] != '#'
}
