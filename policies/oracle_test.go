package policies_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"
)

// sizeOf gives how many cases a test compares.
func sizeOf(t *testing.T, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var libraryImport = regexp.MustCompile(`(?m)^import data\.lib\.guiderail\.(\w+)`)

// asker gives a function that hands cases to a module named oracle, which stands on libraries and on what these
// import, and gives its answer to each.
func asker[Case, Answer any](t *testing.T, module string, libraries ...string) func(...Case) []Answer {
	t.Helper()
	options := []func(*rego.Rego){rego.Query("answers := data.oracle.answers"), rego.Module("oracle.rego", module), rego.StrictBuiltinErrors(true)}
	loaded := map[string]bool{}
	for len(libraries) > 0 {
		name := libraries[0]
		libraries = libraries[1:]
		if loaded[name] {
			continue
		}
		loaded[name] = true
		text, err := os.ReadFile(libraryFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, rego.Module(name+".rego", string(text)))
		for _, match := range libraryImport.FindAllSubmatch(text, -1) {
			libraries = append(libraries, string(match[1]))
		}
	}
	query, err := rego.New(options...).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return func(cases ...Case) []Answer {
		results, err := query.Eval(t.Context(), rego.EvalInput(cases))
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(results[0].Bindings["answers"])
		if err != nil {
			t.Fatal(err)
		}
		var answers []Answer
		if err := json.Unmarshal(text, &answers); err != nil {
			t.Fatal(err)
		}
		if len(answers) != len(cases) {
			t.Fatalf("%d answers to %d cases", len(answers), len(cases))
		}
		return answers
	}
}
