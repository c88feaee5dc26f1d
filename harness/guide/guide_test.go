package guide_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/internal/shared"
)

// seeds names the text of each guide. The texts are not ours to keep here.
var seeds = map[string]string{
	"xroad-sidecar":  "seeds/000_ac986c2f3e424241.txt",
	"eks-essentials": "seeds/004_919b3f7d5d77da55.txt",
}

func load(t *testing.T) *guide.Library {
	t.Helper()
	library, err := guide.Load(os.DirFS("../../policies"))
	if err != nil {
		t.Fatal(err)
	}

	return library
}

// own returns a short guide of our own: one statement for every two
// sentences, which overlap.
func own(t *testing.T) (*guide.Guide, string) {
	t.Helper()
	text, err := os.ReadFile("testdata/own.txt")
	if err != nil {
		t.Fatal(err)
	}
	g := &guide.Guide{ID: "own"}
	sentences := guide.Sentences(string(text))
	for i := range len(sentences) - 1 {
		g.Statements = append(g.Statements, guide.Statement{
			ID:      fmt.Sprintf("S%02d", i+1),
			Sources: []string{guide.Hash(sentences[i]), guide.Hash(sentences[i+1])},
		})
	}
	if len(g.Statements) < 30 {
		t.Fatalf("got %d statements, want 30 at least", len(g.Statements))
	}

	return g, string(text)
}

// read returns the text of a guide.
func read(t *testing.T, id string) string {
	t.Helper()
	name, isKnown := seeds[id]
	if !isKnown {
		t.Fatalf("guide %s has no text to compare it with", id)
	}
	text, err := os.ReadFile(shared.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}

	return string(text)
}

func ids(statements []guide.Statement) []string {
	var ids []string
	for _, statement := range statements {
		ids = append(ids, statement.ID)
	}

	return ids
}

func TestSharedSourcesStandInTheGuide(t *testing.T) {
	for _, g := range load(t).Guides {
		t.Run(g.ID, func(t *testing.T) {
			text := read(t, g.ID)
			var hashes []string
			for _, sentence := range guide.Sentences(text) {
				hashes = append(hashes, guide.Hash(sentence))
			}
			for _, statement := range g.Statements {
				previous := -1
				for _, source := range statement.Sources {
					at := slices.Index(hashes[previous+1:], source)
					if at < 0 {
						t.Errorf("%s: source %s is not in the guide behind the statement's sources before it",
							statement.ID, source)
						continue
					}
					previous += 1 + at
				}
			}
			if got := ids(g.Drift(text)); got != nil {
				t.Errorf("drift %v, want none", got)
			}
		})
	}
}

func TestDriftShowsTheStatementsOfAChangedSentence(t *testing.T) {
	g, text := own(t)
	driftShowsStatements(t, g, text)
}

func TestSharedDriftShowsTheStatementsOfAChangedSentence(t *testing.T) {
	for _, g := range load(t).Guides {
		t.Run(g.ID, func(t *testing.T) { driftShowsStatements(t, g, read(t, g.ID)) })
	}
}

// driftShowsStatements changes one sentence after the other.
func driftShowsStatements(t *testing.T, g *guide.Guide, text string) {
	t.Helper()
	sentences := guide.Sentences(text)
	for i, sentence := range sentences {
		changed := slices.Clone(sentences)
		changed[i] = "Something else altogether."

		hash := guide.Hash(sentence)
		left := 0
		for _, other := range changed {
			if guide.Hash(other) == hash {
				left++
			}
		}
		var want []string
		for _, statement := range g.Statements {
			named := slices.DeleteFunc(slices.Clone(statement.Sources),
				func(source string) bool { return source != hash })
			if len(named) > left {
				want = append(want, statement.ID)
			}
		}

		got := ids(g.Drift(strings.Join(changed, "\n\n")))
		if !slices.Equal(got, want) {
			t.Errorf("sentence %d, %q, changed: drift %v, want %v", i, sentence, got, want)
		}
	}
}

func TestSharedDriftOfKnownChanges(t *testing.T) {
	tests := []struct {
		name, guide, old, new string
		times                 int
		want                  []string
	}{
		{
			name: "one sentence that three statements come from", guide: "xroad-sidecar", times: 1,
			old: "with encryption both in transit and rest", new: "with encryption",
			want: []string{"A083", "A084", "A085"},
		},
		{
			name: "one sentence of a paragraph", guide: "xroad-sidecar", times: 1,
			old: "in Kubernetes 1.21 and later", new: "in Kubernetes 1.23 and later",
			want: []string{"A061"},
		},
		{
			name: "an example, where the line stands once more", guide: "xroad-sidecar", times: 1,
			old: "path: id_rsa.pub", new: "path: id_rsa",
			want: []string{"A014"},
		},
		{
			name: "a command", guide: "eks-essentials", times: 1,
			old: "command: ufw enable", new: "command: ufw --force enable",
			want: []string{"B064"},
		},
		{
			name: "nothing that a statement comes from", guide: "eks-essentials", times: 1,
			old: "Welcome to the fifth part", new: "Welcome to the sixth part",
		},
	}
	library := load(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.guide)
			changed := strings.Replace(text, test.old, test.new, test.times)
			if changed == text {
				t.Fatalf("%q is not in the guide", test.old)
			}
			for _, g := range library.Guides {
				if g.ID != test.guide {
					continue
				}
				if got := ids(g.Drift(changed)); !slices.Equal(got, test.want) {
					t.Errorf("drift %v, want %v", got, test.want)
				}
			}
		})
	}
}

