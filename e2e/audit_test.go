//go:build e2e

package e2e_test

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/gatekeeper"
)

// harmless kinds are those of which an object may stay in the cluster while the tests run: it neither
// changes how the cluster works nor what others may create in it.
var harmless = []string{
	"ClusterRole", "ClusterRoleBinding", "ConfigMap", "CronJob", "Deployment", "HorizontalPodAutoscaler",
	"Ingress", "NetworkPolicy", "Pod", "Role", "RoleBinding", "Secret", "Service", "ServiceAccount",
}

// createBad creates the failing example of every control, past the policy, and gives how many there are.
func createBad(t *testing.T) int {
	t.Helper()
	folders, err := filepath.Glob("../testdata/controls/*/*/fail/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var fixtures []*fixture
	for _, file := range folders {
		for _, f := range readFixtures(t, file) {
			if f.request == nil && slices.Contains(harmless, f.object.GetKind()) {
				fixtures = append(fixtures, f)
			}
		}
	}
	prepare(t, fixtures)
	created := 0
	for _, f := range fixtures {
		if _, err := shared.Namespaced(f.object); err != nil {
			continue
		}
		if setUp(t, f.object).OK() {
			created++
			t.Cleanup(func() { tearDown(t, f.object) })
		}
	}
	return created
}

// testAudit waits for an audit that finds, against every constraint, exactly as much as the harness finds
// in all objects of the cluster: those that were there before the policy, the cluster's own, and those
// that its controllers make of them.
func testAudit(t *testing.T, j *judge, policy *rendered, created int) {
	begin := time.Now()
	defects, found := []string{"there was no audit"}, 0
	// What a controller makes in between, the harness and the audit find in the next round.
	for round := 0; round < 4 && len(defects) > 0; round++ {
		want := judgeCluster(t, j)
		if round == 0 { // not before: the two would share the processors
			do(t, shared.AuditEvery(t.Context(), 10*time.Second))
			t.Cleanup(func() { do(t, shared.AuditEvery(lasting(t), 0)) })
		}
		waitAudited(t, policy, time.Now())
		defects, found = compareAudit(t, policy, want)
		t.Logf("round %d after %.0f s: %d differences %q", round, time.Since(begin).Seconds(), len(defects), defects[:min(3, len(defects))])
	}
	for _, d := range defects {
		t.Error(d)
	}
	if created < 40 || found < created {
		t.Errorf("%d objects were there before the policy, and %d violations were found", created, found)
	}
	fmt.Printf("audit: %d bad objects were there before the policy; %d violations in the whole cluster, each constraint's total as the harness counts, after %.0f s\n",
		created, found, time.Since(begin).Seconds())
}

// waitAudited waits for an audit of every constraint that begins after a time.
func waitAudited(t *testing.T, policy *rendered, after time.Time) {
	t.Helper()
	waiting := policy.Constraints
	wait(t, 10*time.Minute, func() error {
		for i, constraint := range waiting {
			audit, err := shared.Audit(t.Context(), constraint)
			if err == nil && !audit.Begun.After(after) {
				err = fmt.Errorf("%s was not audited since %s, but at %s", constraint.GetName(), after, audit.Begun)
			}
			if err != nil {
				waiting = waiting[i:]
				return err
			}
		}
		return nil
	})
}

// judgeCluster gives the messages of the harness about all objects of the cluster, by constraint.
func judgeCluster(t *testing.T, j *judge) map[string][]string {
	t.Helper()
	objects, err := shared.Objects(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer j.hold(t)()
	var requests bytes.Buffer
	for _, o := range objects {
		requests.Write(asRequest(t, o))
	}
	messages := map[string][]string{}
	for _, f := range j.judge(t, requests.Bytes()) {
		name := gatekeeper.ConstraintName(f.Control)
		messages[name] = append(messages[name], f.Message)
	}
	t.Logf("%d objects in the cluster", len(objects))
	return messages
}

func compareAudit(t *testing.T, policy *rendered, want map[string][]string) (defects []string, found int) {
	t.Helper()
	for _, constraint := range policy.Constraints {
		name := constraint.GetName()
		audit, err := shared.Audit(t.Context(), constraint)
		if err != nil {
			t.Fatal(err)
		}
		found += audit.Total
		switch {
		case audit.Total != len(want[name]):
			defects = append(defects, fmt.Sprintf("%s: the audit found %d, the harness %d: %s", name, audit.Total, len(want[name]), difference(audit.Messages, want[name])))
		case audit.Total == len(audit.Messages) && difference(audit.Messages, want[name]) != "":
			defects = append(defects, name+": "+difference(audit.Messages, want[name]))
		}
	}
	return defects, found
}

// difference tells what one list holds more often than the other. Messages count as far as an audit
// writes them.
func difference(got, want []string) string {
	count := map[string]int{}
	for _, m := range got {
		count[shorten(m)]++
	}
	for _, m := range want {
		count[shorten(m)]--
	}
	var all []string
	for _, m := range slices.Sorted(maps.Keys(count)) {
		if count[m] != 0 {
			all = append(all, fmt.Sprintf("%+d %q", count[m], m))
		}
	}
	return strings.Join(all, ", ")
}

func shorten(message string) string { return message[:min(len(message), 200)] }
