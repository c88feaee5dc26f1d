package policies_test

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestNoLiteralsOfVariables wants nothing to be looked for in a set or an array that is written with variables in it, such
// as x in {"*", y}: in functions, OPA 1.21, which conftest 0.71 has, does not find what is there. To iterate over it and
// to compare does the same everywhere.
func TestNoLiteralsOfVariables(t *testing.T) {
	seen := 0
	for name, module := range files(t) {
		if isTest(name) {
			continue
		}
		ast.WalkExprs(module, func(e *ast.Expr) bool {
			if !e.IsCall() || e.Operator().String() != ast.Member.Name {
				return false
			}
			seen++
			switch e.Operand(1).Value.(type) {
			case ast.Set, *ast.Array:
				if !e.Operand(1).IsGround() {
					t.Errorf("%s: %s looks among variables; iterate over them and compare", e.Location, e)
				}
			}
			return false
		})
	}
	if seen < 100 {
		t.Errorf("only %d look-ups were seen", seen)
	}
}
