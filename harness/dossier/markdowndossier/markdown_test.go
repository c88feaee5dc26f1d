package markdowndossier_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/internal/dossiertest"
	"github.com/guiderail/guiderail/harness/dossier/markdowndossier"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func write(t *testing.T, d *dossier.Dossier) string {
	t.Helper()
	var out strings.Builder
	if err := markdowndossier.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var (
	links    = regexp.MustCompile(`[^\\]\]\(([^)]*)\)`)
	headings = regexp.MustCompile(`(?m)^#+ (.*)$`)
	// active is what is more than text in Markdown: elements, links to elsewhere, code, mentions and references.
	active = regexp.MustCompile("<[^>]*>?|[^\\\\]\\]\\([^#][^)]*\\)|[^\\\\]`|@[a-z]|[^&]#[0-9]|[^\\\\]!\\[|://[a-z.]*|[\x1b\u202e]")
)

func TestDossier(t *testing.T) {
	for name, d := range map[string]*dossier.Dossier{
		"everything": dossiertest.Everything(),
		"hostile":    dossiertest.WithHostileTexts(t),
		"nothing":    {},
	} {
		t.Run(name, func(t *testing.T) {
			text := write(t, d)
			if name == "everything" {
				reporttest.Golden(t, filepath.Join("testdata", name+".md"), text)
			}
			if text != write(t, d) {
				t.Error("the same dossier gives another text")
			}
			for _, found := range active.FindAllString(text, -1) {
				t.Errorf("it is not only text: %q", found)
			}
			slugs := slugsOf(text)
			for _, link := range links.FindAllStringSubmatch(text, -1) {
				if !slugs[link[1]] {
					t.Errorf("%s leads nowhere", link[1])
				}
			}
			// Nothing of a text begins a line, where it could be a list, a heading or a table.
			for line := range strings.Lines(text) {
				if !regexp.MustCompile(`^(\n|#+ |\| |- \*\*|  - |\*\*|As of |No |The |There |All |What |How )`).MatchString(line) {
					t.Errorf("a line begins with a text: %s", line)
				}
			}
		})
	}
}

// slugsOf returns the links that GitHub makes of the headings of a text, read back from the Markdown.
func slugsOf(text string) map[string]bool {
	slugs := map[string]bool{}
	for _, heading := range headings.FindAllStringSubmatch(text, -1) {
		title := strings.NewReplacer("&#8203;", "", "&lt;", "", "&gt;", "", "&amp;", "").Replace(heading[1])
		title = strings.ReplaceAll(regexp.MustCompile(`[^\p{L}\p{M}\p{Nd}\p{Pc} -]`).ReplaceAllString(strings.ToLower(title), ""), " ", "-")
		slug := "#" + title
		for i := 1; slugs[slug]; i++ {
			slug = fmt.Sprintf("#%s-%d", title, i)
		}
		slugs[slug] = true
	}
	return slugs
}

// TestTables holds that each row of a table has as many cells as its head.
func TestTables(t *testing.T) {
	cells := -1
	for line := range strings.Lines(write(t, dossiertest.WithHostileTexts(t))) {
		if !strings.HasPrefix(line, "|") {
			cells = -1
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if cells >= 0 && n != cells {
			t.Errorf("want %d cells: %s", cells, line)
		}
		cells = n
	}
}

func TestBig(t *testing.T) {
	d := dossiertest.Big()
	start := time.Now()
	text := write(t, d)
	t.Logf("%d KiB in %v", len(text)>>10, time.Since(start))
	if len(text) > 3<<20 {
		t.Errorf("it has %d KiB", len(text)>>10)
	}
}
