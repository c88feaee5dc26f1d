package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/policies"
)

// TestFixPage wants docs/fix.md to name every control with fixes, and to say of every other one why it has none: by its ID,
// or else by its family.
func TestFixPage(t *testing.T) {
	page := documents(t)["docs/fix.md"]
	_, page, _ = strings.Cut(page, "\n## Controls with fixes\n")
	with, without, found := strings.Cut(page, "\n## Controls without\n")
	if !found {
		t.Fatal("a section is missing")
	}
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	for _, match := range regexp.MustCompile(`(?m)^\| \[([a-z0-9_.]+)\]`).FindAllStringSubmatch(with, -1) {
		named[match[1]]++
	}
	reasons, used := map[string]int{}, map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(without, -1) {
		for _, name := range strings.Split(row[1], ", ") {
			reasons[strings.Trim(name, "`")]++
		}
	}
	for _, c := range all.Controls {
		if len(c.Fixes) > 0 {
			if named[c.ID] != 1 || reasons[c.ID] != 0 {
				t.Errorf("%s has fixes, and is named %d times", c.ID, named[c.ID])
			}
			delete(named, c.ID)
			continue
		}
		name := c.ID
		if reasons[name] == 0 {
			name = c.Family()
		}
		if used[name] = true; reasons[name] != 1 {
			t.Errorf("%s has no fix, and %d reasons", c.ID, reasons[name])
		}
	}
	for name := range named {
		t.Errorf("%s has no fixes, and is named", name)
	}
	for name := range reasons {
		if !used[name] {
			t.Errorf("the reason for %s is for no control", name)
		}
	}
}
