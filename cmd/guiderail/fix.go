package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/fix"
	"github.com/guiderail/guiderail/internal/prose"
)

type fixFlags struct {
	runFlags
	write    bool
	output   string
	baseline string
}

func newFixCommand() *cobra.Command {
	var flags fixFlags
	command := &cobra.Command{
		Use:   "fix PATH...",
		Short: "Propose changes that mend findings, and write them with --write",
		Long: strings.TrimSpace(`
Check the manifests in files and directories, and propose changes that mend what is
found, as a diff. Nothing else of a file changes: comments, order and quoting stay as
they are. Each change is verified: with it, the finding is gone, and no control finds
more than before. What a control wants and what a program cannot know, such as the
digest of an image, is left to you.

With --write, the files are changed. The exit code is 3 if changes are proposed and
not written, and 0 if none is or all are: what is left, guiderail check tells.`),
		Example: strings.Trim(`
  guiderail fix deploy/
  guiderail fix --profile eks --write deploy/
  guiderail fix --control podsecurity -o json deploy/`, "\n"),
		Args: flags.args,
		RunE: func(cmd *cobra.Command, args []string) error { return runFix(cmd, &flags, flags.paths(args)) },
	}
	f := command.Flags()
	f.BoolVar(&flags.write, "write", false, "change the files")
	f.StringVarP(&flags.output, "output", "o", "diff", "output format: diff or json")
	f.StringVar(&flags.baseline, "baseline", "", "file with the findings of an earlier run, which stay as they are")
	flags.register(f)
	return command
}

func runFix(cmd *cobra.Command, flags *fixFlags, paths []string) error {
	if !slices.Contains([]string{"diff", "json"}, flags.output) {
		return usageError("--output: unknown format %q; use diff or json", flags.output)
	}
	if flags.write && slices.Contains(paths, "-") {
		return usageError("--write: standard input cannot be changed; pass a file")
	}
	configured, err := flags.configure(cmd, paths)
	if err != nil {
		return err
	}
	flags.baseline = cmp.Or(flags.baseline, configured.Baseline)
	engine, err := flags.engine(cmd, func(o *harness.Options) { o.Baseline = flags.baseline })
	if err != nil {
		return err
	}
	options := fix.Options{Engine: engine, Limits: flags.limits.Limits}
	shown := newRounds(cmd.ErrOrStderr())
	defer shown.close()
	if isTerminal(cmd.ErrOrStderr()) {
		shown.begin()
		options.Progress = shown.at
	}
	plan, err := fix.Propose(cmd.Context(), flags.found(flags.search(cmd, paths), nil), options)
	shown.close()
	if err != nil {
		return err
	}
	var unread []string
	for _, result := range plan.Before.Results {
		for _, err := range result.Errors {
			unread = append(unread, err.Error())
		}
	}
	for _, message := range unread {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: %s\n", message)
	}
	var written []string
	var writing error
	if flags.write {
		written, writing = plan.Write()
	}
	if flags.output == "json" {
		err = writeFixesJSON(cmd.OutOrStdout(), plan, written)
	} else {
		err = writeFixes(cmd, plan, flags.write, written)
	}
	if err := errors.Join(writing, err); err != nil {
		return err
	}
	code, incomplete := harness.ExitRule{}.Exit(plan.Before.Summary)
	switch {
	case code == harness.ExitIncomplete:
		return &exitError{code, "the check is incomplete: " + strings.Join(incomplete, "; ")}
	case len(plan.Changes) > len(written):
		return &exitError{code: harness.ExitFindings}
	}
	return nil
}

// writeFixes writes the diffs, or what was written, and to standard error what is left.
func writeFixes(cmd *cobra.Command, plan *fix.Plan, isWriting bool, written []string) error {
	for i := range plan.Changes {
		c := &plan.Changes[i]
		switch {
		case slices.Contains(written, c.Name):
			fmt.Fprintf(cmd.OutOrStdout(), "%s  %s fixed\n", c.Name, prose.Count(c.Fixed, "finding"))
		case !isWriting:
			if err := c.Diff(cmd.OutOrStdout()); err != nil {
				return err
			}
		}
	}
	writeLeft(cmd.ErrOrStderr(), plan, isWriting, written)
	return nil
}

func writeLeft(w io.Writer, plan *fix.Plan, isWriting bool, written []string) {
	none := map[string]int{}
	for _, left := range plan.Left {
		if !left.HasFix {
			none[left.Control.ID]++
			continue
		}
		fmt.Fprintf(w, "%s: [%s] no fix: %s\n", left.Position, left.Control.ID, left.Reason)
	}
	if len(none) > 0 {
		var parts []string
		for id, n := range none {
			parts = append(parts, fmt.Sprintf("%s (%d)", id, n))
		}
		slices.Sort(parts)
		fmt.Fprintf(w, "no fix, since the control has none: %s\n", strings.Join(parts, ", "))
	}
	fmt.Fprintf(w, "%s: ", prose.Count(len(plan.Fixed)+len(plan.Left), "finding"))
	verb := "can be fixed"
	if isWriting && len(written) == len(plan.Changes) {
		verb = "fixed"
	}
	fmt.Fprintf(w, "%d %s in %s, %d left\n", len(plan.Fixed), verb, prose.Count(len(plan.Changes), "file"), len(plan.Left))
	if len(plan.Changes) > 0 && !isWriting {
		fmt.Fprintln(w, "nothing was written; --write changes the files")
	}
}

// fixesJSON is what -o json writes.
type fixesJSON struct {
	Version int         `json:"version"`
	Files   []fixedFile `json:"files"`
	Fixed   []fixedJSON `json:"fixed"`
	Left    []fixedJSON `json:"left"`
}

type fixedFile struct {
	File    string `json:"file"`
	Fixed   int    `json:"fixed"`
	Diff    string `json:"diff"`
	Written bool   `json:"written"`
}

type fixedJSON struct {
	Control     string       `json:"control"`
	Artefact    artefact.Ref `json:"artefact"`
	Message     string       `json:"message"`
	File        string       `json:"file"`
	Line        int          `json:"line,omitempty"`
	Column      int          `json:"column,omitempty"`
	Path        []any        `json:"path"`
	Fingerprint string       `json:"fingerprint"`
	// Reason says why there is no fix, and HasFix that the control has some for other findings.
	Reason string `json:"reason,omitempty"`
	HasFix bool   `json:"hasFix,omitempty"`
}

func writeFixesJSON(w io.Writer, plan *fix.Plan, written []string) error {
	out := fixesJSON{Version: 1, Files: []fixedFile{}, Fixed: []fixedJSON{}, Left: []fixedJSON{}}
	for i := range plan.Changes {
		c := &plan.Changes[i]
		var diff strings.Builder
		if err := c.Diff(&diff); err != nil {
			return err
		}
		out.Files = append(out.Files, fixedFile{c.Name, c.Fixed, diff.String(), slices.Contains(written, c.Name)})
	}
	describe := func(f harness.Finding, file string) fixedJSON {
		return fixedJSON{Control: f.Control.ID, Artefact: f.Artefact, Message: f.Message, File: file, Line: f.Position.Line, Column: f.Position.Column, Path: f.Path, Fingerprint: f.Fingerprint}
	}
	for _, f := range plan.Fixed {
		out.Fixed = append(out.Fixed, describe(f.Finding, f.File))
	}
	for _, f := range plan.Left {
		one := describe(f.Finding, f.Position.File)
		one.Reason, one.HasFix = f.Reason, f.HasFix
		out.Left = append(out.Left, one)
	}
	return writeJSON(w, out)
}
