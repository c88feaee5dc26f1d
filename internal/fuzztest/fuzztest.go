// Package fuzztest has what the fuzz targets share: where their seeds come from, and how long an input may take.
package fuzztest

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Longest is how long any input may take. Fuzzing has every processor busy, and inputs are small.
const Longest = 10 * time.Second

// Within fails a test whose input takes longer than Longest. It is called at the beginning, and what it returns at the end.
func Within(t *testing.T) func() {
	t.Helper()
	begin := time.Now()
	return func() {
		if took := time.Since(begin); took > Longest {
			t.Errorf("it took %s, and may take %s", took.Round(time.Millisecond), Longest)
		}
	}
}

// Examples calls add with every nth of the examples of controls, which have all formats among them. controls is the
// folder testdata/controls.
func Examples(f *testing.F, controls string, nth int, add func(name string, text []byte)) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join(controls, "*", "*", "fail", "example.*"))
	if err != nil {
		f.Fatal(err)
	}
	if len(files) < 100 {
		f.Fatalf("there are %d examples in %s", len(files), controls)
	}
	for i := 0; i < len(files); i += nth {
		text, err := os.ReadFile(files[i])
		if err != nil {
			f.Fatal(err)
		}
		add(filepath.Base(files[i]), text)
	}
}
