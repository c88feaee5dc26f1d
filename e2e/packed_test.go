//go:build e2e

package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/e2e/cluster"
	"github.com/guiderail/guiderail/harness/gatekeeper"
)

// TestPacked holds Gatekeeper with every control packed into one template, refusing, against the harness. It sends the
// examples and all that is requested; the layout each, which has them all in TestEverything, is held against the same
// harness, and TestPackedProfile and TestFrameworkAgrees hold the layouts against each other.
func TestPacked(t *testing.T) {
	policy := renderAs(t, everything, gatekeeper.Packed)
	if len(policy.Templates) != 1 || len(policy.Constraints) != 1 {
		t.Fatalf("%d templates and %d constraints were rendered", len(policy.Templates), len(policy.Constraints))
	}
	j := newJudge(t, policy.profile)
	bad := createBad(t)
	policy.enforceAtOnce(t)
	recorder, err := shared.Record(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { do(t, recorder.Close()) })
	t.Run("fixtures", func(t *testing.T) {
		fixtures := slices.DeleteFunc(readFixtures(t, "../testdata/controls"), func(f *fixture) bool {
			return f.request == nil && !strings.HasSuffix(f.position.File, "/example.yaml")
		})
		n := testSome(t, recorder, j, fixtures)
		fmt.Printf("packed: %s\n", n)
		if n.refused < 200 || n.admitted < 100 || len(n.controls) < 60 {
			t.Errorf("only %d refused by %d controls, and %d admitted", n.refused, len(n.controls), n.admitted)
		}
	})
	t.Run("audit", func(t *testing.T) { testPackedAudit(t, j, policy, bad) })
}

// testPackedAudit wants the one constraint to have the total of all that the harness finds in the cluster.
func testPackedAudit(t *testing.T, j *judge, policy *rendered, created int) {
	var want int
	var audit *cluster.Audit
	for round := 0; round < 4 && (audit == nil || audit.Total != want); round++ {
		want = 0
		for _, messages := range judgeCluster(t, j) {
			want += len(messages)
		}
		if round == 0 {
			do(t, shared.AuditEvery(t.Context(), 10*time.Second))
			t.Cleanup(func() { do(t, shared.AuditEvery(lasting(t), 0)) })
		}
		waitAudited(t, policy, time.Now())
		var err error
		if audit, err = shared.Audit(t.Context(), policy.Constraints[0]); err != nil {
			t.Fatal(err)
		}
	}
	if audit.Total != want || want < created {
		t.Errorf("the audit found %d, the harness %d in %d bad objects and the others", audit.Total, want, created)
	}
	for _, message := range audit.Messages {
		if !strings.HasPrefix(message, "[") {
			t.Errorf("a message names no control: %s", message)
		}
	}
	fmt.Printf("packed: the audit found %d violations\n", audit.Total)
}
