package decide

import (
	"context"

	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/judge"
)

// Baseline accepts the findings that a baseline has.
type Baseline struct{ *baseline.Matcher }

// Decide accepts the findings of an object that the baseline has. What others accept uses up its entries too, so that
// it is not taken for fixed.
func (d *Baseline) Decide(_ context.Context, j *judge.Judgement) error {
	d.Note(j)
	for i := range j.Waived {
		d.Match(&j.Waived[i])
	}
	d.accept(j)
	return nil
}

// Finally accepts the findings that were Held, once all files were judged.
func (d *Baseline) Finally(j *judge.Judgement) { d.accept(j) }

func (d *Baseline) accept(j *judge.Judgement) {
	j.Held = false
	j.Accept(func(f *judge.Finding) *judge.Acceptance {
		entry, match := d.Match(f)
		if match == baseline.Held {
			j.Held = true
		}
		if match != baseline.Known {
			return nil
		}
		return &judge.Acceptance{By: judge.ByBaseline, Position: entry.Position}
	})
}
