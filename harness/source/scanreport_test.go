package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func trimmed(t testing.TB, text string, size int) string {
	t.Helper()
	var from io.Reader = strings.NewReader(text)
	if size == 1 {
		from = iotest.OneByteReader(from)
	}
	trimmer := newTrimmer(bufio.NewReaderSize(from, max(size, 16)), unreadKeys)
	all, err := io.ReadAll(trimmer)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestTrimmed(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1, "Description": "x \"y\\", "b": "Description"}`:                `{"a": 1  ,"b": "Description"}`,
		"{\"References\": [\n\"]\",\n {\"x\": [1]}\n],\n\"a\":\"\\\"\"}":        "{\n\n\n\n\"a\":\"\\\"\"}",
		`{"Title": 12.5,"a":true,"Layer":{},"Code" : null}`:                     `{"a":true}`,
		"{\"a\":1,\n\"Code\"\n:\n2,\n\"Layer\":3\n}":                            "{\"a\":1\n\n\n\n\n}",
		"[{\"Code\": 1}, {\"Code\": \"\", \"Layer\": []}, \"Code\"\n, 1]":       "[{} ,{ } ,\"Code\"\n ,1]",
		`["Description", "References"]`:                                         `["Description" ,"References"]`,
		`{"Description": "x`:                                                    `{`,
		`{"a": 1, "Desc`:                                                        `{"a": 1 ,"Desc`,
		`{"Description":}`:                                                      `{"Description":}`,
		`{"a":1,,"b":2,}`:                                                       `{"a":1,,"b":2,}`,
		`{"aVeryLongKeyThatIsNoneOfThoseThatAreLeftOutDescription": "x"} null `: `{"aVeryLongKeyThatIsNoneOfThoseThatAreLeftOutDescription": "x"} null `,
	} {
		for _, size := range []int{1, 16, 4096} {
			if got := trimmed(t, text, size); got != want {
				t.Errorf("%q by %d: %q, want %q", text, size, got, want)
			}
		}
	}
}

func TestReports(t *testing.T) {
	for head, want := range map[string]bool{
		` {"SchemaVersion": 2, "ArtifactName": "a"`:                                       true,
		`[{"vulnerabilities": []`:                                                         true,
		`{"apiVersion": "v1", "data": {"a": "\"vulnerabilities\""}, "vulnerabilities": 1`: false,
		"kind: Pod # \"vulnerabilities\"":                                                 false,
		"":                                                                                false,
	} {
		if got := isReport([]byte(head)); got != want {
			t.Errorf("%q: %v", head, got)
		}
	}
}

// Whatever JSON it is, it stays JSON, with the same lines and with all that is not left out.
func FuzzTrimmed(f *testing.F) {
	f.Add([]byte(`{"a": [1, "\\\"", {"Description": {"a": ["]"]}, "b": "x"}], "Title": 1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) {
			return
		}
		got := trimmed(t, string(text), 16)
		if again := trimmed(t, string(text), 1); again != got {
			t.Fatalf("%q: by one byte it is %q, and not %q", text, again, got)
		}
		if strings.Count(got, "\n") != bytes.Count(text, []byte("\n")) {
			t.Fatalf("%q has other lines: %q", text, got)
		}
		var before, after any
		if err := json.Unmarshal(text, &before); err != nil {
			t.Skip()
		}
		if err := json.Unmarshal([]byte(got), &after); err != nil {
			t.Fatalf("%q: %q: %v", text, got, err)
		}
		wanted, _ := json.Marshal(without(before))
		is, _ := json.Marshal(without(after))
		if !bytes.Equal(wanted, is) {
			t.Fatalf("%q: %s, want %s", text, is, wanted)
		}
	})
}

func without(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			if v[key] = without(v[key]); unreadKeys[key] {
				delete(v, key)
			}
		}
	case []any:
		for i := range v {
			v[i] = without(v[i])
		}
	}
	return v
}

// What a scanner has as the text of a vulnerability, another one has as the reason why somebody accepts it.
func TestUnread(t *testing.T) {
	for head, want := range map[string][4]bool{
		`{"SchemaVersion": 2, "Vulnerabilities": [`:       {true, true, true, true},
		`{"application/vnd.security.vulnerability.report`: {false, true, true, true},
		`{"imageScanFindings": {"enhancedFindings": [`:    {true, false, true, true},
		`{"data": {"Layer": {"Features": [`:               {true, true, false, true},
		`{"result": {"riskAccepts": {`:                    {true, true, true, false},
	} {
		unread := unreadIn([]byte(head))
		if got := [4]bool{unread["CVSS"], unread["cvss"], unread["Layer"], unread["description"]}; got != want {
			t.Errorf("%s: %v, want %v", head, got, want)
		}
	}
}
