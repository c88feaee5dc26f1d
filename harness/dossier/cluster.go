package dossier

import (
	"fmt"
	"slices"

	"github.com/guiderail/guiderail/harness/judge"
)

// otherCluster returns a cluster that an artefact names, if it is none of the scope's; nil where all are, or the artefact names
// none, as most do. Nothing is known of a name that is not known.
func otherCluster(j *judge.Judgement, names []string) *judge.Cluster {
	for i := range j.Clusters {
		if c := &j.Clusters[i]; len(names) > 0 && !slices.ContainsFunc(names, c.Is) {
			return c
		}
	}
	return nil
}

// ofOther notes an artefact of another cluster, which answers nothing here.
func (c *collected) ofOther(j *judge.Judgement, other *judge.Cluster) {
	c.errors = append(c.errors, Place{slash(other.Position.File), other.Position.Line, fmt.Sprintf(
		"%s is about the cluster %s, and the scope is about %s: it answers nothing here; leave it out of the scope, or give its name in spec.cluster.name or spec.cluster.aliases", j.Ref, other.Name, c.clusters[0])})
	c.others++
}
