package decide

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/waiver"
)

// Annotations accepts the findings that an object asks to be waived by annotations of its own, where the profile lets it.
// What it asks for in vain is a remark.
type Annotations struct {
	// Profile may be nil, which lets annotations waive nothing.
	Profile *profile.Profile
	// Controls are all that there are.
	Controls []*control.Control
	// Day is that of the run, as 2006-01-02.
	Day string
}

// Decide accepts what the annotations of the object name and the profile allows.
func (d *Annotations) Decide(_ context.Context, j *judge.Judgement) error {
	a := j.Annotated
	if a == nil {
		return nil
	}
	ignored := func(format string, args ...any) {
		j.Remarks = append(j.Remarks, artefact.Notice{
			Position: a.Position, Message: fmt.Sprintf("the annotation %s of %s is ignored: %s", judge.AnnotationWaive, j.Ref, fmt.Sprintf(format, args...)),
		})
	}
	if reason := d.refuses(j); reason != "" {
		ignored("%s", reason)
		return nil
	}
	allowed := map[string]bool{}
	for name := range strings.SplitSeq(a.Waive, ",") {
		name = strings.TrimSpace(name)
		selected, _, err := control.Select(name, d.Controls)
		if err != nil {
			ignored("%v", err)
			continue
		}
		for _, c := range selected {
			_, not := d.Profile.NotWaivable[c.ID]
			if !d.Profile.Annotations.Controls[c.ID] || not {
				if !slices.ContainsFunc(j.Findings, func(f judge.Finding) bool { return f.Control.ID == c.ID }) && len(selected) > 1 {
					continue
				}
				ignored("profile %s does not let annotations waive %s", d.Profile.Name, c.ID)
				continue
			}
			allowed[c.ID] = true
		}
	}
	j.Accept(func(f *judge.Finding) *judge.Acceptance {
		if !allowed[f.Control.ID] {
			return nil
		}
		return &judge.Acceptance{By: judge.ByAnnotation, Owner: a.Owner, Reason: a.Reason, Ticket: a.Ticket, Until: a.Expires, Position: a.Position}
	})
	return nil
}

// refuses returns why the annotations of an object waive nothing at all; "" if they may.
func (d *Annotations) refuses(j *judge.Judgement) string {
	a := j.Annotated
	if d.Profile == nil || d.Profile.Annotations == nil {
		return "annotations waive only what a profile lets them waive, with spec.waivers.annotations"
	}
	allowed := d.Profile.Annotations
	if j.IsRequested && !allowed.Admission {
		return fmt.Sprintf("profile %s does not let annotations count in admission requests", d.Profile.Name)
	}
	var missing []string
	for _, field := range []struct{ name, value string }{{"owner", a.Owner}, {"reason", a.Reason}, {"expires", a.Expires}} {
		if strings.TrimSpace(field.value) == "" {
			missing = append(missing, judge.AnnotationWaive+"-"+field.name)
		}
	}
	if len(missing) > 0 {
		return strings.Join(missing, " and ") + " must be set beside it"
	}
	if utf8.RuneCountInString(strings.TrimSpace(a.Reason)) < waiver.MinReason {
		return fmt.Sprintf("%s-reason is too short: at least %d characters", judge.AnnotationWaive, waiver.MinReason)
	}
	if !waiver.IsDay(a.Expires) {
		return judge.AnnotationWaive + "-expires must be a date (YYYY-MM-DD)"
	}
	if a.Expires < d.Day {
		return "it expired on " + a.Expires
	}
	if last := waiver.AddDays(d.Day, allowed.MaxDays); a.Expires > last {
		return fmt.Sprintf("%s-expires is more than %d days ahead; set %s at the latest", judge.AnnotationWaive, allowed.MaxDays, last)
	}
	return ""
}
