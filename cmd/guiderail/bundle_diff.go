package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/multiset"
	"github.com/guiderail/guiderail/internal/prose"
)

func newBundleDiffCommand() *cobra.Command {
	var flags verificationFlags
	var skip bool
	var output, date string
	command := &cobra.Command{
		Use:   "diff OLD NEW [PATH...]",
		Short: "Compare two bundles, and their verdicts on your files",
		Long: strings.TrimSpace(`
Show which controls and waivers the new bundle adds and removes, and which controls
it changes. With files or directories, also show which verdicts on them differ. Both
bundles are verified.

` + referenceUsage),
		Example: strings.Trim(`
  guiderail bundle diff --verification-key public.pem old.tar.gz new.tar.gz deploy/`, "\n"),
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case output != "text" && output != "json":
				return usageError("--output: unknown format %q; use one of text, json", output)
			case slices.Contains(args, "-"):
				return usageError("standard input cannot be read twice; pass files")
			}
			verification, err := flags.unless(skip)
			if err != nil {
				return err
			}
			now, err := dateOf(date)
			if err != nil {
				return err
			}
			var sides [2]*bundle.Bundle
			d := difference{Verdicts: []verdictChange{}}
			for i, ref := range args[:2] {
				fetched, b, err := flags.fetch(cmd.Context(), ref, verification)
				if err != nil {
					return err
				}
				if skip {
					warnOf(cmd, fetched.Reference)
				}
				sides[i] = b
				*[]*report.Policy{&d.Old, &d.New}[i] = report.Policy{Reference: fetched.Reference, Digest: fetched.Digest, Revision: b.Revision, Verified: b.Verified}
			}
			if d.Difference, err = bundle.Diff(sides[0], sides[1], now); err != nil {
				return err
			}
			if paths := args[2:]; len(paths) > 0 {
				if err := d.compareVerdicts(cmd, sides, paths, now); err != nil {
					return err
				}
			}
			if output == "json" {
				return writeJSON(cmd.OutOrStdout(), d)
			}
			return d.write(cmd.OutOrStdout())
		},
	}
	flags.register(command.Flags())
	registerRegistry(command.Flags(), &flags.registry)
	registerDate(command.Flags(), &date)
	command.Flags().BoolVar(&skip, "insecure-skip-verify", false, "do not verify the signatures of the bundles")
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

// difference is what diff -o json writes.
type difference struct {
	Old report.Policy `json:"old"`
	New report.Policy `json:"new"`
	*bundle.Difference
	// Objects is how many objects of the given files both bundles judged.
	Objects int `json:"objects"`
	// Verdicts are those that differ, in the order of the files.
	Verdicts []verdictChange `json:"verdicts"`
}

// verdictChange is a verdict on an object that the new bundle changes, or that rests on other findings. A
// control that a bundle does not ask has the verdict not_applicable there.
type verdictChange struct {
	Control  string            `json:"control"`
	Object   artefact.Ref      `json:"object"`
	Position artefact.Position `json:"position"`
	Old      harness.Verdict   `json:"old"`
	New      harness.Verdict   `json:"new"`
	// Gone and Found are messages that only the old or only the new bundle has.
	Gone  []string `json:"gone"`
	Found []string `json:"found"`
}

// judgedObject is what a bundle says of one object.
type judgedObject harness.Judgement

// compareVerdicts judges the files by both bundles.
func (d *difference) compareVerdicts(cmd *cobra.Command, sides [2]*bundle.Bundle, paths []string, now time.Time) error {
	var judged [2][]judgedObject
	for i, b := range sides {
		var err error
		if judged[i], err = judgeBy(cmd, b, paths, now); err != nil {
			return fmt.Errorf("judging by revision %s: %w", b.Revision, err)
		}
	}
	if len(judged[0]) != len(judged[1]) {
		return fmt.Errorf("the files changed while they were read: there were %d objects, then %d", len(judged[0]), len(judged[1]))
	}
	if d.Objects = len(judged[0]); d.Objects == 0 {
		return &exitError{1, "no Kubernetes objects were found"}
	}
	for i := range judged[0] {
		d.Verdicts = append(d.Verdicts, changes(&judged[0][i], &judged[1][i])...)
	}
	return nil
}

func judgeBy(cmd *cobra.Command, b *bundle.Bundle, paths []string, now time.Time) ([]judgedObject, error) {
	directory, err := b.FS()
	if err != nil {
		return nil, err
	}
	waivers, err := b.Waivers()
	if err != nil {
		return nil, err
	}
	engine, err := harness.New(harness.Options{Policies: directory, Profile: b.Metadata.Profile, WaiverFiles: waivers, Now: now})
	if err != nil {
		return nil, err
	}
	var judged []judgedObject
	_, err = engine.Each(cmd.Context(), source.Find(paths, nil), func(r *harness.Result) error {
		for _, e := range r.Errors {
			return e
		}
		for _, a := range r.Judgements {
			judged = append(judged, judgedObject(a))
		}
		return nil
	})
	return judged, err
}

