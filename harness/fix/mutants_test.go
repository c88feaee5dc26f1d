package fix_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/fix"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/policies"
)

const mutants = 5000

// TestMutants fixes fixtures that are written in other ways: other indentation, comments, flow style, quotation marks,
// anchors, JSON, CRLF, no break at the end. Whatever is proposed can be parsed, has every value but those near a finding
// that is fixed, every comment unless something is removed, and the same line breaks.
func TestMutants(t *testing.T) {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	var fixable []*control.Control
	for _, c := range all.Controls {
		if len(c.Fixes) > 0 {
			fixable = append(fixable, c)
		}
	}
	random := rand.New(rand.NewPCG(21, 5000))
	made, changed, fixed, left := 0, 0, 0, 0
	for i, c := range fixable {
		engine, err := harness.New(harness.Options{Catalogue: all, Controls: []string{c.ID}, Now: policytest.FixtureTime})
		if err != nil {
			t.Fatal(err)
		}
		texts := fixtureTexts(t, c)
		var sources []source.Found
		for made < mutants*(i+1)/len(fixable) {
			text := mutate(random, texts[random.IntN(len(texts))])
			if _, err := parsed("mutant", text); err != nil {
				continue // the encoder writes some comments where none can stand
			}
			sources = append(sources, source.Found{Source: source.Bytes(fmt.Sprintf("%s-%d.yaml", c.ID, made), text)})
			made++
		}
		plan, err := fix.Propose(t.Context(), slices.Values(sources), fix.Options{Engine: engine})
		if err != nil {
			t.Fatal(err)
		}
		if n := plan.Before.Summary.Errors; n > 0 {
			t.Errorf("%s: %d mutants cannot be read", c.ID, n)
		}
		changed, fixed, left = changed+len(plan.Changes), fixed+len(plan.Fixed), left+len(plan.Left)
		for _, change := range plan.Changes {
			if err := holds(&change, plan.Fixed, c); err != nil {
				t.Errorf("%s: %v\n--- before\n%s\n--- after\n%s", change.Name, err, change.Old, change.New)
			}
		}
	}
	t.Logf("%d mutants, %d changed; %d findings fixed, %d left", made, changed, fixed, left)
	if made != mutants || changed < mutants*4/5 {
		t.Errorf("%d of %d mutants were changed", changed, made)
	}
}

// fixtureTexts returns the failing fixtures of a control that are YAML.
func fixtureTexts(t *testing.T, c *control.Control) [][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtures, c.Family(), c.Name(), "fail", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var texts [][]byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte("<<:")) {
			texts = append(texts, []byte(policytest.WithoutExpectations(string(text))))
		}
	}
	return texts
}

// mutate writes a text of YAML in another way.
func mutate(random *rand.Rand, text []byte) []byte {
	var out bytes.Buffer
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2 + random.IntN(4))
	n := 0
	for {
		var document yaml.Node
		if decoder.Decode(&document) != nil {
			break
		}
		if random.IntN(12) == 0 {
			var value any
			if document.Decode(&value) == nil {
				if text, err := json.MarshalIndent(value, "", strings.Repeat(" ", random.IntN(5))); err == nil && len(value.(map[string]any)) > 0 && out.Len() == 0 {
					return text
				}
			}
		}
		restyle(random, &document, false, &n)
		if err := encoder.Encode(&document); err != nil {
			return text
		}
	}
	if encoder.Close() != nil {
		return text
	}
	result := out.Bytes()
	if random.IntN(4) == 0 {
		result = bytes.TrimRight(result, "\n")
	}
	if random.IntN(4) == 0 {
		result = bytes.ReplaceAll(result, []byte("\n"), []byte("\r\n"))
	}
	return result
}

func restyle(random *rand.Rand, node *yaml.Node, inFlow bool, n *int) {
	if inFlow {
		*n++
	} else if node.Kind == yaml.ScalarNode || node.Kind == yaml.MappingNode {
		switch *n++; random.IntN(20) {
		case 0:
			node.HeadComment = fmt.Sprintf("# above %d: é {[", *n)
		case 1:
			node.LineComment = fmt.Sprintf("# beside %d", *n)
		}
	}
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!str" && node.Style == 0 && random.IntN(6) == 0:
		node.Style = []yaml.Style{yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle}[random.IntN(2)]
	case node.Kind == yaml.MappingNode && len(node.Content) > 0 && random.IntN(12) == 0:
		node.Style = yaml.FlowStyle
	case node.Kind == yaml.SequenceNode && random.IntN(8) == 0:
		node.Style = yaml.FlowStyle
	}
	if node.Kind != yaml.DocumentNode && node.Kind != yaml.AliasNode && node.Anchor == "" && random.IntN(40) == 0 {
		node.Anchor = fmt.Sprintf("a%d", *n)
	}
	for _, child := range node.Content {
		restyle(random, child, inFlow || node.Style&yaml.FlowStyle != 0, n)
	}
}

// holds reports what a change does that it should not.
func holds(c *fix.Change, fixed []fix.Fixed, of *control.Control) error {
	before, err := parsed(c.Name, c.Old)
	if err != nil {
		return fmt.Errorf("before: %w", err)
	}
	after, err := parsed(c.Name, c.New)
	if err != nil {
		return fmt.Errorf("after: %w", err)
	}
	if len(before) != len(after) {
		return fmt.Errorf("%d artefacts became %d", len(before), len(after))
	}
	var near []string
	for _, f := range fixed {
		if f.File == c.Name {
			path := f.Path[:max(len(f.Path)-2, 1)]
			near = append(near, artefact.PathText(path))
		}
	}
	for i := range before {
		was, is := map[string]any{}, map[string]any{}
		leaves(before[i], nil, was)
		leaves(after[i], nil, is)
		for path, v := range was {
			if reflect.DeepEqual(v, is[path]) || slices.ContainsFunc(near, func(n string) bool { return strings.HasPrefix(path, n) }) {
				continue
			}
			return fmt.Errorf("%s changed, which is near no finding", path)
		}
	}
	removes := slices.ContainsFunc(of.Fixes, func(f control.Fix) bool {
		return slices.ContainsFunc(f.Operations, func(o control.Operation) bool { return o.Kind == control.Remove })
	})
	if was, is := bytes.Count(c.Old, []byte("# ")), bytes.Count(c.New, []byte("# ")); is != was && (!removes || is > was) {
		return fmt.Errorf("%d comments became %d", was, is)
	}
	if bytes.Contains(c.Old, []byte("\r\n")) && bytes.Count(c.New, []byte("\n")) != bytes.Count(c.New, []byte("\r\n")) {
		return fmt.Errorf("not every line ends in CRLF")
	}
	return nil
}

func parsed(name string, text []byte) (values []any, err error) {
	format := kubernetes.New()
	for d, failure := range source.Bytes(name, text).Documents(source.DefaultLimits()) {
		if failure != nil {
			return nil, failure
		}
		out := format.Parse(d)
		if len(out.Errors) > 0 {
			return nil, out.Errors[0]
		}
		for _, a := range out.Artefacts {
			var v any
			if err := json.Unmarshal(a.Value.JSON(), &v); err != nil {
				return nil, err
			}
			values = append(values, v)
		}
	}
	return values, nil
}

// leaves notes what has nothing below it, by its path.
func leaves(v any, path []any, into map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			leaves(item, append(slices.Clip(path), name), into)
		}
	case []any:
		for i, item := range v {
			leaves(item, append(slices.Clip(path), i), into)
		}
	default:
		into[artefact.PathText(path)] = v
	}
}
