package policies_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report/jsonreport"
	"github.com/guiderail/guiderail/internal/tools"
)

// TestCompatibility wants docs/compatibility.md to promise what is there, in the versions that are there.
func TestCompatibility(t *testing.T) {
	text, err := os.ReadFile("../docs/compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]bool{}
	for _, module := range files(t) {
		for _, rule := range module.Rules {
			rules[module.Package.Path.String()+"."+rule.Head.Ref().GroundPrefix().String()] = true
		}
	}
	promised := regexp.MustCompile("`(?:data\\.)?((?:lib\\.guiderail|guiderail|main|system)[a-z_.]*)(?: [^`]*)?`").FindAllStringSubmatch(string(text), -1)
	if len(promised) < 10 {
		t.Errorf("it promises %d documents and rules", len(promised))
	}
	isPackage := func(name string) bool {
		for rule := range rules {
			if strings.HasPrefix(rule, name+".") {
				return true
			}
		}
		return false
	}
	for _, p := range promised {
		name := "data." + p[1]
		switch name {
		case "data.guiderail", "data.guiderail.dev", "data.guiderail.decision.policy.version":
			continue // a command, an API group, a field
		}
		if !rules[name] && !isPackage(name) {
			t.Errorf("there is no %s", name)
		}
	}
	if want := fmt.Sprintf("field `version`, now %d.", jsonreport.Version); !strings.Contains(string(text), want) {
		t.Errorf("it does not say: %s", want)
	}
	versions := regexp.MustCompile("(?m)^\\| `(guiderail\\.dev/[a-z0-9]+)` \\|").FindAllStringSubmatch(string(text), -1)
	var named []string
	for _, v := range versions {
		named = append(named, v[1])
	}
	if want := profile.Versions(); !slices.Equal(named, want) {
		t.Errorf("it names the versions %v of profiles, want %v", named, want)
	}
	for _, version := range tools.OPAReleases() {
		if !strings.Contains(string(text), strings.TrimPrefix(version, "v")) {
			t.Errorf("it does not name OPA %s", version)
		}
	}
}
