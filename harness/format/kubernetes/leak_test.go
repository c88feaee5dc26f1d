package kubernetes_test

import (
	"strings"
	"testing"
)

// TestErrorsQuoteNothing puts a password where YAML and JSON take it for something else, or break at it.
func TestErrorsQuoteNothing(t *testing.T) {
	const secret = "hunter2canary"
	for _, text := range []string{
		"*S", "&S", "'S", "\"S", "!S", "!!S", "!<S", "!!int S", "!!float S", "!!binary S!", "!!timestamp S", "!h!S x", "@S", "`S", "%S", "[S", "{S", "{S: ", "S: S: S", "? S", "- S",
		"|S", ">S", "|9S", "&S *S", "&S {a: *S}", "&S [*S]", "*S : x", "<<: *S", "{<<: S}", "\"\\S\"", "\"\\xS\"", "S\t: x\n\tS: y", "S\x00", "S\xff", "S\x07", "{{ S }}", "{{ S", "*S {{ x }}",
		"[a, *S]", "{*S : x}", "S #\n S", "'S' S", "\"S\" S", "[S] S", "{S} S", "#S\n---S", "a\n...S", "a\n--- S: S: S", "\"S\n---\n", "&S&S x", "& S", "* S", "S]", "S}", "[,S", "&S\n&S x", "{a: b, S", "{? S: [}",
	} {
		text = strings.ReplaceAll(text, "S", secret)
		for _, whole := range []string{
			text, "password: " + text, "stringData:\n  password: " + text + "\n", "a:\n- " + text + "\nb: c\n", "%TAG ! " + text + "\n---\na\n", "%" + text + "\n---\na\n",
			`{"password": ` + text + `}`, `{"password": "` + text, `{"a": 1, ` + text + `}`, `[` + text, `{"a": "x"} ` + text, "#!" + text,
		} {
			parsed := parse(whole)
			for _, err := range parsed.Errors {
				if strings.Contains(err.Message, "canary") {
					t.Errorf("%q: the error quotes it: %s", whole, err.Message)
				}
			}
			for _, notice := range parsed.Notices {
				if strings.Contains(notice.Message, "canary") {
					t.Errorf("%q: the notice quotes it: %s", whole, notice.Message)
				}
			}
		}
	}
}
