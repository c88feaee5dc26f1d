package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
	"github.com/guiderail/guiderail/internal/prose"
)

func newGatekeeperDiffCommand() *cobra.Command {
	var output string
	var limits limitFlag
	command := &cobra.Command{
		Use:   "diff OLD NEW [PATH...]",
		Short: "Compare two renderings, and say what would newly be denied",
		Long: strings.TrimSpace(`
Show which templates and constraints differ between two folders, or files, that
"guiderail gatekeeper render" has written: by two versions of Guiderail, from two
profiles, in two layouts. With manifests, or a dump of a cluster ("guiderail audit
--dump"), show which of these objects the new constraints refuse, or warn of, and the
old ones do not. The code in the templates is evaluated as for the creation of each
object, with the others as what Gatekeeper has synced.

The exit code is 3 if anything would newly be denied.`),
		Example: strings.Trim(`
  guiderail gatekeeper diff old new
  guiderail audit --dump cluster.yaml --fail-on none
  guiderail gatekeeper diff old new cluster.yaml`, "\n"),
		Args: usageArgs(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usageError("--output: unknown format %q; use one of text, json", output)
			}
			return diffRendered(cmd, args[0], args[1], args[2:], output, source.Options{Limits: limits.Limits})
		},
	}
	limits.register(command.Flags())
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

// renderedDocument is what gatekeeper diff -o json writes.
type renderedDocument struct {
	*gatekeeper.RenderedDifference
	// Objects is how many objects were judged.
	Objects int `json:"objects"`
	// Answers are those that differ, in the order of the objects.
	Answers []answerChange `json:"answers"`
}

// answerChange is what a control newly has done to the creation of an object, or does no more.
type answerChange struct {
	Control  string            `json:"control"`
	Object   artefact.Ref      `json:"object"`
	Position artefact.Position `json:"position"`
	// Old and New are deny or warn; "" is neither.
	Old profile.Action `json:"old"`
	New profile.Action `json:"new"`
	// Messages are those of the side that does more.
	Messages []string `json:"messages"`
}

func (c *answerChange) isNewlyDenied() bool { return c.New == profile.Deny }

