package harness

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
)

// ofSnapshot says what a Snapshot tells of the kinds that were not read. One that is not as an audit writes it is an
// error: what it would tell is not known of the objects that follow.
func ofSnapshot(a *artefact.Artefact) ([]artefact.Notice, []*artefact.Error) {
	at := a.Position(nil)
	if a.Snapshot == nil {
		return nil, []*artefact.Error{{Position: at, Message: "is a Snapshot, and not as guiderail audit --dump writes it; dump the cluster again"}}
	}
	return a.Snapshot.Notices(at), a.Snapshot.Errors(at)
}

// snapshotJudge judges objects that were read from a cluster by what was read there: where a control needs a kind that
// was not read, what it says is not known, and whoever has the metadata of a Secret knows nothing of its values. Of
// objects in files it says what the other judge says.
type snapshotJudge struct{ asked judge.Judge }

// Controls lists the controls of the other judge.
func (j *snapshotJudge) Controls() []*control.Control { return j.asked.Controls() }

// Judge asks the other judge.
func (j *snapshotJudge) Judge(ctx context.Context, a *artefact.Artefact, look judge.Lookup) ([]judge.Outcome, error) {
	outcomes, err := j.asked.Judge(ctx, a, look)
	if err != nil || a.Snapshot == nil {
		return outcomes, err
	}
	for i := range outcomes {
		ofCluster(&outcomes[i], a)
	}
	return outcomes, nil
}

// ofCluster takes from an outcome what the snapshot does not bear out.
func ofCluster(o *judge.Outcome, a *artefact.Artefact) {
	if o.Control.FilesOnly {
		*o = judge.Outcome{Control: o.Control}
		return
	}
	open := func(format string, args ...any) {
		o.Violations, o.Unknowns = nil, []judge.Statement{{Message: fmt.Sprintf(format, args...), Path: []any{}}}
	}
	if missing := missing(o.Control, a.Snapshot); len(missing) > 0 && (o.Applies || len(o.Violations)+len(o.Unknowns) > 0) {
		open("cannot be decided, since not all of this was read in the cluster: %s", strings.Join(missing, ", "))
		return
	}
	if !isSecret(a) || a.Snapshot.Missing("", "Secret") == nil || !o.Control.Names(a.Ref) {
		return
	}
	// What the metadata shows is there, whatever the values are.
	o.Violations = slices.DeleteFunc(o.Violations, func(s judge.Statement) bool { return len(s.Path) == 0 || s.Path[0] != "metadata" })
	if len(o.Violations) == 0 {
		open("only the metadata of the Secret was read")
	}
}

func isSecret(a *artefact.Artefact) bool {
	return a.Type == artefact.Kubernetes && a.Group() == "" && a.Kind == "Secret"
}

// missing names the kinds that a control looks up and that were not read.
func missing(c *control.Control, s *artefact.Snapshot) []string {
	var titles []string
	for _, read := range c.Reads {
		if u := s.Missing(read.Group, read.Kind); u != nil && !slices.Contains(titles, u.Title()) {
			titles = append(titles, u.Title())
		}
	}
	return titles
}
