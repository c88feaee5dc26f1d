package rego

import (
	"bytes"
	"reflect"
	"testing"
	"testing/fstest"
)

// TestIndex wants an index to change nothing of what is loaded, and one of other files not to be used.
func TestIndex(t *testing.T) {
	files := directory(map[string]string{
		"lib/workload.rego": library + "\nfound := data.inventory.namespace[input.n].v1.Pod\n",
	})
	load := func() *Policies {
		t.Helper()
		policies, err := Load(files)
		if err != nil {
			t.Fatal(err)
		}
		return policies
	}
	want := load().Controls()
	text, err := Index(files)
	if err != nil {
		t.Fatal(err)
	}
	files[IndexFile] = &fstest.MapFile{Data: text}
	got := load().Controls()
	if len(want) != 1 || len(want[0].Reads) != 1 || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got[0], want[0])
	}

	// What an index alone says shows whether it is used.
	for _, m := range []struct{ name, change, want string }{
		{"of these files", "", "Marked"},
		{"of files that changed since", "\n", "A title"},
	} {
		t.Run(m.name, func(t *testing.T) {
			files := directory(map[string]string{"lib/ctx.rego": "package lib.guiderail.ctx\n\ny := true\n" + m.change})
			before, err := Index(directory(nil))
			if err != nil {
				t.Fatal(err)
			}
			files[IndexFile] = &fstest.MapFile{Data: bytes.Replace(before, []byte("A title"), []byte("Marked"), 1)}
			policies, err := Load(files)
			if err != nil {
				t.Fatal(err)
			}
			if got := policies.Controls()[0].Title; got != m.want {
				t.Errorf("got the title %q, want %q", got, m.want)
			}
		})
	}
}
