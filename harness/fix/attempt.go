package fix

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
)

// pass tries the next fix of every finding that is left. It returns false if there was nothing to try.
func (p *planner) pass() (progress bool, err error) {
	pending, err := p.proposals(p.now, p.now.findings, false)
	if err != nil || len(pending) == 0 {
		return false, err
	}
	return true, p.try(pending)
}

// proposals returns the next fix of each finding that has one, once for each place.
func (p *planner) proposals(r *run, findings []*located, areFollowing bool) ([]*proposal, error) {
	var all []*proposal
	known := map[string]*proposal{}
	for _, f := range findings {
		t := p.tried[f.id]
		if t == nil {
			t = &trial{}
			p.tried[f.id] = t
		}
		for t.fixes < len(f.Control.Fixes) && !f.Control.Fixes[t.fixes].Mends(f.Path) {
			t.fixes++
		}
		if t.fixes >= len(f.Control.Fixes) {
			continue
		}
		at, path, err := p.locate(r, f)
		if err != nil {
			t.fixes, t.reason = len(f.Control.Fixes), err.Error()
			continue
		}
		if t.fixes, err = p.fitting(r, f, at, path, t.fixes); err != nil {
			return nil, err
		}
		if t.fixes >= len(f.Control.Fixes) {
			continue
		}
		key := fmt.Sprintf("%v\x00%s\x00%d\x00%v", at, f.Control.ID, t.fixes, path)
		if known[key] == nil {
			known[key] = &proposal{target: at, rendered: r.objects[at.object], path: path, control: f.Control, fix: &f.Control.Fixes[t.fixes], isFollowing: areFollowing}
			all = append(all, known[key])
		}
		known[key].findings = append(known[key].findings, f)
	}
	return all, nil
}

// fitting returns the first of the fixes of a control, from one of them on, that is for a finding as things are.
func (p *planner) fitting(r *run, f *located, at target, path []any, from int) (int, error) {
	a, err := p.artefact(r, at)
	if err != nil {
		return 0, err
	}
	for i := from; i < len(f.Control.Fixes); i++ {
		if does, err := fits(&f.Control.Fixes[i], a, path); err != nil || does {
			return i, err
		}
	}
	return len(f.Control.Fixes), nil
}

// fits reports whether a fix is for a finding at a path of an artefact.
func fits(fix *control.Fix, a *artefact.Artefact, path []any) (bool, error) {
	if !fix.Mends(path) {
		return false, nil
	}
	for wanted, steps := range map[bool][]string{true: fix.If, false: fix.Unless} {
		if steps == nil {
			continue
		}
		there, err := relative(path, steps)
		if err != nil {
			return false, err
		}
		if a.Value.At(there...).Exists() != wanted {
			return false, nil
		}
	}
	return true, nil
}

// reject notes that a proposal does not do.
func (p *planner) reject(one *proposal, reason string) {
	if one.isFollowing {
		return
	}
	for _, f := range one.findings {
		t := p.tried[f.id]
		t.fixes++
		t.reason = reason
	}
}

// verdict is what became of proposals that were tried together.
type verdict struct {
	bad map[*proposal]string
	// isVague reports that something is wrong that no proposal can be blamed for.
	isVague bool
	// grown are the findings that were not there before.
	grown []*located
}

// try tries proposals: all at once, and where that does not do, those of one control for each
// artefact at a time.
func (p *planner) try(pending []*proposal) error {
	v, err := p.attempt(pending)
	if err != nil || len(v.bad) == 0 && !v.isVague {
		return err
	}
	rest := pending
	if good := without(pending, v.bad); !v.isVague && len(good) > 0 {
		again, err := p.attempt(good)
		if err != nil {
			return err
		}
		if len(again.bad) == 0 && !again.isVague {
			rest = slices.DeleteFunc(slices.Clone(pending), func(one *proposal) bool { return slices.Contains(good, one) })
		}
	}
	for len(rest) > 0 {
		var layer, later []*proposal
		taken := map[target]*proposal{}
		for _, one := range rest {
			switch first := taken[one.target]; {
			case !p.isWanted(one):
			case first == nil:
				taken[one.target] = one
				layer = append(layer, one)
			case first.control == one.control && !first.isAlone && !one.isAlone:
				layer = append(layer, one)
			default:
				later = append(later, one)
			}
		}
		again, err := p.tryLayer(layer)
		if err != nil {
			return err
		}
		rest = append(again, later...)
	}
	return nil
}

