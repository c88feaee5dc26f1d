package decide

import (
	"context"
	"slices"

	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/waiver"
)

// Waivers accepts the findings that files of waivers name, and keeps what each waiver was good for.
type Waivers struct {
	set  *waiver.Set
	day  string
	uses map[*waiver.Waiver]*waiver.Use
}

// NewWaivers returns what decides by waivers on a day, as 2006-01-02.
func NewWaivers(set *waiver.Set, day string) *Waivers {
	return &Waivers{set: set, day: day, uses: map[*waiver.Waiver]*waiver.Use{}}
}

// Decide accepts the findings of an object that a waiver names. Of several waivers the narrowest counts, and of those
// the one that ends last.
func (d *Waivers) Decide(_ context.Context, j *judge.Judgement) error {
	about := d.set.Of(j.Ref)
	if len(about) == 0 {
		return nil
	}
	for _, w := range about {
		use := d.use(w)
		use.Objects++
		if slices.ContainsFunc(w.Controls, func(id string) bool { return j.Verdicts[id] == judge.Unknown || j.Verdicts[id] == judge.Errored }) {
			use.Unjudged++
		}
	}
	j.Accept(func(f *judge.Finding) *judge.Acceptance {
		var by *waiver.Waiver
		for _, w := range about {
			if !w.Covers(f) {
				continue
			}
			use := d.use(w)
			use.Findings++
			switch {
			case w.IsExpired(d.day) || w.NotWaivable != "":
			case by == nil:
				by = w
			default:
				use.Behind(by)
			}
		}
		if by == nil {
			return nil
		}
		return by.Acceptance()
	})
	return nil
}

func (d *Waivers) use(w *waiver.Waiver) *waiver.Use {
	if d.uses[w] == nil {
		d.uses[w] = &waiver.Use{Waiver: w}
	}
	return d.uses[w]
}

// Uses returns what each waiver was good for, in the order of the files.
func (d *Waivers) Uses() []waiver.Use {
	uses := make([]waiver.Use, 0, len(d.set.Waivers))
	for _, w := range d.set.Waivers {
		uses = append(uses, *d.use(w))
	}
	return uses
}
