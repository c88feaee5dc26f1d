package policytest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// forbidden lists the built-in functions that some channel lacks, or that make a verdict depend on
// more than its input. units.parse_bytes takes 200m, a fifth of a byte, for 200 megabytes.
var forbidden = []string{"http.send", "time.now_ns", "units.parse_bytes", "opa.runtime", "rand.intn", "net.lookup_ip_addr", "uuid.rfc4122"}

// ruleOfConftest is what conftest takes for a verdict.
var ruleOfConftest = regexp.MustCompile(`^(deny|warn|violation)(_.*)?$`)

// checkPortability allows only what every channel understands in the same way. The modules in channels are
// for one channel each; what they must not have is a rule that conftest takes for a verdict, but for
// those that are for conftest.
func (r *run) checkPortability() {
	for _, m := range r.tested {
		if m.isTest {
			continue
		}
		c := r.add(m, CheckPortability)
		r.checkNegation(c, m)
		checkRules(c, m)
		if m.isChannel() {
			continue
		}
		checkReferences(c, m)
		checkOverlay(c, m)
	}
}

// checkRules allows no rule but violation that conftest takes for a verdict.
func checkRules(c *Case, m *module) {
	if m.file == "channels/conftest.rego" || m.file == "channels/documents.rego" {
		return
	}
	for _, rule := range m.parsed.Rules {
		name := rule.Head.Ref().String()
		if ruleOfConftest.MatchString(name) && (!m.isControl() || name != "violation") {
			c.failAt(rule.Location, "conftest treats the rule %s as a verdict; rename it", name)
		}
	}
}

// checkReferences allows only libraries to be imported, and no reference to what a channel lacks.
func checkReferences(c *Case, m *module) {
	imported := map[string]bool{}
	for _, i := range m.parsed.Imports {
		address := i.Path.String()
		imported[address] = true
		if !strings.HasPrefix(address, "data.lib.guiderail.") {
			c.failAt(i.Location, "imports %s; Gatekeeper allows only data.lib.guiderail", address)
		}
	}
	// What with replaces is not read.
	replaced := map[[2]int]bool{}
	ast.WalkWiths(m.parsed, func(w *ast.With) bool {
		replaced[[2]int{w.Target.Location.Row, w.Target.Location.Col}] = true
		return false
	})
	ast.WalkRefs(m.parsed, func(ref ast.Ref) bool {
		text := ref.String()
		switch {
		case replaced[[2]int{ref[0].Location.Row, ref[0].Location.Col}]:
		case slices.Contains(forbidden, text):
			c.failAt(ref[0].Location, "%s is not allowed", text)
		case ref[0].Equal(ast.DefaultRootDocument) && !imported[text] && !ref.HasPrefix(m.parsed.Package.Path) && !strings.HasPrefix(text, "data.inventory"):
			c.failAt(ref[0].Location, "%s is undefined in Gatekeeper; import it", text)
		case ref[0].Equal(ast.InputRootDocument) && m.pkg != "lib.guiderail.ctx":
			c.failAt(ref[0].Location, "only the library ctx reads input; use ctx")
		}
		return false
	})
}

// checkOverlay checks that a parameter that is given takes the place of its default as a whole, in particular
// one that is a map, which object.union would merge with it.
func checkOverlay(c *Case, m *module) {
	if !m.isControl() || !hasMapParameter(m.parsed) {
		return
	}
	ast.WalkRefs(m.parsed, func(ref ast.Ref) bool {
		if ref.String() == "object.union" {
			c.failAt(ref[0].Location, "a parameter is a map; use ctx.overlay to apply the defaults")
		}
		return false
	})
}

func hasMapParameter(module *ast.Module) bool {
	for _, a := range module.Annotations {
		parameters, _ := a.Custom["parameters"].(map[string]any)
		for _, described := range parameters {
			if schema, _ := described.(map[string]any); schema["type"] == "object" {
				return true
			}
		}
	}
	return false
}
