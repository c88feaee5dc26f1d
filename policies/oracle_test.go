package policies_test

import (
	"encoding/json"
	"os"
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

// asker gives a function that hands cases to a module named oracle, which stands on libraries, and gives its
// answer to each.
func asker[Case, Answer any](t *testing.T, module string, libraries ...string) func(...Case) []Answer {
	t.Helper()
	options := []func(*rego.Rego){rego.Query("answers := data.oracle.answers"), rego.Module("oracle.rego", module), rego.StrictBuiltinErrors(true)}
	for _, name := range libraries {
		text, err := os.ReadFile(libraryFile(t, name))
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, rego.Module(name+".rego", string(text)))
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
