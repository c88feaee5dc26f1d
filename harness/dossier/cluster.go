package dossier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/format/clouddescription"
	"github.com/guiderail/guiderail/harness/format/eksctl"
	"github.com/guiderail/guiderail/harness/judge"
)

// otherCluster returns the name of the cluster that an artefact describes, if that is none of the scope's; "" where it is one
// of them, or the artefact names none, as most do.
func otherCluster(j *judge.Judgement, names []string) string {
	isSame := func(name string) bool { return name == j.Ref.Name }
	switch j.Type {
	case clouddescription.EKSType, eksctl.Type:
	case clouddescription.AKSType: // Azure does not regard the case of names
		isSame = func(name string) bool { return strings.EqualFold(name, j.Ref.Name) }
	default:
		return ""
	}
	if len(names) == 0 || slices.ContainsFunc(names, isSame) {
		return ""
	}
	return j.Ref.Name
}

// ofOther notes an artefact of another cluster, which answers nothing here.
func (c *collected) ofOther(j *judge.Judgement, other string) {
	c.errors = append(c.errors, Place{slash(j.Position.File), j.Position.Line, fmt.Sprintf(
		"%s is about the cluster %s, and the scope is about %s: it answers nothing here; leave it out of the scope, or give its name in spec.cluster.name or spec.cluster.aliases", j.Ref, other, c.clusters[0])})
	c.others++
}