func diffRendered(cmd *cobra.Command, old, latest string, paths []string, output string, options source.Options) error {
	var sides [2]*gatekeeper.Rendered
	for i, name := range []string{old, latest} {
		var err error
		if sides[i], err = gatekeeper.ReadRendered(name); err != nil {
			return err
		}
	}
	d := &renderedDocument{RenderedDifference: gatekeeper.DiffRendered(sides[0], sides[1]), Answers: []answerChange{}}
	if len(paths) > 0 {
		objects, err := createdObjects(cmd, paths, options)
		if err != nil {
			return err
		}
		if d.Objects = len(objects); d.Objects == 0 {
			return &exitError{1, "no Kubernetes objects were found"}
		}
		if d.Answers, err = d.answers(cmd.Context(), sides, objects); err != nil {
			return err
		}
	}
	var err error
	if output == "json" {
		err = writeJSON(cmd.OutOrStdout(), d)
	} else {
		err = d.write(cmd.OutOrStdout())
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(d.Answers, func(c answerChange) bool { return c.isNewlyDenied() }) {
		return &exitError{code: harness.ExitFindings}
	}
	return nil
}

// createdObjects reads the objects whose creation is judged. What cannot be read, or was not read of a cluster, is an error:
// it might newly be denied.
func createdObjects(cmd *cobra.Command, paths []string, options source.Options) ([]*artefact.Artefact, error) {
	known, err := openPolicies("")
	if err != nil {
		return nil, err
	}
	formats := harness.Formats()
	parse := func(_ context.Context, s *source.Step) (format.Parsed, error) {
		switch {
		case s.Error != nil:
			return format.Parsed{}, s.Error
		case s.Notice != nil:
			return format.Parsed{Notices: []artefact.Notice{*s.Notice}}, nil
		}
		return formats.Parse(s.Document).In(s.Document), nil
	}
	var objects []*artefact.Artefact
	search := source.Search{Paths: paths, Stdin: cmd.InOrStdin()}
	for parsed, err := range source.Each(cmd.Context(), search.Find(), options, parse) {
		if err != nil {
			return nil, err
		}
		for _, err := range parsed.Errors {
			return nil, err
		}
		for _, n := range parsed.Notices {
			fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: warning: %s: %s\n", report.Printable(n.Position.String()), report.Printable(n.Message))
		}
		for _, a := range parsed.Artefacts {
			if a.IsSnapshot() {
				if a.Snapshot == nil {
					return nil, a.Lacks(nil)[0]
				}
				for _, err := range a.Snapshot.Errors(a.Position(nil)) {
					return nil, err
				}
				continue
			}
			if a.Type == artefact.Kubernetes && !a.Embedded && !a.IsRequested() && a.Kind != "" {
				if err := land(cmd.Context(), a, known); err != nil {
					return nil, err
				}
				objects = append(objects, a)
			}
		}
	}
	return objects, nil
}

// land has an object that names no namespace be in the one where kubectl creates it.
func land(ctx context.Context, a *artefact.Artefact, known *catalogue.Catalogue) error {
	metadata := a.Value.Get("metadata")
	if a.Namespace != "" || metadata.Kind() != value.Object {
		return nil
	}
	if is, err := known.Rego.IsNamespaced(ctx, a.Group(), a.Kind); err != nil || !is {
		return err
	}
	a.Namespace = "default"
	a.Value = a.Value.With(value.Member{Name: "metadata", Value: metadata.With(value.Member{Name: "namespace", Value: value.NewText(a.Namespace)})})
	return nil
}

// answers returns which answers to the creation of objects differ. Constraints that are the same in both renderings, with
// the same template, are not asked.
func (d *renderedDocument) answers(ctx context.Context, sides [2]*gatekeeper.Rendered, objects []*artefact.Artefact) ([]answerChange, error) {
	differs := map[string]bool{}
	for _, c := range d.Templates {
		differs["template "+c.Object] = true
	}
	for _, c := range d.Constraints {
		differs["constraint "+c.Object] = true
	}
	var judges [2]*gatekeeper.Judges
	for i, side := range sides {
		var err error
		judges[i], err = side.Judges(ctx, objects, func(constraint, template string) bool {
			return differs["constraint "+constraint] || differs["template "+template]
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", side.Path, err)
		}
	}
	changes := []answerChange{}
	for _, object := range objects {
		var said [2]gatekeeper.Said
		for i := range judges {
			var err error
			if said[i], err = judges[i].Of(ctx, object); err != nil {
				return nil, fmt.Errorf("%s: %w", sides[i].Path, err)
			}
		}
		ids := slices.Concat(slices.Collect(maps.Keys(said[0])), slices.Collect(maps.Keys(said[1])))
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			before, after := said[0][id], said[1][id]
			if before.Action == after.Action {
				continue
			}
			more := after.Messages
			if after.Action == "" || after.Action == profile.Warn && before.Action == profile.Deny {
				more = before.Messages
			}
			slices.Sort(more)
			changes = append(changes, answerChange{id, object.Ref, object.Position(nil), before.Action, after.Action, more})
		}
	}
	return changes, nil
}

func (d *renderedDocument) write(out io.Writer) error {
	var b strings.Builder
	for _, group := range []struct {
		title   string
		changes []gatekeeper.RenderedChange
	}{{"template of ", d.Templates}, {"", d.Constraints}, {"", d.Others}} {
		for _, c := range group.changes {
			sign := map[string]string{"added": "+", "removed": "-", "changed": "~"}[c.Change]
			fmt.Fprintf(&b, "%s %s%s", sign, group.title, report.Printable(c.Object))
			if len(c.What) > 0 {
				fmt.Fprintf(&b, ": %s", strings.Join(c.What, ", "))
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "%s, %s and %s differ\n", prose.Count(len(d.Templates), "template"), prose.Count(len(d.Constraints), "constraint"), prose.Count(len(d.Others), "other object"))
	if d.Objects > 0 {
		b.WriteByte('\n')
		denied, warned, less := 0, 0, 0
		for i := range d.Answers {
			c := &d.Answers[i]
			word := ""
			switch {
			case c.isNewlyDenied():
				denied++
				word = "newly denied"
			case c.New == profile.Warn && c.Old == "":
				warned++
				word = "newly warned of"
			default:
				less++
				word = "no longer " + map[profile.Action]string{profile.Deny: "denied", profile.Warn: "warned of"}[c.Old]
			}
			fmt.Fprintf(&b, "%s: %s  %s  [%s]\n", word, report.Printable(c.Object.String()), report.Printable(c.Position.String()), c.Control)
			for _, m := range c.Messages {
				fmt.Fprintf(&b, "  %s\n", report.Printable(m))
			}
		}
		fmt.Fprintf(&b, "%s: %d newly denied, %d newly warned of, %d no longer\n", prose.Count(d.Objects, "object"), denied, warned, less)
	}
	_, err := io.WriteString(out, b.String())
	return err
}
