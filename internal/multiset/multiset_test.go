package multiset_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/internal/multiset"
)

func TestWithout(t *testing.T) {
	for _, test := range []struct{ list, others, want string }{
		{"", "", ""},
		{"", "a", ""},
		{"a b", "", "a b"},
		{"a b a a", "a", "b a a"},
		{"a b a", "a a a", "b"},
		{"c a b", "b c", "a"},
	} {
		list, others := strings.Fields(test.list), strings.Fields(test.others)
		got := multiset.Without(list, others)
		if got == nil || !slices.Equal(got, strings.Fields(test.want)) {
			t.Errorf("%q without %q: got %q, want %q", test.list, test.others, got, test.want)
		}
		if !slices.Equal(list, strings.Fields(test.list)) || !slices.Equal(others, strings.Fields(test.others)) {
			t.Errorf("%q without %q changes a list", test.list, test.others)
		}
	}
}
