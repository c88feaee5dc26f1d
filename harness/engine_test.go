package harness_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/policies"
)

// podControl gives the text of a control for Pods.
func podControl(name, rules string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(`# METADATA
# title: For tests only
# description: For tests.
# custom:
#   severity: high
#   match: [{groups: [""], kinds: [Pod]}]
package guiderail.test.` + name + "\n\n" + rules)}
}

// faulty is a policy directory in which all controls but one fail, each in its own way.
func faulty() fstest.MapFS {
	return fstest.MapFS{
		"test/good.rego": podControl("good", `violation contains {"msg": "named x", "details": {"path": ["metadata", "name"]}} if {
	input.review.object.metadata.name == "x"
}`),
		"test/builtin_error.rego": podControl("builtin_error", `violation contains {"msg": "never", "details": {"path": []}} if {
	startswith(input.review.object.metadata, "x")
}`),
		"test/conflict.rego": podControl("conflict", `twice(name) := 1 if name

twice(name) := 2 if name

violation contains {"msg": "never", "details": {"path": []}} if {
	twice(input.review.object.metadata.name) == 1
}`),
		"test/no_msg.rego":    podControl("no_msg", `violation contains {"details": {"path": []}}`),
		"test/no_path.rego":   podControl("no_path", `violation contains {"msg": "placeless"}`),
		"test/no_object.rego": podControl("no_object", `violation contains "text"`),
		"test/unknown_no_path.rego": podControl("unknown_no_path", `violation contains {"msg": "never", "details": {"path": []}} if false

unknown contains {"msg": "unknown", "details": {"path": "spec"}}`),
		"test/mixed.rego": podControl("mixed", `violation contains {"msg": "kept", "details": {"path": ["kind"]}}

violation contains {"msg": "lost"}`),
	}
}