// verdict returns the verdict of a control; one that was not asked says nothing of the object.
func (o *judgedObject) verdict(id string) harness.Verdict {
	return cmp.Or(o.Verdicts[id], harness.NotApplicable)
}

// messages returns what a control said of the object, whatever came of it.
func (o *judgedObject) messages(id string) []string {
	messages := []string{}
	for _, findings := range [][]harness.Finding{o.Findings, o.Unknowns, o.Waived} {
		for _, f := range findings {
			if f.Control.ID == id {
				messages = append(messages, f.Message)
			}
		}
	}
	if err := o.Errors[id]; err != nil {
		messages = append(messages, err.Error())
	}
	return messages
}

// changes returns which verdicts on an object differ.
func changes(old, latest *judgedObject) []verdictChange {
	var ids []string
	for _, o := range []*judgedObject{old, latest} {
		for id := range o.Verdicts {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var all []verdictChange
	for _, id := range slices.Compact(ids) {
		c := verdictChange{
			Control: id, Object: latest.Ref, Position: latest.Position, Old: old.verdict(id), New: latest.verdict(id),
			Gone: multiset.Without(old.messages(id), latest.messages(id)), Found: multiset.Without(latest.messages(id), old.messages(id)),
		}
		if c.Old != c.New || len(c.Gone)+len(c.Found) > 0 {
			all = append(all, c)
		}
	}
	return all
}

func (d *difference) write(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "old  %s  revision %s\nnew  %s  revision %s\n\n", d.Old.Reference, d.Old.Revision, d.New.Reference, d.New.Revision)
	for _, g := range d.Guides {
		fmt.Fprintf(&b, "guide %s: %s → %s\n", g.Guide, cmp.Or(g.Old, "none"), cmp.Or(g.New, "none"))
	}
	for _, id := range d.Added {
		fmt.Fprintf(&b, "+ %s\n", id)
	}
	for _, id := range d.Removed {
		fmt.Fprintf(&b, "- %s\n", id)
	}
	for _, c := range d.Changed {
		fmt.Fprintf(&b, "~ %s: %s\n", c.Control, strings.Join(c.What, ", "))
	}
	for _, l := range d.Libraries {
		fmt.Fprintf(&b, "~ %s, used by %s\n", l.File, prose.Count(len(l.Controls), "control"))
	}
	for i := range d.AddedWaivers {
		writeEntry(&b, "+", &d.AddedWaivers[i])
	}
	for i := range d.RemovedWaivers {
		writeEntry(&b, "-", &d.RemovedWaivers[i])
	}
	fmt.Fprintf(&b, "%s added, %d removed, %d changed\n", prose.Count(len(d.Added), "control"), len(d.Removed), len(d.Changed))
	if n := len(d.AddedWaivers); n+len(d.RemovedWaivers) > 0 {
		fmt.Fprintf(&b, "%s added, %d removed\n", prose.Count(n, "waiver"), len(d.RemovedWaivers))
	}
	if d.Objects > 0 {
		d.writeVerdicts(&b)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// writeEntry writes a waiver that only one of the bundles carries.
func writeEntry(b *strings.Builder, sign string, e *waiver.Entry) {
	by := e.Owner
	if e.Ticket != "" {
		by += ", " + e.Ticket
	}
	fmt.Fprintf(b, "%s %s\n", sign, report.OneLine(fmt.Sprintf("waiver of %s (%s, until %s): %s", e, by, e.Expires, e.Reason)))
}

// writeVerdicts writes each verdict that differs, but for those that only come or go with a control that
// has nothing to complain of: these are counted.
func (d *difference) writeVerdicts(b *strings.Builder) {
	b.WriteByte('\n')
	asked, left := 0, 0
	for _, v := range d.Verdicts {
		switch {
		case v.Old == harness.NotApplicable && v.New == harness.Pass:
			asked++
			continue
		case v.Old == harness.Pass && v.New == harness.NotApplicable:
			left++
			continue
		}
		old, latest := string(v.Old), string(v.New)
		if slices.Contains(d.Added, v.Control) {
			old = "not evaluated"
		}
		if slices.Contains(d.Removed, v.Control) {
			latest = "not evaluated"
		}
		fmt.Fprintf(b, "%s %s: %s → %s  %s\n", report.Printable(v.Position.String()), v.Control, old, latest, report.Printable(v.Object.String()))
		for _, m := range v.Gone {
			fmt.Fprintf(b, "  - %s\n", report.Printable(m))
		}
		for _, m := range v.Found {
			fmt.Fprintf(b, "  + %s\n", report.Printable(m))
		}
	}
	fmt.Fprintf(b, "%s on %s changed", prose.Count(len(d.Verdicts)-asked-left, "verdict"), prose.Count(d.Objects, "object"))
	if asked+left > 0 {
		fmt.Fprintf(b, "; in addition, %d newly evaluated ones pass, and %d passing ones are no longer evaluated", asked, left)
	}
	b.WriteByte('\n')
}
