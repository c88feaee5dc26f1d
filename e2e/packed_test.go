//go:build e2e

package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

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

// testPackedAudit wants an audit to log of each control as many violations as the harness finds in the cluster, and the
// one constraint to have the total.
func testPackedAudit(t *testing.T, j *judge, policy *rendered, created int) {
	defects := []string{"there was no audit"}
	found := 0
	for round := 0; round < 4 && len(defects) > 0; round++ {
		want, total := map[string]int{}, 0
		for name, messages := range judgeCluster(t, j) {
			want[name] = len(messages)
			total += len(messages)
		}
		if round == 0 {
			do(t, shared.AuditEvery(t.Context(), 10*time.Second))
			t.Cleanup(func() { do(t, shared.AuditEvery(lasting(t), 0)) })
		}
		waitAudited(t, policy, time.Now())
		audit, err := shared.Audit(t.Context(), policy.Constraints[0])
		if err != nil {
			t.Fatal(err)
		}
		if defects, found = nil, audit.Total; found != total {
			defects = append(defects, fmt.Sprintf("the audit found %d, the harness %d", found, total))
		}
		for _, message := range audit.Messages {
			if !strings.HasPrefix(message, "[") {
				defects = append(defects, "a message names no control: "+message)
			}
		}
		if logged := loggedViolations(t); !slices.ContainsFunc(logged, func(one map[string]int) bool { return maps.Equal(one, want) }) {
			defects = append(defects, fmt.Sprintf("none of %d audits logged what the harness finds; the last one %v, want %v", len(logged), logged[max(0, len(logged)-1):], want))
		}
	}
	for _, d := range defects {
		t.Error(d)
	}
	if found < created {
		t.Errorf("%d objects were there before the policy, and %d violations were found", created, found)
	}
	fmt.Printf("packed: the audit found %d violations, as many of each control as the harness\n", found)
}

// loggedViolations counts the violations that each audit logged, by what would be the name of the control's constraint.
func loggedViolations(t *testing.T) []map[string]int {
	t.Helper()
	text, err := shared.GatekeeperLog()
	if err != nil {
		t.Fatal(err)
	}
	var audits []map[string]int
	last := ""
	for line := range strings.Lines(string(text)) {
		var entry struct {
			AuditID   string `json:"audit_id"`
			EventType string `json:"event_type"`
			Details   struct{ Control string }
		}
		if json.Unmarshal([]byte(line), &entry) != nil || entry.EventType != "violation_audited" {
			continue
		}
		if entry.AuditID != last {
			last, audits = entry.AuditID, append(audits, map[string]int{})
		}
		audits[len(audits)-1][strings.ReplaceAll(entry.Details.Control, "_", "-")]++
	}
	return audits
}
