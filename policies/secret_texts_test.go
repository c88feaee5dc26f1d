package policies_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"sigs.k8s.io/yaml"
)

// TestSecretTexts judges each text of a table in its place. The verdicts are those of somebody who
// knows the formats, not of the patterns.
func TestSecretTexts(t *testing.T) {
	text, err := os.ReadFile("../testdata/secret-texts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var table map[string]map[string][][]string
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(string(text), "¤", "")), &table); err != nil {
		t.Fatal(err)
	}

	container := func(fields map[string]any) any {
		fields["name"] = "c"
		return map[string]any{
			"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "p"},
			"spec": map[string]any{"containers": []any{fields}},
		}
	}
	places := map[string]struct {
		control string
		object  func(words []string) any
	}{
		"env": {"plaintext_env", func(words []string) any {
			// These come from a Secret, for texts that refer to them.
			variables := []any{}
			for _, name := range []string{"USER", "RABBIT_USER", "RABBIT_PASSWORD", "DB_PASSWORD", "TOKEN"} {
				if name != words[0] {
					reference := map[string]any{"secretKeyRef": map[string]any{"name": "s", "key": name}}
					variables = append(variables, map[string]any{"name": name, "valueFrom": reference})
				}
			}
			return container(map[string]any{"env": append(variables, map[string]any{"name": words[0], "value": words[1]})})
		}},
		"args": {"command_args", func(words []string) any {
			return container(map[string]any{"args": list(words)})
		}},
		"config": {"configmap", func(words []string) any {
			return map[string]any{
				"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "c"},
				"data": map[string]any{words[0]: words[1]},
			}
		}},
		"header": {"command_args", func(words []string) any {
			header := map[string]any{"name": words[0], "value": words[1]}
			return container(map[string]any{"livenessProbe": map[string]any{"httpGet": map[string]any{"httpHeaders": []any{header}}}})
		}},
		"path": {"command_args", func(words []string) any {
			return container(map[string]any{"livenessProbe": map[string]any{"httpGet": map[string]any{"path": words[0]}}})
		}},
		"annotation": {"annotations", func(words []string) any {
			return map[string]any{
				"apiVersion": "v1", "kind": "Service",
				"metadata": map[string]any{"name": "s", "annotations": map[string]any{words[0]: words[1]}},
			}
		}},
		"parameter": {"embedded_values", func(words []string) any {
			parameter := map[string]any{"name": words[0], "value": words[1]}
			return map[string]any{
				"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": map[string]any{"name": "a"},
				"spec": map[string]any{"source": map[string]any{"helm": map[string]any{"parameters": []any{parameter}}}},
			}
		}},
	}

	compiler := ast.NewCompiler()
	if compiler.Compile(files(t)); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	counts := map[string]int{}
	seen := map[string]bool{}
	for place, verdicts := range table {
		control := "data.guiderail.secrets." + places[place].control
		query := fmt.Sprintf("secret = count(%s.violation) > 0; open = false", control)
		if place == "env" {
			query = fmt.Sprintf("secret = count(%[1]s.violation) > 0; open = count(%[1]s.unknown) > 0", control)
		}
		prepared, err := rego.New(rego.Query(query), rego.Compiler(compiler), rego.StrictBuiltinErrors(true)).PrepareForEval(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for want, texts := range verdicts {
			for _, words := range texts {
				counts[want]++
				if key := place + "\x00" + strings.Join(words, "\x00"); seen[key] {
					t.Errorf("%s: %q is there twice", place, words)
				} else {
					seen[key] = true
				}
				results, err := prepared.Eval(t.Context(), rego.EvalInput(places[place].object(words)))
				if err != nil {
					t.Errorf("%s: judging %q: %v", place, words, err)
					continue
				}
				got := "none"
				if results[0].Bindings["secret"] == true {
					got = "secret"
				} else if results[0].Bindings["open"] == true {
					got = "open"
				}
				if got != want {
					t.Errorf("%s: %q is judged %s, want %s", place, words, got, want)
				}
			}
		}
	}
	if counts["none"] < 150 || counts["secret"]+counts["none"]+counts["open"] < 300 {
		t.Errorf("the table has too few texts: %v", counts)
	}
	t.Log(counts)
}

func list(words []string) []any {
	items := make([]any, len(words))
	for i, word := range words {
		items[i] = word
	}
	return items
}
