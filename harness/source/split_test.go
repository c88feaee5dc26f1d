package source_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/guiderail/guiderail/harness/source"
)

// documents gives what a source is split into, each as "index@line text", and errors as they are.
func documents(s source.Source, limit int) []string {
	var got []string
	for document, err := range s.Documents(source.Limits{Document: limit}) {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, fmt.Sprintf("%d@%d %q", document.Index, document.Line, document.Text))
	}
	return got
}

func compareDocuments(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("\n got  %s\n want %s", strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
}

func TestDocuments(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"empty":                {"", nil},
		"only comments":        {"# a\n\n  # b\n", nil},
		"only markers":         {"---\n---\n# a\n...\n---\n", nil},
		"one":                  {"a: b", []string{`1@1 "a: b"`}},
		"two":                  {"a\n---\nb\n", []string{`1@1 "a\n"`, `2@2 "---\nb\n"`}},
		"marker first":         {"---\na\n---\nb\n", []string{`1@1 "---\na\n"`, `2@3 "---\nb\n"`}},
		"empty between":        {"a\n---\n# x\n---\n---\nb\n", []string{`1@1 "a\n"`, `2@5 "---\nb\n"`}},
		"comment on marker":    {"--- # x\na\n---\t# y\nb\n--- \nc\n", []string{`1@1 "--- # x\na\n"`, `2@3 "---\t# y\nb\n"`, `3@5 "--- \nc\n"`}},
		"content on marker":    {"--- a\n--- b\n", []string{`1@1 "--- a\n"`, `2@2 "--- b\n"`}},
		"comment before":       {"# x\n---\na\n", []string{`1@1 "# x\n---\na\n"`}},
		"no marker":            {"a\n----\n---b\n ---\n....\n", []string{`1@1 "a\n----\n---b\n ---\n....\n"`}},
		"end marker":           {"a\n...\nb\n...\n", []string{`1@1 "a\n...\n"`, `2@3 "b\n...\n"`}},
		"end and begin":        {"a\n...\n---\nb\n", []string{`1@1 "a\n...\n"`, `2@3 "---\nb\n"`}},
		"end marker first":     {"...\na\n", []string{`1@2 "a\n"`}},
		"end markers only":     {"# x\n...\n...\n---\na\n", []string{`1@4 "---\na\n"`}},
		"directive":            {"%YAML 1.1\n---\na\n...\n%YAML 1.1\n---\nb\n", []string{`1@1 "%YAML 1.1\n---\na\n...\n"`, `2@5 "%YAML 1.1\n---\nb\n"`}},
		"directives only":      {"%YAML 1.1\n", nil},
		"CRLF":                 {"a\r\n---\r\nb\r\n", []string{`1@1 "a\r\n"`, `2@2 "---\r\nb\r\n"`}},
		"lone CR":              {"a\r---\rb\r\r---\nc", []string{`1@1 "a\r"`, `2@2 "---\rb\r\r"`, `3@5 "---\nc"`}},
		"mixed breaks":         {"a\n\r\n\r---\nb", []string{`1@1 "a\n\r\n\r"`, `2@4 "---\nb"`}},
		"marker at the end":    {"a\n---", []string{`1@1 "a\n"`}},
		"byte order marks":     {"\ufeffa\n\ufeff---\n\ufeffb\n...\n\ufeffc\n", []string{`1@1 "a\n"`, `2@2 "---\nb\n...\n"`, `3@5 "c\n"`}},
		"byte order mark only": {"\ufeff", nil},
		"mark within a value":  {"a: b\n\ufeffc\n", []string{`1@1 "a: b\n\ufeffc\n"`}},
		"in a block scalar":    {"a: |\n  b\n---\nc\n", []string{`1@1 "a: |\n  b\n"`, `2@3 "---\nc\n"`}},
	} {
		t.Run(name, func(t *testing.T) {
			compareDocuments(t, documents(source.Bytes("f", []byte(test.text)), 1<<20), test.want)
		})
		t.Run(name+", byte by byte", func(t *testing.T) {
			s := &source.File{Path: "f", Open: func() (io.ReadCloser, error) {
				return io.NopCloser(iotest.OneByteReader(strings.NewReader(test.text))), nil
			}}
			compareDocuments(t, documents(s, 1<<20), test.want)
		})
	}
}

func TestEncodings(t *testing.T) {
	const text = "# ü 日本 🎉\na: \"🎉\"\n---\nb\n"
	want := []string{`1@1 "# ü 日本 🎉\na: \"🎉\"\n"`, `2@3 "---\nb\n"`}
	encodings := map[string]interface{ String(string) (string, error) }{
		"UTF-16LE":           unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(),
		"UTF-16BE":           unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(),
		"UTF-16LE with mark": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16BE with mark": unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
		"UTF-32LE":           utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewEncoder(),
		"UTF-32BE":           utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM).NewEncoder(),
		"UTF-32LE with mark": utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewEncoder(),
		"UTF-32BE with mark": utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewEncoder(),
		"UTF-8 with mark":    unicode.UTF8BOM.NewEncoder(),
	}
	for name, encoder := range encodings {
		t.Run(name, func(t *testing.T) {
			encoded, err := encoder.String(text)
			if err != nil {
				t.Fatal(err)
			}
			compareDocuments(t, documents(source.Bytes("f", []byte(encoded)), 1<<20), want)
		})
	}
}

