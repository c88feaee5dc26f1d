package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/internal/prose"
)

func newWaiverCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "waiver",
		Short: "Write waivers, and tell which are still needed",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return &exitError{code: 2}
		},
	}
	command.AddCommand(newWaiverAuditCommand(), newWaiverNewCommand(), newWaiverSignCommand(), newWaiverVerifyCommand())
	return command
}

type auditFlags struct {
	run    runFlags
	output string
	fail   bool
}

func newWaiverAuditCommand() *cobra.Command {
	var flags auditFlags
	command := &cobra.Command{
		Use:   "audit PATH...",
		Short: "Tell which waivers are still needed",
		Long: strings.TrimSpace(`
Check the manifests in files and directories, and tell for each waiver whether it
is still needed, is no longer needed, matches nothing, expired, expires within 30
days, or waives what the profile declares not waivable.`),
		Example: strings.Trim(`
  guiderail waiver audit --waivers waivers.yaml deploy/
  guiderail waiver audit --waivers waivers.yaml --fail -o json deploy/`, "\n"),
		Args: usageArgs(flags.run.args),
		RunE: func(cmd *cobra.Command, args []string) error { return auditWaivers(cmd, &flags, flags.run.paths(args)) },
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "text", "output format: text, json")
	f.BoolVar(&flags.fail, "fail", false, "exit with code 3 unless every waiver is still needed")
	flags.run.register(f)
	return command
}

// audited is what the audit tells of one waiver, in JSON.
type audited struct {
	Control  string            `json:"control"`
	Object   auditedObject     `json:"object"`
	Owner    string            `json:"owner"`
	Reason   string            `json:"reason"`
	Ticket   string            `json:"ticket,omitempty"`
	Expires  string            `json:"expires"`
	Position artefact.Position `json:"position"`
	Status   waiver.Status     `json:"status"`
	// Objects and Findings count what it is about; Overlaps are the entries that count in its place.
	Objects  int                 `json:"objects"`
	Findings int                 `json:"findings"`
	Overlaps []artefact.Position `json:"overlaps,omitempty"`
}

type auditedObject struct {
	Kind        string `json:"kind"`
	Namespace   string `json:"namespace,omitempty"`
	Name        string `json:"name,omitempty"`
	NamePattern string `json:"namePattern,omitempty"`
	Container   string `json:"container,omitempty"`
	Path        string `json:"path,omitempty"`
}

func auditWaivers(cmd *cobra.Command, flags *auditFlags, paths []string) error {
	if flags.output != "text" && flags.output != "json" {
		return usageError("--output: unknown format %q; use one of text, json", flags.output)
	}
	if _, err := flags.run.configure(cmd, paths); err != nil {
		return err
	}
	hasWaivers := len(flags.run.waivers) > 0
	engine, err := flags.run.engine(cmd, func(o *harness.Options) {
		o.Audits = true
		hasWaivers = hasWaivers || len(o.WaiverFiles) > 0
	})
	if err != nil {
		return err
	}
	if !hasWaivers {
		return usageError("nothing to audit; pass --waivers FILE, or name one under waivers in %s", configurationFile)
	}
	summary, err := engine.Each(cmd.Context(), flags.run.found(flags.run.search(cmd, paths), nil), func(r *harness.Result) error {
		for _, err := range r.Errors {
			fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: %s\n", report.Printable(err.Error()))
		}
		return nil
	})
	if err != nil {
		return err
	}
	counts := map[waiver.Status]int{}
	for i := range summary.Waivers {
		counts[summary.Waivers[i].Status(engine.Day())]++
	}
	if flags.output == "json" {
		err = writeAudit(cmd.OutOrStdout(), engine.Day(), summary.Waivers, counts)
	} else {
		err = printAudit(cmd.OutOrStdout(), engine.Day(), summary.Waivers, counts)
	}
	if err != nil {
		return err
	}
	rule := harness.ExitRule{FailOn: control.Critical + 1}
	if code, incomplete := rule.Exit(summary); len(incomplete) > 0 {
		return &exitError{code, "the audit is incomplete: " + strings.Join(incomplete, "; ")}
	}
	if flags.fail && counts[waiver.Needed] < len(summary.Waivers) {
		return &exitError{code: harness.ExitFindings}
	}
	return nil
}

