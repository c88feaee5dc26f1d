//go:build e2e

package e2e_test

import "testing"

// TestEverything holds Gatekeeper with every control, refusing, against the harness.
func TestEverything(t *testing.T) {
	recorder, err := shared.Record(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := recorder.Close(); err != nil {
			t.Error(err)
		}
	})
	policy := render(t, everything)
	j := newJudge(t, policy.profile)
	policy.enforce(t)
	t.Run("fixtures", func(t *testing.T) { testFixtures(t, recorder, j) })
}
