package control_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/guiderail/guiderail/harness/control"
)

func TestSelect(t *testing.T) {
	controls := []*control.Control{{ID: "images.digest"}, {ID: "images.tag", RenamedFrom: []string{"images.pinned"}}, {ID: "rbac.wildcards"}}
	for _, test := range []struct {
		name    string
		want    []string
		renamed string
	}{
		{"images.digest", []string{"images.digest"}, ""},
		{"images", []string{"images.digest", "images.tag"}, ""},
		{"images.*", []string{"images.digest", "images.tag"}, ""},
		{"*.wild*", []string{"rbac.wildcards"}, ""},
		{"images.pinned", []string{"images.tag"}, "control images.pinned is now named images.tag; use the new ID"},
	} {
		got, renamed, err := control.Select(test.name, controls)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var ids []string
		for _, c := range got {
			ids = append(ids, c.ID)
		}
		old := ""
		if renamed != nil {
			old = renamed.String()
		}
		if !slices.Equal(ids, test.want) || old != test.renamed {
			t.Errorf("%s: got %v, %q, want %v, %q", test.name, ids, old, test.want, test.renamed)
		}
	}
	for _, name := range []string{"images.digst", "image", "x.*", "", "."} {
		var unknown *control.UnknownError
		if got, _, err := control.Select(name, controls); !errors.As(err, &unknown) {
			t.Errorf("%q: got %v and the error %v", name, got, err)
		}
	}
	if _, _, err := control.Select("images.[", controls); err == nil {
		t.Error("a broken pattern is no error")
	}
}
