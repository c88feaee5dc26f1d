package report

import "errors"

// Tee returns a reporter that passes a run to several reporters. One that fails does not keep the others from
// writing; its error is returned at the end.
func Tee(to ...Reporter) Reporter {
	if len(to) == 1 {
		return to[0]
	}
	return &tee{to, make([]error, len(to))}
}

type tee struct {
	to   []Reporter
	errs []error
}

func (t *tee) each(call func(Reporter) error) error {
	working := false
	for i, r := range t.to {
		if t.errs[i] == nil {
			t.errs[i] = call(r)
		}
		working = working || t.errs[i] == nil
	}
	if !working {
		return errors.Join(t.errs...)
	}
	return nil
}

func (t *tee) Begin(run *Run) error { return t.each(func(r Reporter) error { return r.Begin(run) }) }

func (t *tee) Result(result *Result) error {
	return t.each(func(r Reporter) error { return r.Result(result) })
}

func (t *tee) End(s *Summary) error {
	if err := t.each(func(r Reporter) error { return r.End(s) }); err != nil {
		return err
	}
	return errors.Join(t.errs...)
}
