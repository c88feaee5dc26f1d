package rego

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/compact"
	embedded "github.com/guiderail/guiderail/policies"
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
			marked, err := Index(directory(map[string]string{"test/good.rego": strings.Replace(described, "A title", "Marked", 1) + "package guiderail.test.good\n" + rules}))
			if err != nil {
				t.Fatal(err)
			}
			digest, err := readTexts(directory(nil))
			if err != nil {
				t.Fatal(err)
			}
			n := len(digest.digest)
			files[IndexFile] = &fstest.MapFile{Data: append(before[:n:n], marked[n:]...)}
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

// TestIndexOfPolicies wants the index of the built-in policies to say of each control what its file does.
func TestIndexOfPolicies(t *testing.T) {
	texts, err := readTexts(embedded.FS)
	if err != nil {
		t.Fatal(err)
	}
	known, err := texts.indexed()
	if err != nil {
		t.Fatal(err)
	}
	if known == nil {
		t.Fatalf("policies/%s is not of the policies; run make generate", IndexFile)
	}
	want, err := load(texts)
	if err != nil {
		t.Fatal(err)
	}
	if len(known.controls) != len(want.controls) || len(known.libraries) != len(want.libraries) {
		t.Fatalf("got %d controls and %d libraries, want %d and %d", len(known.controls), len(known.libraries), len(want.controls), len(want.libraries))
	}
	for i, c := range want.controls {
		if got := known.controls[i]; !reflect.DeepEqual(got, c) {
			t.Errorf("got %+v\nwant %+v", got, c)
		}
	}
	for _, l := range known.libraries {
		if s := want.libraries[l.Package]; s == nil || s.File != l.File {
			t.Errorf("%s is not the file of %s", l.File, l.Package)
		}
	}
}

// TestIndexFields wants an index to have every field of a control.
func TestIndexFields(t *testing.T) {
	want := &control.Control{}
	fill(reflect.ValueOf(want).Elem())
	want.Severity = control.High
	want.Parameters = map[string]any{"a": []any{"b", 1.5, true, nil, map[string]any{}}}
	w := &indexWriter{known: map[string]int{}, lists: map[string]int{}}
	(&index{controls: []*control.Control{want, {}}}).visit(w)
	got := &index{}
	err := compact.Open(string(w.Sealed(1)), 1, func(r *compact.Reader) { got.visit(&indexReader{Reader: r}) })
	if err != nil || len(got.controls) != 2 || !reflect.DeepEqual(got.controls[0], want) || !reflect.DeepEqual(got.controls[1], &control.Control{}) {
		t.Errorf("%v: got %+v\nwant %+v", err, got.controls, want)
	}
	for n := range len(w.Out) {
		_ = compact.Open(string((&compact.Writer{Out: w.Out[:n]}).Sealed(1)), 1, func(r *compact.Reader) { (&index{}).visit(&indexReader{Reader: r}) })
	}
}

// fill sets every field that can be set to something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x" + v.Type().String())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		item := reflect.New(v.Type().Elem()).Elem()
		fill(item)
		v.SetMapIndex(reflect.ValueOf("k"), item)
	}
}