// TestFaultyControls: the error of one control hides no other, and is never a pass.
func TestFaultyControls(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pod.yaml")
	if err := os.WriteFile(file, []byte("apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	results, summary := run(t, harness.Options{Policies: faulty()}, file)
	a := results[0].Judgements[0]

	for id, want := range map[string]harness.Verdict{
		"test.good":               harness.Fail,
		"test.builtin_error":      harness.Errored,
		"test.conflict":           harness.Errored,
		"test.no_msg":             harness.Errored,
		"test.no_path":            harness.Errored,
		"test.no_object":          harness.Errored,
		"test.unknown_no_path":    harness.Errored,
		"test.mixed":              harness.Errored,
		"schema.unknown_field":    harness.Pass,
		"schema.duplicate_key":    harness.Pass,
		"schema.duplicate_object": harness.Pass,
		"schema.invalid_value":    harness.Pass,
		"schema.something_other":  "",
	} {
		if got := a.Verdicts[id]; got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
	for id, want := range map[string]string{
		"test.builtin_error":   "startswith: operand 1 must be string but got object",
		"test.conflict":        "produced conflicting values",
		"test.no_msg":          "without a msg",
		"test.no_path":         "without details.path: placeless",
		"test.no_object":       "without a msg",
		"test.unknown_no_path": "without details.path: unknown",
		"test.mixed":           "without details.path: lost",
	} {
		if err := a.Errors[id]; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want … %s …", id, err, want)
		}
	}
	got := sayings(a.Findings, "")
	if want := []string{"2: test.mixed `kept`", "4: test.good `named x`"}; !slices.Equal(got, want) {
		t.Errorf("got findings %q, want %q", got, want)
	}
	if got, want := fmt.Sprint(summary.Verdicts[harness.Errored], summary.Verdicts[harness.Fail], summary.Verdicts[harness.Pass]), "7 1 4"; got != want {
		t.Errorf("the summary counts %s errors, fails and passes, want %s", got, want)
	}
}

func TestUnknownControl(t *testing.T) {
	for name, test := range map[string]struct{ id, nearest string }{
		"typing error": {"images.pined_tag", "images.pinned_tag"},
		"no family":    {"pinned_tag", "images.pinned_tag"},
		"nothing like": {"x", ""},
		"empty":        {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := harness.New(harness.Options{Policies: policies.FS, Controls: []string{"images.pinned_tag", test.id}})
			var unknown *control.UnknownError
			if !errors.As(err, &unknown) || unknown.ID != test.id || unknown.Nearest != test.nearest {
				t.Fatalf("got %v, want an error about %q that suggests %q", err, test.id, test.nearest)
			}
			if suggests := strings.Contains(err.Error(), "did you mean"); suggests != (test.nearest != "") {
				t.Errorf("got %q", err)
			}
		})
	}
}

func TestSelection(t *testing.T) {
	engine, err := harness.New(harness.Options{Policies: faulty(), Controls: []string{"test.no_msg", "schema.duplicate_key", "test.good", "test.good"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range engine.Controls() {
		got = append(got, c.ID)
	}
	if want := []string{"schema.duplicate_key", "test.good", "test.no_msg"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPoliciesThatDoNotCompile(t *testing.T) {
	broken := faulty()
	broken["test/unsafe.rego"] = podControl("unsafe", `violation contains {"msg": x, "details": {"path": []}}`)
	engine, err := harness.New(harness.Options{Policies: broken})
	if err == nil {
		_, err = engine.Each(t.Context(), source.Find([]string{"-"}, strings.NewReader(pod)), func(*harness.Result) error { return nil })
	}
	if err == nil || !strings.Contains(err.Error(), "unsafe.rego:9") {
		t.Errorf("got %v, want an error that names unsafe.rego and the line", err)
	}
}

// many is a stream in which documents differ in what they cost, and every third one is faulty.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		switch i % 3 {
		case 0:
			fmt.Fprintf(&b, "---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {hostNetwork: true, x: [%s]}\n", strings.Repeat("a, ", i%50))
		case 1:
			fmt.Fprintf(&b, "---\napiVersion: v1\nkind: Pod\nmetadata: {name: pod-%d}\n", i)
		default:
			b.WriteString("---\na: [b\n")
		}
	}
	return b.String()
}

// TestSameOutput: neither the number of workers nor chance shows in the results.
func TestSameOutput(t *testing.T) {
	stream := many(600)
	outcome := func(workers int) string {
		engine, err := harness.New(harness.Options{Policies: faulty(), Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for range 2 { // an engine may be used again
			summary, err := engine.Each(t.Context(), source.Find([]string{"-"}, strings.NewReader(stream)), func(r *harness.Result) error {
				fmt.Fprintf(&b, "%s %v %v\n", r.File, r.Notices, r.Errors)
				for _, a := range r.Judgements {
					fmt.Fprintln(&b, a.Ref, a.Position, a.Document, a.Verdicts, a.Errors, sayings(a.Findings, ""))
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%+v\n", *summary)
		}
		return b.String()
	}
	want := outcome(1)
	if half := len(want) / 2; want[:half] != want[half:] {
		t.Error("a second run of the same engine gives something else")
	}
	for _, workers := range []int{2, 16} {
		if got := outcome(workers); got != want {
			t.Errorf("%d workers give something else than one", workers)
		}
	}
}

func TestRunsAtTheSameTime(t *testing.T) {
	engine, err := harness.New(harness.Options{Policies: faulty()})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			summary, err := engine.Each(t.Context(), source.Find([]string{"-"}, strings.NewReader(many(90))), func(*harness.Result) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			if got, want := fmt.Sprint(summary.Documents, summary.Artefacts, summary.Errors), "90 60 30"; got != want {
				t.Errorf("got %s documents, objects and errors, want %s", got, want)
			}
		})
	}
}

// silent is a reader that gives nothing and does not end, as a terminal at which nobody types.
type silent struct{}

func (silent) Read([]byte) (int, error) { select {} }

// TestRunsThatEndEarly must not wait for input that does not come.
func TestRunsThatEndEarly(t *testing.T) {
	engine, err := harness.New(harness.Options{Policies: hostNetwork})
	if err != nil {
		t.Fatal(err)
	}
	check := func(ctx context.Context, stdin io.Reader, emit func(*harness.Result) error) error {
		done := make(chan error, 1)
		go func() {
			_, err := engine.Each(ctx, source.Find([]string{"-"}, stdin), emit)
			done <- err
		}()
		select {
		case err := <-done:
			return err
		case <-time.After(20 * time.Second):
			t.Fatal("the run does not end")
			return nil
		}
	}
	endless := func() io.Reader { return io.MultiReader(strings.NewReader("---\n"+pod+"---\n"), silent{}) }
	ignore := func(*harness.Result) error { return nil }

	t.Run("cancelled before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := check(ctx, endless(), ignore); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cancelled while reading", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		err := check(ctx, endless(), func(*harness.Result) error { cancel(); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("timed out", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		if err := check(ctx, silent{}, ignore); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("error of emit", func(t *testing.T) {
		full := errors.New("disk full")
		emitted := 0
		err := check(t.Context(), endless(), func(*harness.Result) error { emitted++; return full })
		if !errors.Is(err, full) || emitted != 1 {
			t.Errorf("got %v after %d results", err, emitted)
		}
	})
	t.Run("while evaluating", func(t *testing.T) {
		slow, err := harness.New(harness.Options{Policies: fstest.MapFS{"test/slow.rego": podControl("slow", `violation contains {"msg": "never", "details": {"path": []}} if {
	some x in numbers.range(1, 100000)
	some y in numbers.range(1, 100000)
	x * y == -1
}`)}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		begin := time.Now()
		_, err = slow.Each(ctx, source.Find([]string{"-"}, strings.NewReader(pod)), ignore)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > 10*time.Second {
			t.Errorf("got %v after %v", err, time.Since(begin))
		}
	})
}

// TestManyLargeDocuments holds the memory of a few documents, however many workers there are.
func TestManyLargeDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 250 MB")
	}
	document := "---\napiVersion: v1\nkind: ConfigMap\ndata:\n  x: |\n" + strings.Repeat("    "+strings.Repeat("text ", 2000)+"\n", 1000)
	engine, err := harness.New(harness.Options{Policies: hostNetwork, Workers: 8, Limits: source.Limits{Object: 16 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	heap := newHeapPeak(t)
	summary, err := engine.Each(t.Context(), source.Find([]string{"-"}, repeated(document, 25)), func(*harness.Result) error {
		heap.note()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if summary.Artefacts != 25 {
		t.Errorf("got %d objects, want 25", summary.Artefacts)
	}
	heap.compare(t, 300<<20)
}