func TestDriftIgnoresLayout(t *testing.T) {
	g, text := own(t)
	driftIgnoresLayout(t, g, text)
}

func TestSharedDriftIgnoresLayout(t *testing.T) {
	for _, g := range load(t).Guides {
		t.Run(g.ID, func(t *testing.T) { driftIgnoresLayout(t, g, read(t, g.ID)) })
	}
}

// driftIgnoresLayout wants no drift where only the layout of a guide changes.
func driftIgnoresLayout(t *testing.T, g *guide.Guide, text string) {
	t.Helper()
	layouts := map[string]func(string) string{
		"carriage returns": func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
		"no-break spaces":  func(text string) string { return strings.ReplaceAll(text, " ", "\u00a0 ") },
		"tabs":             func(text string) string { return strings.ReplaceAll(text, " ", "\t") },
		"indented":         func(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") },
		"not indented": func(text string) string {
			var lines []string
			for line := range strings.Lines(text) {
				lines = append(lines, strings.TrimSpace(line))
			}

			return strings.Join(lines, "\n")
		},
	}
	for _, column := range []int{9, 40, 60, 72, 80, 100} {
		layouts[fmt.Sprintf("wrapped at column %d", column)] = func(text string) string { return wrap(text, column) }
	}
	for name, layout := range layouts {
		t.Run(name, func(t *testing.T) {
			laid := layout(text)
			if laid == text {
				t.Fatal("the layout changed nothing")
			}
			if got := ids(g.Drift(laid)); got != nil {
				t.Errorf("drift %v, want none", got)
			}
		})
	}
}

// wrap breaks every paragraph between words. It sets each line of the text off
// as a paragraph of its own.
func wrap(text string, column int) string {
	var wrapped strings.Builder
	for line := range strings.Lines(text) {
		width := 0
		for _, word := range strings.Fields(line) {
			if width > 0 && width+len(word) >= column {
				wrapped.WriteString("\n")
				width = 0
			}
			if width > 0 {
				wrapped.WriteString(" ")
			}
			wrapped.WriteString(word)
			width += len(word) + 1
		}
		wrapped.WriteString("\n\n")
	}

	return wrapped.String()
}

func TestDrift(t *testing.T) {
	statement := func(id string, sentences ...string) guide.Statement {
		s := guide.Statement{ID: id}
		for _, sentence := range sentences {
			s.Sources = append(s.Sources, guide.Hash(sentence))
		}

		return s
	}
	g := &guide.Guide{Statements: []guide.Statement{
		statement("S1", "Keep it secret."),
		statement("S2", "Keep it safe."),
		statement("S3", "Keep it secret.", "Keep it safe."),
		statement("S4", "mode: 0644", "mode: 0644"),
	}}
	tests := map[string]struct {
		text string
		want []string
	}{
		"unchanged":          {"Keep it secret. Keep it safe.\nmode: 0644\nmode: 0644\n", nil},
		"another order":      {"mode: 0644\nmode: 0644\nKeep it safe.\nKeep it secret.", nil},
		"wrapped":            {"Keep it\nsecret. Keep\nit safe.\n\nmode: 0644\nmode: 0644\n", nil},
		"a wrapped list":     {"• Keep it\n  secret.\n• Keep\n  it safe.\n\nmode: 0644\nmode: 0644\n", nil},
		"one word":           {"Keep it secret. Keep it sound.\nmode: 0644\nmode: 0644\n", []string{"S2", "S3"}},
		"a comma":            {"Keep it, secret. Keep it safe.\nmode: 0644\nmode: 0644\n", []string{"S1", "S3"}},
		"one line of two":    {"Keep it secret. Keep it safe.\nmode: 0644\nmode: 0400\n", []string{"S4"}},
		"nothing left of it": {"", []string{"S1", "S2", "S3", "S4"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ids(g.Drift(test.text)); !slices.Equal(got, test.want) {
				t.Errorf("drift %v, want %v", got, test.want)
			}
		})
	}
}

func TestDriftTakesNoWrappedNumberForAListNumber(t *testing.T) {
	g := &guide.Guide{Statements: []guide.Statement{
		{ID: "S1", Sources: []string{guide.Hash("Open port 22.")}},
		{ID: "S2", Sources: []string{guide.Hash("Open port 23.")}},
	}}
	if got, want := ids(g.Drift("Open port\n22. Nothing else.\n")), []string{"S2"}; !slices.Equal(got, want) {
		t.Errorf("drift %v, want %v", got, want)
	}
}

func TestStatementsAreInOrder(t *testing.T) {
	want := map[string]struct {
		prefix string
		count  int
	}{
		"xroad-sidecar":  {"A", 94},
		"eks-essentials": {"B", 68},
	}
	library := load(t)
	if len(library.Guides) != len(want) {
		t.Errorf("got %d guides, want %d", len(library.Guides), len(want))
	}
	for _, g := range library.Guides {
		if got := len(g.Statements); got != want[g.ID].count {
			t.Errorf("%s: got %d statements, want %d", g.ID, got, want[g.ID].count)
		}
		for i, statement := range g.Statements {
			if id := fmt.Sprintf("%s%03d", want[g.ID].prefix, i+1); statement.ID != id {
				t.Errorf("%s: statement %d is %s, want %s", g.ID, i+1, statement.ID, id)
			}
			if statement.Section == "" {
				t.Errorf("%s: no section", statement.ID)
			}
			if !strings.HasSuffix(statement.Text, ".") {
				t.Errorf("%s: %q is no sentence", statement.ID, statement.Text)
			}
		}
	}
}