// tryLayer tries proposals of one control for each artefact, so that they can be blamed for what they do there. Those that
// do not do together it returns, to be tried alone.
func (p *planner) tryLayer(layer []*proposal) (again []*proposal, err error) {
	for len(layer) > 0 {
		v, err := p.attempt(layer)
		if err != nil {
			return nil, err
		}
		switch {
		case v.isVague && len(layer) == 1:
			p.reject(layer[0], "another artefact would have findings that it does not have now")
			return again, nil
		case v.isVague:
			half := len(layer) / 2
			more, err := p.tryLayer(layer[:half])
			if err != nil {
				return nil, err
			}
			again, layer = append(again, more...), layer[half:]
			continue
		case len(v.bad) == 0:
			return again, nil
		}
		together := map[target]int{}
		for _, one := range layer {
			together[one.target]++
		}
		for _, one := range layer {
			switch reason := v.bad[one]; {
			case reason == "":
			case together[one.target] > 1:
				one.isAlone = true
				again = append(again, one)
			default:
				p.reject(one, reason)
			}
		}
		layer = without(layer, v.bad)
	}
	return again, nil
}

func without(all []*proposal, bad map[*proposal]string) []*proposal {
	return slices.DeleteFunc(slices.Clone(all), func(one *proposal) bool { return bad[one] != "" })
}

// isWanted reports whether a finding of a proposal is still there.
func (p *planner) isWanted(one *proposal) bool {
	return slices.ContainsFunc(one.findings, func(f *located) bool { return p.now.ids[f.id] })
}

// maxFollowing bounds how often fixes are added for what others bring to light.
const maxFollowing = 2

// attempt applies proposals and judges what comes of it. If nothing is wrong, that is what the texts are from now on.
func (p *planner) attempt(proposals []*proposal) (*verdict, error) {
	all := proposals
	var first *verdict // on the proposals alone
	for round := 0; ; round++ {
		done, err := p.apply(p.texts, all)
		if err != nil {
			return nil, err
		}
		if len(done.failed) > 0 {
			v := &verdict{bad: map[*proposal]string{}}
			for one, err := range done.failed {
				if !one.isFollowing {
					v.bad[one] = err.Error()
				}
			}
			if len(v.bad) > 0 {
				return cmp.Or(first, v), nil
			}
			all = slices.DeleteFunc(all, func(one *proposal) bool { return done.failed[one] != nil })
		}
		r, err := p.check(done.texts)
		if err != nil {
			return nil, err
		}
		r.patches = done.patches
		v := p.compare(r, all)
		if len(v.bad) == 0 && !v.isVague {
			p.accept(r, all)
			return v, nil
		}
		first = cmp.Or(first, v)
		if round < maxFollowing && len(v.grown) > 0 {
			following, err := p.proposals(r, v.grown, true)
			if err != nil {
				return nil, err
			}
			following = slices.DeleteFunc(following, func(one *proposal) bool {
				return slices.ContainsFunc(all, func(other *proposal) bool { return other.isSame(one) })
			})
			if len(following) > 0 {
				all = append(slices.Clone(all), following...)
				continue
			}
		}
		return first, nil
	}
}

func (one *proposal) isSame(other *proposal) bool {
	return one.target == other.target && one.fix == other.fix && fmt.Sprint(one.path) == fmt.Sprint(other.path)
}

// accept makes a run the one to go on from.
func (p *planner) accept(r *run, proposals []*proposal) {
	for _, one := range proposals {
		p.used = append(p.used, one.fix)
		for _, f := range one.findings {
			p.fixed[f.id] = one.file
			p.moved[f.holder] = p.moved[f.holder] || one.takesItem()
		}
	}
	p.texts, p.patches, p.now = r.texts, r.patches, r
}

// compare says which proposals do not do what they should: their finding is there yet, or there are others.
func (p *planner) compare(r *run, proposals []*proposal) *verdict {
	v := &verdict{bad: map[*proposal]string{}, isVague: r.errors > p.now.errors}
	fixed := map[string]map[string]int{}
	of := map[string][]*proposal{}
	for _, one := range proposals {
		for _, f := range one.findings {
			of[f.holder] = append(of[f.holder], one)
			if p.now.ids[f.id] {
				count(fixed, f.holder, f.Control.ID)
			}
			switch {
			case r.ids[f.id] && !one.takesItem(): // else it may be that of the next item
				v.bad[one] = "the finding would stay"
			case r.unknowns[f.holder][f.Control.ID] > p.now.unknowns[f.holder][f.Control.ID]:
				v.bad[one] = "whether the finding would be gone is not known"
			}
		}
	}
	for holder, counts := range r.counts {
		for id, n := range counts {
			if n <= p.now.counts[holder][id]-fixed[holder][id] {
				continue
			}
			for _, f := range r.findings {
				if f.holder != holder || f.Control.ID != id || p.now.ids[f.id] {
					continue
				}
				v.grown = append(v.grown, f)
				for _, one := range of[holder] {
					if v.bad[one] == "" {
						v.bad[one] = fmt.Sprintf("%s would find: %s", id, f.Message)
					}
				}
				v.isVague = v.isVague || len(of[holder]) == 0
			}
		}
	}
	return v
}
