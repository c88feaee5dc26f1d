package htmldossier_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/htmldossier"
	"github.com/guiderail/guiderail/harness/dossier/internal/dossiertest"
	"github.com/guiderail/guiderail/internal/reporttest"
)

func write(t *testing.T, d *dossier.Dossier) string {
	t.Helper()
	var out strings.Builder
	if err := htmldossier.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var (
	styles = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	hashes = regexp.MustCompile(`sha256-[^ ]*=&#39;`)
	ids    = regexp.MustCompile(` id="([^"]*)"`)
	links  = regexp.MustCompile(` (?:href|aria-labelledby)="#?([^"]*)"`)
)

// body is a page without what is the same in all pages.
func body(page string) string {
	return hashes.ReplaceAllString(styles.ReplaceAllString(page, "<style></style>"), "sha256-…&#39;")
}

func TestDossier(t *testing.T) {
	for name, d := range map[string]*dossier.Dossier{
		"everything": dossiertest.Everything(),
		"hostile":    dossiertest.WithHostileTexts(t),
		"nothing":    {},
		"big":        dossiertest.Big(),
	} {
		t.Run(name, func(t *testing.T) {
			page := write(t, d)
			if name == "everything" {
				reporttest.Golden(t, filepath.Join("testdata", name+".html"), body(page))
			}
			if page != write(t, d) {
				t.Error("the same dossier gives another page")
			}
			there := map[string]bool{}
			for _, id := range ids.FindAllStringSubmatch(page, -1) {
				if there[id[1]] {
					t.Errorf("there are two of id %s", id[1])
				}
				there[id[1]] = true
			}
			for _, link := range links.FindAllStringSubmatch(page, -1) {
				if link[1] != "data:," && !there[link[1]] {
					t.Errorf("%s leads nowhere", link[0])
				}
			}
		})
	}
}

// TestLinked holds that all files are linked to the input that they are, or are in.
func TestLinked(t *testing.T) {
	page := write(t, dossiertest.Everything())
	for _, place := range []string{"clusters/prod/web.yaml:7", "charts/sidecar/templates/role.yaml:2", "clusters/prod/infra/main.tf:3", "clusters/prod/scan.json", "clusters/prod/scope.yaml", "clusters/prod/attestation.yaml", "review.md"} {
		if !regexp.MustCompile(`<a class=at href="#prod-input-[1-7]">` + regexp.QuoteMeta(place) + `</a>`).MatchString(page) {
			t.Errorf("%s is not linked", place)
		}
	}
	if !strings.Contains(page, `<a href="#prod-attestation-1">attestation 1, <bdi>review</bdi></a>`) {
		t.Error("the attestation is not linked")
	}
}

func TestHostile(t *testing.T) {
	page := write(t, dossiertest.WithHostileTexts(t))
	if n := strings.Count(page, "</style>"); n != 1 {
		t.Errorf("%d styles end", n)
	}
	// The running titles are the only texts in the style; what would end a string or a rule is escaped.
	for _, rule := range regexp.MustCompile(`content: "(.*)"; } }`).FindAllStringSubmatch(styles.FindStringSubmatch(page)[1], -1) {
		if !regexp.MustCompile(`^([A-Za-z0-9 ]|\\[0-9a-f]{6} )*$`).MatchString(rule[1]) {
			t.Errorf("the style has %s", rule[1])
		}
	}
	text := styles.ReplaceAllString(page, "")
	for _, element := range regexp.MustCompile(`<(script|img|iframe|object|form)|\son[a-z]+=['"]?alert|javascript:[^<]*"|\x1b|\x{202e}`).FindAllString(text, -1) {
		if !strings.HasPrefix(strings.TrimSpace(element), "onload=") { // escaped quotes make it a text
			t.Errorf("it is not only text: %q", element)
		}
	}
}

// TestBig holds that a big dossier makes a page that can be sent and opened.
func TestBig(t *testing.T) {
	d := dossiertest.Big()
	start := time.Now()
	page := write(t, d)
	took := time.Since(start)
	t.Logf("%d KiB in %v", len(page)>>10, took)
	if len(page) > 3<<20 {
		t.Errorf("the page has %d KiB", len(page)>>10)
	}
	if took > 5*time.Second { // well below one on a machine that is not busy
		t.Errorf("it took %v", took)
	}
}
