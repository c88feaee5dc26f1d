//go:build e2e

package e2e_test

import (
	"fmt"
	"testing"
)

// TestEverything holds Gatekeeper with every control, refusing, against the harness, and against what is
// built into the API server.
func TestEverything(t *testing.T) {
	policy := render(t, everything)
	j := newJudge(t, policy.profile)
	bad := createBad(t)
	fmt.Printf("%d bad objects are there before the policy\n", bad)
	policy.enforceAtOnce(t)

	recorder, err := shared.Record(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := recorder.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("fixtures", func(t *testing.T) { testFixtures(t, recorder, j) })
	t.Run("pod security", testPodSecurity)
	t.Run("audit", func(t *testing.T) { testAudit(t, j, policy, bad) })
}
