package prose_test

import (
	"testing"

	"github.com/guiderail/guiderail/internal/prose"
)

func TestCount(t *testing.T) {
	for want, got := range map[string]string{
		"0 findings":         prose.Count(0, "finding"),
		"1 finding":          prose.Count(1, "finding"),
		"2 findings":         prose.Count(2, "finding"),
		"1 network policy":   prose.Count(1, "network policy", "network policies"),
		"3 network policies": prose.Count(3, "network policy", "network policies"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for name, test := range map[string]struct{ text, indent, want string }{
		"nothing":      {"", "  ", "  "},
		"one line":     {"one\n  two", "", "one two"},
		"exact":        {"aaaa bbbbb cc", "", "aaaa bbbbb\ncc"},
		"indent":       {"aaaa bbbbb cc", "  ", "  aaaa\n  bbbbb cc"},
		"a long word":  {"a bbbbbbbbbbbb c", "", "a\nbbbbbbbbbbbb\nc"},
		"wide letters": {"äöüß äöüß ä", "", "äöüß äöüß\nä"},
	} {
		if got := prose.Wrap(test.text, test.indent, 10); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
	if got, want := prose.WrapWords([]string{"rbac 12,", "network 3"}, " ", 12), " rbac 12,\n network 3"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
