package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness"
)

// TestDocsReports wants docs/reports.md to have a row and a section for every format, and its examples for CI systems
// to find what they look for: each runs where something is found, and every report that a later step reads is there.
func TestDocsReports(t *testing.T) {
	texts := documents(t)
	const page = "docs/reports.md"
	var rows []string
	for _, row := range regexp.MustCompile("(?m)^\\| \\[`([a-z-]+)`\\]\\(#([a-z-]+)\\) \\|").FindAllStringSubmatch(texts[page], -1) {
		rows = append(rows, row[1])
		if row[1] != row[2] || !strings.Contains(texts[page], "\n## "+row[1]+"\n") {
			t.Errorf("%s has no section, or the row leads elsewhere", row[1])
		}
	}
	if want := harness.Reports(); !slices.Equal(rows, want) {
		t.Errorf("the table lists %q, and the formats are %q", rows, want)
	}
	web, err := os.ReadFile("examples/web.yaml")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`guiderail (check [^\n']*)`)
	written := regexp.MustCompile(`--output-file [a-z-]+=(\S+)`)
	ran := 0
	for _, block := range slices.Concat(fences(map[string]string{page: texts[page]}, "yaml"), fences(map[string]string{page: texts[page]}, "groovy")) {
		for _, found := range command.FindAllStringSubmatch(block.text, -1) {
			ran++
			t.Chdir(t.TempDir())
			if err := os.Mkdir("deploy", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join("deploy", "web.yaml"), web, 0o644); err != nil {
				t.Fatal(err)
			}
			var out, complaints bytes.Buffer
			if code := run(t.Context(), words(found[1]), strings.NewReader(""), &out, &complaints); code != 3 {
				t.Errorf("line %d: guiderail %s ends with %d:\n%s", block.line, found[1], code, complaints.String())
			}
			for _, output := range written.FindAllStringSubmatch(found[1], -1) {
				if strings.Count(block.text, output[1]) < 2 {
					t.Errorf("line %d: nothing reads %s", block.line, output[1])
				}
				if text, err := os.ReadFile(output[1]); err != nil || len(text) == 0 {
					t.Errorf("line %d: %s: %v", block.line, output[1], err)
				}
			}
		}
	}
	if ran < 7 {
		t.Errorf("only %d examples were found", ran)
	}
}
