package browser_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// dossiers writes a dossier of two scopes of which the names are hostile, and returns its page.
func dossiers(t *testing.T) string {
	t.Helper()
	files := map[string]string{}
	for name, text := range deployments {
		files[name] = text
	}
	files["names.yaml"] = fmt.Sprintf("apiVersion: v1\nkind: Pod\nmetadata: {name: %[1]q}\nspec:\n  containers: [{name: %[1]q, image: %[1]q, securityContext: {privileged: true}}]\n", hostile+strings.Repeat("long", 200))
	for _, scope := range []string{"prod", "staging"} {
		files[scope+".yaml"] = fmt.Sprintf("apiVersion: guiderail.dev/v1alpha1\nkind: Scope\nmetadata: {name: %s}\nspec: {title: %q, cluster: {name: %[1]q}, paths: [web.yaml, db.yaml, names.yaml]}\n", scope, hostile+scope)
	}
	return write(t, files, "dossier", "-o", "html")
}

func TestDossier(t *testing.T) {
	file := dossiers(t)
	for name, v := range map[string]view{
		"light": desktop, "dark": {width: 1280, scheme: "dark"}, "phone": {width: 390, scheme: "light"}, "dark phone": {width: 390, scheme: "dark"},
		"print": {width: 800, scheme: "dark", media: "print"}, "without scripts": {width: 1280, scheme: "light", plain: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, file, v)
			wants(p, fits, true)
			wants(p, pale, "")
			wants(p, "document.querySelectorAll('main, h1').length", 2)
			wants(p, "document.querySelectorAll('.part').length", 2)
			wants(p, "document.querySelectorAll('.statement').length === 324 && 324 === "+visible(".statement"), true)
			wants(p, "document.querySelectorAll('script, img, [onerror], [onload], [style]').length", 0)
			wants(p, "typeof window.hacked", "undefined")
			// Nothing is cut off: what is wider than its box would be hidden behind the next.
			wants(p, "Array.from(document.querySelectorAll('td, th, dd, li, h5')).filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline').length", 0)
			wants(p, "Array.from(document.querySelectorAll('a[href^=\"#\"]')).filter((e) => !document.getElementById(decodeURIComponent(e.hash.slice(1)))).length", 0)
			if name != "print" {
				return
			}
			pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF())
			if err != nil {
				t.Fatal(err)
			}
			// Each scope has a page for each section of the guides, and more for its tables.
			if n := pages(pdf); n < 60 {
				t.Errorf("%d pages are printed", n)
			}
		})
	}
}

// pages counts the pages of a PDF: the largest count that a node of the tree of its pages has.
func pages(pdf []byte) int {
	most := 0
	for _, count := range regexp.MustCompile(`/Count (\d+)`).FindAllSubmatch(pdf, -1) {
		if n, err := strconv.Atoi(string(bytes.TrimSpace(count[1]))); err == nil {
			most = max(most, n)
		}
	}
	return most
}

// TestReferenceDossier holds that the dossier of the reference clusters can be read at both sizes and printed.
func TestReferenceDossier(t *testing.T) {
	clusters, err := filepath.Abs(filepath.Join("..", "..", "testdata", "reference", "clusters"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(clusters); err != nil {
		t.Fatal(err)
	}
	file := write(t, nil, "dossier", "-o", "html", "--fail-on", "none", "--now", "2026-11-30T12:00:00Z", clusters)
	for _, width := range []int64{390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := open(t, file, view{width: width, scheme: "light"})
			wants(p, fits, true)
			wants(p, "document.querySelectorAll('.part').length", 2)
			// All that is said of a file leads to the file's digest.
			wants(p, "document.querySelectorAll('.evidence span.at, .findings span.at').length", 0)
		})
	}
}
