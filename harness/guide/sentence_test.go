package guide_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/guide"
)

func TestSentences(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"nothing":              {"\n \u00a0\n\t\n", nil},
		"white space":          {"  Keep\u00a0 it\tsafe.  \r\n", []string{"Keep it safe."}},
		"a line each":          {"One\n\nTwo\nThree", []string{"One", "Two", "Three"}},
		"two sentences":        {"Keep it. Lock it.", []string{"Keep it.", "Lock it."}},
		"question and call":    {"Why? So! Then.", []string{"Why?", "So!", "Then."}},
		"a quoted start":       {"Keep it. “Lock it.” Now.", []string{"Keep it.", "“Lock it.”", "Now."}},
		"a bracket behind it":  {"Keep it (always.) Lock it.", []string{"Keep it (always.)", "Lock it."}},
		"lower case behind it": {"Version 1. of it. and so on", []string{"Version 1. of it. and so on"}},
		"a number":             {"Use 1.21 and 0.5 CPU.", []string{"Use 1.21 and 0.5 CPU."}},
		"that is":              {"A volume, i.e. Kubernetes mounts it.", []string{"A volume, i.e. Kubernetes mounts it."}},
		"for example":          {"A cloud (e.g. Azure) has one.", []string{"A cloud (e.g. Azure) has one."}},
		"a bullet":             {"  • Keep it. Lock it.", []string{"Keep it.", "Lock it."}},
		"a list number":        {"   12. Keep it.", []string{"Keep it."}},
		"a heading":            {"# 3.1 Secrets\n## Deeper", []string{"3.1 Secrets", "Deeper"}},
		"marks alone":          {"#\n•\n1.", nil},
		"a full stop alone":    {". Keep it.", []string{".", "Keep it."}},
		"a bracket alone":      {") Keep it.", []string{") Keep it."}},
		"a mark in the middle": {"a # b • c", []string{"a # b • c"}},
		"an example": {
			"  - hosts: all\n    run: \"<pod name>\"  # why\n[...]\n---\n",
			[]string{"- hosts: all", `run: "<pod name>" # why`, "[...]", "---"},
		},
		"not UTF-8": {"Keep \xff it. \xffLock it.", []string{"Keep \xff it. \xffLock it."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := guide.Sentences(test.text); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSentencesOfSentencesAreThemselves(t *testing.T) {
	_, text := own(t)
	sentencesAreThemselves(t, text, 30)
}

func TestSharedSentencesOfSentencesAreThemselves(t *testing.T) {
	for id := range seeds {
		t.Run(id, func(t *testing.T) { sentencesAreThemselves(t, read(t, id), 250) })
	}
}

func sentencesAreThemselves(t *testing.T, text string, least int) {
	t.Helper()
	want := guide.Sentences(text)
	if len(want) < least {
		t.Errorf("got %d sentences, want %d at least", len(want), least)
	}
	if got := guide.Sentences(strings.Join(want, "\n")); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHash(t *testing.T) {
	// printf 'Keep it safe.' | sha256sum
	const want = "e72ac72d0e1510afa6b7de7d059d7d08ed591881addda54fd25b9a84d3d2590c"
	for _, sentence := range []string{"Keep it safe.", "  • Keep\u00a0it \n safe. "} {
		if got := guide.Hash(sentence); got != want {
			t.Errorf("%q: got %s, want %s", sentence, got, want)
		}
	}
	if guide.Hash("Keep it safe!") == want {
		t.Error("another mark at the end has the same hash")
	}
}
