package baseline_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/internal/fuzztest"
)

// FuzzRead holds for any text of a baseline: nothing crashes, and what is wrong is said with the file.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := baseline.Write(&b, "1.0.0", []baseline.Entry{entry("a", "a.yaml"), entry("b", "b.yaml")}); err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{b.String(), b.String()[:b.Len()/2], "{}", "", "[", strings.Repeat("[", 10_000)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		defer fuzztest.Within(t)()
		if _, err := baseline.Read("mine.json", text); err != nil && !strings.Contains(err.Error(), "mine.json") {
			t.Errorf("an error names no file: %v", err)
		}
	})
}