func writeAudit(out io.Writer, day string, uses []waiver.Use, counts map[waiver.Status]int) error {
	document := struct {
		Version int                   `json:"version"`
		Date    string                `json:"date"`
		Waivers []audited             `json:"waivers"`
		Summary map[waiver.Status]int `json:"summary"`
	}{Version: 1, Date: day, Waivers: []audited{}, Summary: map[waiver.Status]int{}}
	for _, status := range waiver.Statuses() {
		document.Summary[status] = counts[status]
	}
	for i := range uses {
		u := &uses[i]
		w := u.Waiver
		one := audited{
			Control: w.Control, Owner: w.Owner, Reason: w.Reason, Ticket: w.Ticket, Expires: w.Expires, Position: w.Position,
			Object: auditedObject{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, Container: w.Container, Path: artefact.PathText(w.Path)},
			Status: u.Status(day), Objects: u.Objects, Findings: u.Findings,
		}
		if w.IsPattern {
			one.Object.Name, one.Object.NamePattern = "", w.Name
		}
		for _, other := range u.Overlaps {
			one.Overlaps = append(one.Overlaps, other.Position)
		}
		document.Waivers = append(document.Waivers, one)
	}
	return writeJSON(out, document)
}

func printAudit(out io.Writer, day string, uses []waiver.Use, counts map[waiver.Status]int) error {
	var b strings.Builder
	for _, status := range waiver.Statuses() {
		if counts[status] == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s: %d\n", status, counts[status])
		for i := range uses {
			if u := &uses[i]; u.Status(day) == status {
				fmt.Fprintf(&b, "  %s\n", report.Printable(auditLine(u)))
			}
		}
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s on %s, %d still needed\n", prose.Count(len(uses), "waiver"), day, counts[waiver.Needed]+counts[waiver.ExpiresSoon])
	_, err := io.WriteString(out, b.String())
	return err
}

func auditLine(u *waiver.Use) string {
	w := u.Waiver
	text := fmt.Sprintf("%s: %s (%s, until %s)", w.Position, w, w.Owner, w.Expires)
	if u.Findings > 0 {
		text += ": " + prose.Count(u.Findings, "finding")
	}
	for _, other := range u.Overlaps {
		text += fmt.Sprintf("; also waived at %s, which counts", other.Position)
	}
	return text
}

// loadWaivers reads files of waivers for another channel; nil for none. The key is the file of the one that they must be
// signed by; date is the day on which they are held against what they may be.
func loadWaivers(cmd *cobra.Command, all *catalogue.Catalogue, p *profile.Profile, names []string, key, date string) (*waiver.Set, error) {
	if len(names) == 0 {
		if key != "" {
			return nil, usageError("--waiver-key requires --waivers")
		}
		return nil, nil
	}
	now, err := dateOf(date)
	if err != nil {
		return nil, err
	}
	files, refused, err := readWaivers(names, key)
	if err != nil {
		return nil, err
	}
	if len(refused) > 0 {
		errs := make([]error, 0, len(refused))
		for _, r := range refused {
			errs = append(errs, r)
		}
		return nil, errors.Join(errs...)
	}
	set, renamed, err := waiver.Load(files, waiver.Options{Controls: all.Controls, Profile: p, Now: now})
	if err == nil {
		err = set.CheckWaivable(p)
	}
	if err != nil {
		return nil, err
	}
	warnOfRenamed(cmd, renamed)
	for _, n := range set.Warnings(waiver.Day(now)) {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: warning: %s: %s\n", n.Position, report.Printable(n.Message))
	}
	return set, nil
}

type newWaiverFlags struct {
	entry waiver.Entry
	configurationFlags
	days            int
	date            string
	output, profile string
	policy          policyFlags
}

func newWaiverNewCommand() *cobra.Command {
	var flags newWaiverFlags
	command := &cobra.Command{
		Use:   "new CONTROL KIND [NAMESPACE/]NAME",
		Short: "Write a waiver for what a control finds in an object",
		Long: strings.TrimSpace(`
Write a waiver for what a control finds in an object, named as reports name it.
With --output it is added to a file, which is made if there is none.`),
		Example: strings.Trim(`
  guiderail waiver new images.digest Deployment shop/till --owner ada --reason 'The registry has no digests yet.'
  guiderail waiver new images.digest Deployment shop/till --container till --owner ada \
      --reason 'The registry has no digests yet.' --ticket OPS-311 --days 180 -o waivers.yaml`, "\n"),
		Args: usageArgs(cobra.ExactArgs(3)),
		RunE: func(cmd *cobra.Command, args []string) error { return newWaiver(cmd, &flags, args) },
	}
	f := command.Flags()
	f.StringVar(&flags.entry.Owner, "owner", "", "who answers for it (required)")
	f.StringVar(&flags.entry.Reason, "reason", "", "why the findings are accepted (required)")
	f.StringVar(&flags.entry.Ticket, "ticket", "", "ticket in which it was decided")
	f.StringVar(&flags.entry.Container, "container", "", "accept only findings in this container")
	f.StringVar(&flags.entry.Path, "path", "", "accept only findings at this path, or below it")
	f.IntVar(&flags.days, "days", 90, "how many days it counts")
	f.StringVarP(&flags.output, "output", "o", "", "file to add it to (default: print a file that has it alone)")
	flags.configurationFlags.register(f, "the directory of --output,\nor in the current one,")
	f.StringVar(&flags.profile, "profile", "", "profile that says what is waivable, and how long")
	registerDate(f, &flags.date)
	flags.policy.register(f)
	return command
}

func newWaiver(cmd *cobra.Command, flags *newWaiverFlags, args []string) error {
	for _, required := range []struct{ flag, value string }{{"owner", flags.entry.Owner}, {"reason", flags.entry.Reason}} {
		if required.value == "" {
			return usageError("--%s is required", required.flag)
		}
	}
	now, err := dateOf(flags.date)
	if err != nil {
		return err
	}
	c, err := flags.read(flags.output)
	if err != nil {
		return err
	}
	policy, err := flags.policy.load(cmd)
	if err != nil {
		return err
	}
	all := policy.catalogue
	if cmd.Flags().Changed("profile") {
		c.Profile = ""
	} else {
		flags.profile = cmp.Or(c.Profile, policy.profile)
	}
	p, err := loadProfile(cmd, all, flags.profile)
	if usage := (*exitError)(nil); errors.As(err, &usage) && flags.profile == c.Profile {
		return fmt.Errorf("%s: %s", c.document.Position("profile"), usage.message)
	}
	if err != nil {
		return err
	}
	if _, _, err := control.Select(args[0], all.Controls); err != nil {
		return selectionError(err)
	}
	e := flags.entry
	e.Control, e.Object.Kind = args[0], args[1]
	var found bool
	if e.Object.Namespace, e.Object.Name, found = strings.Cut(args[2], "/"); !found {
		e.Object.Namespace, e.Object.Name = "", args[2]
	}
	e.Granted, e.Expires = waiver.Day(now), waiver.Day(now.Add(time.Duration(flags.days)*24*time.Hour))

	var before []byte
	if flags.output != "" {
		if before, err = os.ReadFile(flags.output); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("reading the waivers: %w", err)
		}
	}
	text, index, err := waiver.Append(before, &e)
	if err != nil {
		return fmt.Errorf("adding a waiver to %s: %w", flags.output, err)
	}
	options := waiver.Options{Controls: all.Controls, Profile: p, Now: now}
	waivers, _, err := waiver.Read(flags.output, text, options)
	if err != nil {
		return ofEntry(err, index)
	}
	added := waivers[len(waivers)-1]
	for _, w := range waivers[:len(waivers)-1] {
		if waiver.IsSame(w, added) && !w.IsExpired(waiver.Day(now)) {
			return fmt.Errorf("%s: there is a waiver of %s already, until %s; change that entry", w.Position, report.Printable(w.String()), w.Expires)
		}
	}
	if i := slices.IndexFunc(waivers, func(w *waiver.Waiver) bool { return w.NotWaivable != "" }); i >= 0 {
		return waiver.NewSet(waivers[i : i+1]).CheckWaivable(p)
	}
	if flags.output == "" {
		_, err := io.Copy(cmd.OutOrStdout(), bytes.NewReader(text))
		return err
	}
	if err := replaceFile(flags.output, text); err != nil {
		return fmt.Errorf("writing the waivers: %w", err)
	}
	if signature := flags.output + signatureSuffix; isThere(signature) {
		fmt.Fprintf(cmd.ErrOrStderr(), "guiderail: warning: %s is no longer valid; sign the file with: guiderail waiver sign\n", signature)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s  %s, until %s\n", flags.output, added, e.Expires)
	return err
}

// ofEntry makes of an error about a file to which an entry was added, at an index, one about what it was made of. What is
// wrong with the rest of the file stays as it is.
func ofEntry(err error, index int) error {
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	of := map[string]string{
		"owner": "--owner", "reason": "--reason", "ticket": "--ticket", "container": "--container", "path": "--path",
		"expires": "--days: the last day", "object.kind": "the kind", "object.namespace": "the namespace", "object.name": "the name",
	}
	var lines []string
	isUsage := false
	for _, err := range all {
		line := err.Error()
		var placed *artefact.Error
		if errors.As(err, &placed) {
			rest, _ := strings.CutPrefix(placed.Message, fmt.Sprintf("waivers[%d].", index))
			field, said, _ := strings.Cut(rest, " ")
			if flag, ok := of[field]; ok && rest != placed.Message {
				line, isUsage = flag+" "+said, true
			}
		}
		lines = append(lines, line)
	}
	if !isUsage {
		return err
	}
	return usageError("%s", strings.Join(lines, "\n"))
}

func isThere(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
