package artefact

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

	tooLarge bool // the text went over the limit and is not here
}

// errTooLarge says that a document exceeds the limit. The documents after it can still be read.
var errTooLarge = errors.New("document too large")

func (c chunk) err() error {
	if c.tooLarge {
		return errTooLarge
	}
	return nil
}

// splitter cuts a YAML stream into its documents before any of it is parsed, so that a document
// which does not parse costs its neighbours nothing. The YAML specification allows it: a line that
// begins with "---" or "..." and white space is a document marker wherever it stands, even inside a
// quoted scalar.
type splitter struct {
	reader *bufio.Reader
	limit  int
	line   int // lines read so far
	index  int

	current  []byte
	start    int
	content  bool // current holds more than comments, blank lines and directives
	begun    bool // current begins with a marker
	tooLarge bool // current went over the limit; its text is dropped
	pending  []byte
}

func newSplitter(r io.Reader, limit int) (*splitter, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, err := buffered.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if decoder := decoderOf(head); decoder != nil {
		buffered = bufio.NewReaderSize(transform.NewReader(buffered, decoder), 64<<10)
	} else if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		if _, err := buffered.Discard(3); err != nil {
			return nil, err
		}
	}
	return &splitter{reader: buffered, limit: limit, start: 1}, nil
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

// next returns the next document, and io.EOF after the last one.
func (s *splitter) next() (chunk, error) {
	for {
		line, err := s.readLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return chunk{}, err
		}
		if len(line) > 0 {
			marker := markerOf(line)
			switch {
			case marker == '-' && (s.content || s.begun):
				done := s.take()
				s.start, s.begun = s.line, true
				s.current = append(s.current, line...)
				s.content = hasContent(line[3:])
				return done, done.err()
			case marker == '-':
				s.begun = true
				s.current = append(s.current, line...)
				s.content = hasContent(line[3:])
			case marker == '.':
				s.current = append(s.current, line...)
				if s.content || s.begun {
					done := s.take()
					s.start = s.line + 1
					return done, done.err()
				}
			default:
				s.current = append(s.current, line...)
				s.content = s.content || (hasContent(line) && (s.begun || line[0] != '%'))
			}
			if len(s.current) > s.limit {
				s.current, s.tooLarge = s.current[:0], true
			}
		}
		if err != nil {
			if len(s.current) == 0 && !s.tooLarge {
				return chunk{}, io.EOF
			}
			done := s.take()
			return done, done.err()
		}
	}
}

func (s *splitter) take() chunk {
	done := chunk{text: s.current, line: s.start, tooLarge: s.tooLarge}
	if s.content {
		s.index++
		done.index = s.index
	}
	s.current, s.content, s.begun, s.tooLarge = nil, false, false, false
	return done
}

// readLine returns the next line with its break: LF, CRLF or a lone CR. The line is valid until the
// next call.
func (s *splitter) readLine() ([]byte, error) {
	if len(s.pending) == 0 {
		line, err := s.reader.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			line, err = s.readLongLine(line)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if len(line) == 0 {
			return nil, io.EOF
		}
		s.pending = line
	}
	line := s.pending
	if i := bytes.IndexByte(line, '\r'); i >= 0 && i+1 < len(line) && line[i+1] != '\n' {
		line = line[:i+1]
	}
	s.pending = s.pending[len(line):]
	s.line++
	return line, nil
}

// readLongLine goes on where a line filled the buffer, up to the limit.
func (s *splitter) readLongLine(begin []byte) ([]byte, error) {
	line := bytes.Clone(begin)
	for len(line) <= s.limit {
		part, err := s.reader.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
	return line, nil
}

// markerOf tells whether a line is a document marker: '-' for "---", '.' for "...", else 0.
func markerOf(line []byte) byte {
	if len(line) < 3 || (line[0] != '-' && line[0] != '.') || line[1] != line[0] || line[2] != line[0] {
		return 0
	}
	if len(line) > 3 && !bytes.ContainsRune([]byte(" \t\r\n"), rune(line[3])) {
		return 0
	}
	return line[0]
}

// hasContent tells whether a line is more than white space and a comment.
func hasContent(line []byte) bool {
	trimmed := bytes.TrimLeft(line, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] != '#'
}
