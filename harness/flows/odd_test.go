package flows_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/source"
)

// TestOddShapes puts values of every type where others belong: whatever stands in a file, it is answered.
func TestOddShapes(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	odd := func() any {
		return []any{nil, 5, 1.5, -1, "x", "", true, []any{}, map[string]any{}, []any{nil}, []any{"x"}, map[string]any{"x": nil}}[random.IntN(12)]
	}
	var change func(value any, depth int) any
	change = func(value any, depth int) any {
		if depth > 1 && random.IntN(12) == 0 {
			return odd()
		}
		switch v := value.(type) {
		case map[string]any:
			for key := range v {
				if key != "kind" && key != "apiVersion" {
					v[key] = change(v[key], depth+1)
				}
			}
		case []any:
			for i := range v {
				v[i] = change(v[i], depth+1)
			}
		}
		return value
	}
	unreadable := 0
	for range 100 {
		c := randomCluster(random)
		var texts []string
		for _, text := range strings.Split(c.text, "\n---\n") {
			var object any
			if err := json.Unmarshal([]byte(text), &object); err != nil {
				t.Fatal(err)
			}
			changed, err := json.Marshal(change(object, 0))
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(changed))
		}
		whole := strings.Join(texts, "\n---\n")
		cluster, err := flows.Read(t.Context(), flows.Policies(t), found(whole), source.Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, whole)
		}
		f, err := cluster.Analyse(t.Context(), flows.Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, whole)
		}
		f.Connections()
		for _, p := range f.Problems() {
			if p.IsUnreadable {
				unreadable++
			}
		}
	}
	if unreadable < 100 {
		t.Errorf("only %d values were taken for odd", unreadable)
	}
}
