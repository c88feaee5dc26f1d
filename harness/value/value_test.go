package value_test

import (
	"encoding/json"
	"testing"

	"github.com/guiderail/guiderail/harness/value"
)

func pod() value.Value {
	return value.NewObject(
		value.Member{Name: "spec", Value: value.NewList(value.NewObject(value.Member{Name: "image", Value: value.NewText("nginx")}))},
		value.Member{Name: "kind", Value: value.NewText("Service")},
		value.Member{Name: "kind", Value: value.NewText("Pod")},
		value.Member{Name: "n", Value: value.NewNumber("1e3")},
		value.Member{Name: "nothing", Value: value.NewNull()},
		value.Member{Name: "yes", Value: value.NewBoolean(true)},
	)
}

func TestJSON(t *testing.T) {
	const want = `{"kind":"Pod","n":1e3,"nothing":null,"spec":[{"image":"nginx"}],"yes":true}`
	if got := string(pod().JSON()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, text := range []string{"", "plain", `"`, "\\", "é", "\u2028", "\x00", "a\nb"} {
		want, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := value.NewText(text).JSON(); string(got) != string(want) {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

// TestAbsent looks up what is not there: nothing is found, nothing panics, and null is something.
func TestAbsent(t *testing.T) {
	for _, path := range [][]any{{"none"}, {"kind", "below"}, {"spec", 1}, {"spec", -1}, {"spec", 0, "image", 0}, {"spec", "0"}, {0}, {1.5}, {"nothing", "below"}} {
		if got := pod().At(path...); got.Exists() || got.Kind() != value.Absent {
			t.Errorf("%v: got %s, want nothing", path, got.JSON())
		}
	}
	for _, path := range [][]any{{}, {"nothing"}, {"spec", 0, "image"}} {
		if !pod().At(path...).Exists() {
			t.Errorf("%v: got nothing", path)
		}
	}
	if text, ok := pod().At("n").Text(); ok || text != "" {
		t.Errorf("a number gave the text %q", text)
	}
}

func TestWith(t *testing.T) {
	before := pod()
	after := before.With(value.Member{Name: "kind", Value: value.NewText("Job")}, value.Member{Name: "a", Value: value.NewInt(-1)}).Without("spec")
	const want = `{"a":-1,"kind":"Job","n":1e3,"nothing":null,"yes":true}`
	if got := string(after.JSON()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := string(before.JSON()), string(pod().JSON()); got != want {
		t.Errorf("the value before became %s", got)
	}
}