// TestLineBreaksAtTheBuffer moves every kind of line break over the end of the reader's buffer.
func TestLineBreaksAtTheBuffer(t *testing.T) {
	for _, ending := range []string{"\n", "\r\n", "\r", "\r\r\n"} {
		for shift := -4; shift <= 4; shift++ {
			text := strings.Repeat("x", 64<<10+shift) + ending + "---" + ending + "b"
			lines := strings.Count(strings.ReplaceAll(ending, "\r\n", "\n"), "\n") + strings.Count(strings.ReplaceAll(ending, "\r\n", ""), "\r")
			got := documents(source.Bytes("f", []byte(text)), 1<<20)
			if len(got) != 2 || got[1] != fmt.Sprintf(`2@%d %q`, 1+lines, "---"+ending+"b") {
				t.Errorf("%q, %d characters over: got %d documents, the last %s", ending, shift, len(got), got[len(got)-1])
			}
		}
	}
}

func TestDocumentTooLarge(t *testing.T) {
	const limit = 1 << 20
	large := strings.Repeat("a: bcdef\n", limit/9+1)
	long := "a: " + strings.Repeat("b", 3*limit) + "\n"
	const advice = "split it into several documents, or raise the limit: --limit document="
	message := "document %d is larger than 1 MiB; the file has 4 MiB; " + advice + "4Mi"
	shorter := "document %d is larger than 1 MiB; the file has 2 MiB; " + advice + "2Mi"
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"many lines": {"a\n---\n" + large + "---\nb\n", []string{`1@1 "a\n"`, "f:2: " + fmt.Sprintf(shorter, 2), fmt.Sprintf(`3@%d "---\nb\n"`, 3+limit/9+1)}},
		"one line":   {"a\n---\n" + long + "---\nb\n", []string{`1@1 "a\n"`, "f:2: " + fmt.Sprintf(message, 2), `3@4 "---\nb\n"`}},
		"on marker":  {"a\n--- " + long + "---\nb\n", []string{`1@1 "a\n"`, "f:2: " + fmt.Sprintf(message, 2), `3@3 "---\nb\n"`}},
		"last":       {long, []string{"f:1: " + fmt.Sprintf(message, 1)}},
		"no break":   {long[:len(long)-1], []string{"f:1: " + fmt.Sprintf(message, 1)}},
		"lone CRs":   {"a\r---\r" + strings.Repeat("a: bcdef\r", limit/9+1) + "---\rb", []string{`1@1 "a\r"`, "f:2: " + fmt.Sprintf(shorter, 2), fmt.Sprintf(`3@%d "---\rb"`, 3+limit/9+1)}},
		"comments":   {strings.Repeat("# abcdef\n", limit/9+1) + "---\nb\n", []string{"f:1: " + fmt.Sprintf(shorter, 1)}},
		"only comments": {"a\n---\n" + strings.Repeat("# abcdef\n", limit/9+1) + "---\nb\n",
			[]string{`1@1 "a\n"`, fmt.Sprintf(`2@%d "---\nb\n"`, 3+limit/9+1)}},
		"ends with dots": {long + "...\nb\n", []string{"f:1: " + fmt.Sprintf(message, 1), `2@3 "b\n"`}},
	} {
		t.Run(name, func(t *testing.T) {
			compareDocuments(t, documents(source.Bytes("f", []byte(test.text)), limit), test.want)
		})
	}
}

// TestReadErrorInStream loses none of the documents before the error.
func TestReadErrorInStream(t *testing.T) {
	s := &source.File{Path: "f", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("a\n---\nb\n---\nc\n"), iotest.ErrReader(io.ErrUnexpectedEOF))), nil
	}}
	compareDocuments(t, documents(s, 1<<20), []string{`1@1 "a\n"`, `2@2 "---\nb\n"`, "f:6: cannot be read: unexpected EOF"})
}

func TestDocumentsStop(t *testing.T) {
	read := 0
	for range source.Bytes("f", []byte("a\n---\nb\n")).Documents(source.Limits{Document: 1 << 20}) {
		read++
		break
	}
	if read != 1 {
		t.Errorf("read %d documents after stopping at the first", read)
	}
	for range source.Bytes("f", nil).Documents(source.Limits{Document: 1 << 20}) {
		t.Error("an empty source gave a document")
	}
}
