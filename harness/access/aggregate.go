package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/guiderail/guiderail/harness/artefact"
)

// role is a Role or a ClusterRole.
type role struct {
	Object

	labels labels.Set
	rules  []Rule // as written, and those that a cluster adds to one that it has
	// isLeftAlone is a role to which a cluster adds nothing.
	isLeftAlone bool
	// selectors are those of an aggregated ClusterRole, and selectorsAt where they stand.
	isAggregated bool
	selectors    []metav1.LabelSelector
	selectorsAt  []artefact.Position
	// selected are the roles that they select, in the order of the names. A cluster's controller writes
	// their rules over those of the role; it writes nothing where that would be no rules at all, so that
	// such a role keeps its own.
	selected []*role
	keepsOwn bool
	// unaggregated is the role as the files have it, where the cluster aggregates it and they do not.
	unaggregated *role
}

// reach visits the roles that a role gets its rules from: itself, or those that it is aggregated from.
// Each is visited once, by one of the shortest ways.
func (r *role) reach(visit func(owner *role, path func() []Object)) {
	from := map[*role]*role{r: nil}
	for queue := []*role{r}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at.keepsOwn {
			visit(at, func() []Object {
				var path []Object
				for step := at; step != nil; step = from[step] {
					path = append(path, step.Object)
				}
				slices.Reverse(path)
				return path
			})
			continue
		}
		for _, next := range at.selected {
			if _, ok := from[next]; !ok {
				from[next] = at
				queue = append(queue, next)
			}
		}
	}
}

// aggregate finds out which ClusterRoles are made of which others.
func (p *Policy) aggregate() {
	index := map[string][]*role{} // by label, key=value
	var names []string
	for name, r := range p.clusterRoles {
		names = append(names, name)
		for key, value := range r.labels {
			index[key+"="+value] = append(index[key+"="+value], r)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		r := p.clusterRoles[name]
		r.keepsOwn = !r.isAggregated
		selected := map[string]*role{}
		for i, written := range r.selectors {
			selector, err := metav1.LabelSelectorAsSelector(&written)
			if err != nil {
				p.report(r.selectorsAt[i], r.Object, true, "aggregationRule.clusterRoleSelectors[%d] cannot be read, and selects nothing: %v", i, err)
				continue
			}
			p.candidates(index, &written)(func(other *role) bool {
				if other != r && selector.Matches(other.labels) {
					selected[other.Name] = other
				}
				return true
			})
		}
		for _, name := range slices.Sorted(maps.Keys(selected)) {
			r.selected = append(r.selected, selected[name])
		}
	}
	p.settle(names)
}

// candidates returns the roles that a selector may select: those with one of the labels that it asks for.
func (p *Policy) candidates(index map[string][]*role, selector *metav1.LabelSelector) func(yield func(*role) bool) {
	for key, value := range selector.MatchLabels {
		return slices.Values(index[key+"="+value])
	}
	return maps.Values(p.clusterRoles)
}

// settle returns which aggregated roles come to any rules by that; the others keep their own. What every
// way round a circle is said of.
func (p *Policy) settle(names []string) {
	selecting := map[*role][]*role{}
	var fed []*role
	for _, name := range names {
		r := p.clusterRoles[name]
		for _, other := range r.selected {
			selecting[other] = append(selecting[other], r)
		}
		if !r.isAggregated && len(r.rules) > 0 {
			fed = append(fed, r)
		}
	}
	isFed := map[*role]bool{}
	feed := func(from []*role) {
		for ; len(from) > 0; from = from[1:] {
			if isFed[from[0]] {
				continue
			}
			isFed[from[0]] = true
			from = append(from, selecting[from[0]]...)
		}
	}
	feed(fed)

	const (
		unseen = iota
		open
		closed
	)
	state := map[*role]int{}
	said := map[string]bool{}
	var way []*role
	var visit func(r *role)
	visit = func(r *role) {
		state[r] = open
		way = append(way, r)
		for _, other := range r.selected {
			switch {
			case !other.isAggregated:
			case state[other] == open:
				p.sayCircle(way[slices.Index(way, other):], said)
			case state[other] == unseen:
				visit(other)
			}
		}
		way = way[:len(way)-1]
		state[r] = closed
		if r.isAggregated && !isFed[r] {
			r.keepsOwn = true
			if len(r.rules) > 0 {
				feed([]*role{r})
			}
		}
	}
	for _, name := range names {
		if r := p.clusterRoles[name]; r.isAggregated && state[r] == unseen {
			visit(r)
		}
	}
}

func (p *Policy) sayCircle(circle []*role, said map[string]bool) {
	var names []string
	for _, r := range circle {
		names = append(names, r.Name)
	}
	key := strings.Join(slices.Sorted(slices.Values(names)), "\n")
	if said[key] {
		return
	}
	said[key] = true
	first := circle[0]
	p.report(first.Position, first.Object, false, "aggregates itself (%s); only rules from outside the cycle count",
		fmt.Sprintf("%s → %s", strings.Join(names, " → "), first.Name))
}
