package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/policies"
)

var (
	link    = regexp.MustCompile(`\[[^\]]*\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} (.*)$`)
)

// TestLinks follows every link of the README and docs to a file or heading of the repository.
func TestLinks(t *testing.T) {
	texts := documents(t)
	anchors := map[string]map[string]bool{}
	for file, text := range texts {
		anchors[file] = anchorsOf(withoutFences(text))
	}
	followed := 0
	for file, text := range texts {
		for _, found := range link.FindAllStringSubmatch(withoutFences(text), -1) {
			target := found[1]
			if strings.HasPrefix(target, "https://") {
				continue
			}
			followed++
			name, anchor, _ := strings.Cut(target, "#")
			to := file
			if name != "" {
				to = path.Join(path.Dir(file), name)
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: %s leads nowhere", file, target)
				continue
			}
			if anchor != "" && !anchors[to][anchor] {
				t.Errorf("%s: %s leads to no heading", file, target)
			}
		}
	}
	if followed < 500 {
		t.Errorf("only %d links were found", followed)
	}
}

// withoutFences takes the fenced blocks out of a text.
func withoutFences(text string) string {
	var lines []string
	end := ""
	for line := range strings.SplitSeq(text, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case end != "":
			if line == end {
				end = ""
			}
		case len(ticks) >= 3:
			end = ticks
		default:
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// anchorsOf gives the names that GitHub and GitLab give to the headings of a text.
func anchorsOf(text string) map[string]bool {
	anchors, times := map[string]bool{}, map[string]int{}
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, found[1])
		name := anchor
		if times[anchor] > 0 {
			name = fmt.Sprintf("%s-%d", anchor, times[anchor])
		}
		times[anchor]++
		anchors[name] = true
	}
	return anchors
}

// TestDocsIndexes wants every page of docs in an index, and a page for each control and for nothing else.
func TestDocsIndexes(t *testing.T) {
	texts := documents(t)
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for _, c := range all.Controls {
		missing["docs/controls/"+c.Family()+"/"+c.Name()+".md"] = true
	}
	for file := range texts {
		folder, name := "docs/", strings.TrimPrefix(file, "docs/")
		if name == file || name == "README.md" {
			continue
		}
		if page, ok := strings.CutPrefix(name, "controls/"); ok && page != "README.md" {
			if !missing[file] {
				t.Errorf("%s is the page of no control; run: make generate", file)
			}
			delete(missing, file)
			folder, name = "docs/controls/", page
		}
		if !strings.Contains(texts[folder+"README.md"], "]("+name+")") {
			t.Errorf("%sREADME.md does not name %s", folder, name)
		}
	}
	for file := range missing {
		t.Errorf("%s is not there; run: make generate", file)
	}
}

// TestLinksNoGatekeeper keeps the command line as small and quick to start as it is: Gatekeeper's packages
// are for tests, and those of client-go that know every type of the API are for others: reading a cluster takes rest and
// clientcmd alone.
func TestLinksNoGatekeeper(t *testing.T) {
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(output))
	for _, name := range packages {
		if strings.HasPrefix(name, "github.com/open-policy-agent/gatekeeper/") || strings.HasPrefix(name, "github.com/open-policy-agent/frameworks/") {
			t.Errorf("it links %s", name)
		}
		for _, heavy := range []string{"discovery", "dynamic", "informers", "kubernetes", "metadata", "restmapper"} {
			if below := "k8s.io/client-go/" + heavy; name == below || strings.HasPrefix(name, below+"/") {
				t.Errorf("it links %s", name)
			}
		}
	}
	if len(packages) < 100 {
		t.Errorf("go list names %d packages only", len(packages))
	}
}
