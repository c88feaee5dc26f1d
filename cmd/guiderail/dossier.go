package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/attest"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/dossier"
	"github.com/guiderail/guiderail/harness/dossier/htmldossier"
	"github.com/guiderail/guiderail/harness/dossier/markdowndossier"
	"github.com/guiderail/guiderail/harness/dossier/oscaldossier"
	"github.com/guiderail/guiderail/harness/dossier/textdossier"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/document"
)

// The verdicts at which a dossier fails.
const (
	failOnFails   = "fails"
	failOnNothing = "nothing_shown"
	failOnNone    = "none"
)

type dossierFlags struct {
	output  string
	files   []string // FORMAT=PATH
	scopes  []string
	cluster string
	texts   map[string]string
	// framework is the ID of another text to answer; "" is none.
	framework string
	failOn    string
	verbose   bool
	live      liveFlags
	run       runFlags
}

func newDossierCommand() *cobra.Command {
	var flags dossierFlags
	command := &cobra.Command{
		Use:   "dossier [PATH...] | --context CONTEXT [PATH...]",
		Short: "Answer every statement of the guides for a cluster",
		Long: strings.TrimSpace(`
Say for every statement of each guide whether it holds in a cluster, by what
evidence, and what was missing to tell. Files of kind Scope in the PATHs say which
clusters there are and which files show how they are made; without any, the PATHs
are one scope. No statement holds because nothing was judged.

With --context or --kubeconfig, or with -n or -A and no PATH, the objects of a cluster
are read, and judged with the PATHs as one scope, which then says what could not be
read: nothing holds for the want of it.

The exit code is 3 where a statement fails.`),
		Example: strings.Trim(`
  guiderail dossier clusters/
  guiderail dossier clusters/ -o html > dossier.html
  guiderail dossier --cluster prod --profile xroad-eks deploy/ infrastructure/
  guiderail dossier clusters/ --output-file json=dossier.json --output-file html=dossier.html
  guiderail dossier --context prod --profile eks infrastructure/ attestations/
  guiderail dossier diff old.json new.json`, "\n"),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !flags.live.reads(args) {
				args = []string{"."}
			}
			if err := flags.live.verify(args); err != nil {
				return err
			}
			return writeDossier(cmd, &flags, args)
		},
	}
	f := command.Flags()
	f.StringVarP(&flags.output, "output", "o", "text", "output format: "+strings.Join(dossierFormats(), ", "))
	f.StringArrayVar(&flags.files, "output-file", nil, "write the dossier to a file as well: FORMAT=PATH (repeatable)")
	f.StringSliceVar(&flags.scopes, "only", nil, "only the scope of this name (repeatable)")
	f.StringVar(&flags.cluster, "cluster", "", "the cluster's name, where no file of kind Scope says it (default: default)")
	f.StringToStringVar(&flags.texts, "text", nil, "ID of a guide, and the file with its current text: GUIDE=FILE. The dossier names the\nstatements that have changed")
	f.StringVar(&flags.framework, "framework", "", "answer another text as well, by what the controls said: cis-eks, nsa-cisa,\npod-security-standards")
	f.StringVar(&flags.failOn, "fail-on", failOnFails, "verdict from which the exit code is 3: fails, nothing_shown, none")
	f.BoolVarP(&flags.verbose, "verbose", "v", false, "list every statement in text")
	f.StringArrayVar(&flags.run.exclude, "exclude", nil, "do not read files and directories that match a pattern of .gitignore's syntax,\nrelative to each PATH (repeatable)")
	f.StringVar(&flags.run.profile, "profile", "", profileUsage+", where no file of kind Scope names one")
	f.StringArrayVar(&flags.run.waivers, "waivers", nil, "file of waivers, which accept findings (repeatable)")
	registerWaiverKey(f, &flags.run.waiverKey)
	registerDate(f, &flags.run.date)
	f.StringVar(&flags.run.now, "now", "", "time of the run, as RFC 3339 has it; its day takes the place of --date (default: the present)")
	flags.live.register(f)
	flags.run.render.register(f)
	flags.run.limits.register(f)
	flags.run.policy.register(f)
	command.AddCommand(newDossierDiffCommand(), newDossierSignCommand(), newDossierVerifyCommand())
	return command
}

// dossierFormats lists the formats of a dossier.
func dossierFormats() []string {
	formats := []string{"text", "json", "html", "markdown"}
	for _, model := range oscaldossier.Models() {
		formats = append(formats, oscalPrefix+model)
	}
	return formats
}

// oscalPrefix is what the names of formats in OSCAL begin with.
const oscalPrefix = "oscal-"

// answeredDossier is a dossier with what its formats take beside it.
type answeredDossier struct {
	*dossier.Dossier
	library  *guide.Library
	controls []*control.Control
	// foreign and provided are what the platforms are told apart by.
	foreign, provided map[string][]string
	// framework is the other text to answer; nil where none was asked for.
	framework *guide.Framework
}

// writeAs writes a dossier in a format.
func (d *answeredDossier) writeAs(w io.Writer, format string, verbose bool) error {
	if model, isOSCAL := strings.CutPrefix(format, oscalPrefix); isOSCAL {
		return oscaldossier.Write(w, model, d.Dossier, d.library, d.controls)
	}
	switch format {
	case "text":
		return textdossier.Write(w, d.Dossier, verbose)
	case "json":
		return d.WriteJSON(w)
	case "html":
		return htmldossier.Write(w, d.Dossier)
	case "markdown":
		return markdowndossier.Write(w, d.Dossier)
	}
	return usageError("--output: unknown format %q; use one of %s", format, strings.Join(dossierFormats(), ", "))
}

func writeDossier(cmd *cobra.Command, flags *dossierFlags, paths []string) error {
	outputs, err := flags.outputs()
	if err != nil {
		return err
	}
	if !slices.Contains([]string{failOnFails, failOnNothing, failOnNone}, flags.failOn) {
		return usageError("--fail-on: unknown verdict %q; use fails, nothing_shown or none", flags.failOn)
	}
	asked, err := flags.asked(paths)
	if err != nil {
		return err
	}
	d, err := flags.answer(cmd, asked, outputs)
	if err != nil {
		return err
	}
	if err := d.writeAs(cmd.OutOrStdout(), flags.output, flags.verbose); err != nil {
		return fmt.Errorf("writing the dossier: %w", err)
	}
	for _, o := range outputs {
		var out strings.Builder
		if err := d.writeAs(&out, o.format, true); err != nil {
			return fmt.Errorf("writing the dossier: %w", err)
		}
		if err := replaceFile(o.path, []byte(out.String())); err != nil {
			return fmt.Errorf("writing the dossier: %w", err)
		}
	}
	return flags.exit(d.Dossier)
}

// outputs returns the files to write.
func (f *dossierFlags) outputs() ([]outputFile, error) {
	if !slices.Contains(dossierFormats(), f.output) {
		return nil, usageError("--output: unknown format %q; use one of %s", f.output, strings.Join(dossierFormats(), ", "))
	}
	named := (&outputFlags{files: f.files}).named()
	for _, o := range named {
		if o.path == "" || !slices.Contains(dossierFormats(), o.format) {
			return nil, usageError("%s: write FORMAT=PATH, such as json=dossier.json, with one of %s", o.flag, strings.Join(dossierFormats(), ", "))
		}
	}
	return named, nil
}

// asked returns the scopes that are asked for.
func (f *dossierFlags) asked(paths []string) ([]*dossier.Asked, error) {
	for _, path := range paths {
		if path == "-" {
			return nil, usageError("standard input has no place that a dossier could name; pass files and directories")
		}
	}
	files, err := dossier.FindScopes(paths, f.run.exclude...)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		if len(f.scopes) > 0 {
			return nil, usageError("--only: no file of kind Scope was found")
		}
		name := cmp.Or(f.cluster, "default")
		if !attest.IsClusterName(name) {
			return nil, usageError("--cluster: this %s", attest.WantedOfClusterName)
		}
		asked := &dossier.Asked{Name: name, Cluster: name, IsUnnamed: f.cluster == "", Profile: f.run.profile, Paths: paths, Exclude: f.run.exclude, Waivers: f.run.waivers}
		if f.live.only != "" {
			asked.Namespaces = []string{f.live.only}
		}
		return []*dossier.Asked{asked}, nil
	}
	if f.cluster != "" {
		return nil, usageError("--cluster: %s says which cluster it is", files[0])
	}
	var all []*dossier.Asked
	byName := map[string]string{}
	for _, file := range files {
		asked, err := dossier.ReadScope(file)
		if err != nil {
			return nil, err
		}
		if other, twice := byName[asked.Name]; twice {
			return nil, fmt.Errorf("%s: metadata.name is %s, as in %s; give each scope its own name", file, asked.Name, other)
		}
		byName[asked.Name] = file
		asked.Profile = cmp.Or(asked.Profile, f.run.profile)
		asked.Waivers = append(asked.Waivers, f.run.waivers...)
		asked.Exclude = append(asked.Exclude, f.run.exclude...)
		if len(f.scopes) == 0 || slices.Contains(f.scopes, asked.Name) {
			all = append(all, asked)
		}
	}
	for _, name := range f.scopes {
		if byName[name] == "" {
			return nil, usageError("--only: there is no scope %q; there is %s", name, strings.Join(slices.Sorted(maps.Keys(byName)), ", "))
		}
	}
	if f.live.reads(paths) && len(all) > 1 {
		return nil, usageError("the cluster belongs to one scope, and there are %d; choose one with --only", len(all))
	}
	return all, nil
}

// answer makes the dossier.
func (f *dossierFlags) answer(cmd *cobra.Command, asked []*dossier.Asked, outputs []outputFile) (*answeredDossier, error) {
	now, err := f.run.time()
	if err != nil {
		return nil, err
	}
	f.run.now, f.run.date = now.UTC().Format(time.RFC3339), "" // the same for all scopes
	texts := map[string]dossier.Text{}
	for id, file := range f.texts {
		text, err := document.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading the text of %s: %w", id, err)
		}
		texts[id] = dossier.Text{File: file, Text: text}
	}
	d := &answeredDossier{}
	ctx := attest.ReadOnce(cmd.Context())
	var written []string
	for _, o := range outputs {
		written = append(written, o.path)
	}
	for _, a := range asked {
		run := f.run
		run.profile, run.waivers, run.exclude = a.Profile, a.Waivers, a.Exclude
		engine, err := run.engine(cmd, func(*harness.Options) {})
		if err != nil {
			return nil, err
		}
		about := engine.About()
		if d.Dossier == nil {
			if err := f.begin(d, about, now, texts); err != nil {
				return nil, err
			}
		}
		read, err := f.readCluster(cmd, a, engine)
		if err != nil {
			return nil, err
		}
		search := run.search(cmd, a.Paths)
		for _, o := range outputs {
			if err := refuseOverwriting(o.flag, o.path, []string{a.File, a.Profile}, search); err != nil {
				return nil, err
			}
		}
		sources := run.found(search, outputs)
		if read != nil {
			sources = after(read, sources)
		}
		scope, statements, err := dossier.Answer(ctx, a, dossier.Options{
			Library: d.library, Controls: d.controls, Foreign: d.foreign, Provided: d.provided, Engine: engine,
			Sources: sources, Written: written, Now: now, Changed: d.Changed(),
		})
		if err != nil {
			return nil, err
		}
		d.Add(scope, statements)
	}
	if f.framework != "" {
		d.Framework = dossier.Apply(d.framework, d.Scopes)
	}
	return d, nil
}

// readCluster reads the cluster of a scope; nil where none is read. A scope that is called nothing else has the name of the
// context.
func (f *dossierFlags) readCluster(cmd *cobra.Command, a *dossier.Asked, engine *harness.Engine) (*cluster.Cluster, error) {
	if !f.live.reads(a.Paths) {
		return nil, nil
	}
	read, err := readCluster(cmd, f.live.options(), cluster.NeededBy(engine.Controls(), engine.About().Catalogue.Controls), true)
	if err != nil {
		return nil, err
	}
	if name := read.Snapshot.Context; a.File == "" && f.cluster == "" && attest.IsClusterName(name) {
		a.Name, a.Cluster = name, name
	}
	return read, nil
}

// begin makes a dossier without scopes.
func (f *dossierFlags) begin(d *answeredDossier, about *report.Run, now time.Time, texts map[string]dossier.Text) error {
	var err error
	if d.library, err = about.Catalogue.Guides(); err != nil {
		return err
	}
	d.controls = about.Catalogue.Controls
	if d.foreign, d.provided, err = dossier.Platforms(about.Catalogue, d.library, now); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		if !slices.ContainsFunc(d.library.Guides, func(g *guide.Guide) bool { return g.ID == id }) {
			return usageError("--text: unknown guide %q", id)
		}
	}
	if f.framework != "" {
		known, err := about.Catalogue.Frameworks()
		if err != nil {
			return err
		}
		var ids []string
		for _, one := range known {
			ids = append(ids, one.ID)
			if one.ID == f.framework {
				d.framework = one
			}
		}
		if d.framework == nil {
			return usageError("--framework: unknown framework %q; use one of %s", f.framework, strings.Join(ids, ", "))
		}
	}
	digest, err := ownDigest()
	if err != nil {
		return fmt.Errorf("reading the program: %w", err)
	}
	d.Dossier, err = dossier.New(&dossier.About{Now: now, Version: version(), Digest: digest, Catalogue: about.Catalogue, Policy: about.Policy, Library: d.library, Texts: texts})
	return err
}

// exit says how the program ends: 1 where something could not be read, since a dossier then speaks of less than it was
// asked to, and 3 where a statement fails.
func (f *dossierFlags) exit(d *dossier.Dossier) error {
	errs, failing := 0, 0
	for _, s := range d.Scopes {
		errs += s.Counts.Errors
		if s.Counts.Artefacts == 0 {
			return &exitError{1, fmt.Sprintf("nothing was judged in scope %s: there is no artefact in %s", s.Name, strings.Join(s.Paths, ", "))}
		}
	}
	for _, s := range d.Statements {
		if s.Verdict == dossier.Fails && f.failOn != failOnNone || s.Verdict == dossier.NothingShown && f.failOn == failOnNothing {
			failing++
		}
	}
	switch {
	case errs > 0:
		return &exitError{1, "the dossier is incomplete: some files could not be read or judged"}
	case failing > 0:
		return &exitError{code: 3}
	}
	return nil
}

func newDossierDiffCommand() *cobra.Command {
	var output string
	command := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what became better and worse between two dossiers in JSON",
		Long: strings.TrimSpace(`
Compare two dossiers in JSON, statement by statement. The exit code is 3 where one
became worse, is gone, or is new and fails.`),
		Example: "  guiderail dossier diff 2026-06.json 2026-12.json",
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			before, _, err := dossier.Read(args[0])
			if err != nil {
				return err
			}
			after, _, err := dossier.Read(args[1])
			if err != nil {
				return err
			}
			return writeDiff(cmd.OutOrStdout(), output, before, after)
		},
	}
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

func writeDiff(w io.Writer, output string, before, after *dossier.Dossier) error {
	changes, added, removed := dossier.Diff(before, after)
	worse := 0
	for _, c := range changes {
		if c.Better < 0 {
			worse++
		}
	}
	switch output {
	case "json":
		err := writeJSON(w, struct {
			Changes []dossier.Change    `json:"changes"`
			Added   []dossier.Statement `json:"added"`
			Removed []dossier.Statement `json:"removed"`
		}{listOf(changes), listOf(added), listOf(removed)})
		if err != nil {
			return err
		}
	case "text":
		word := map[int]string{-1: "worse", 0: "other", 1: "better"}
		for _, c := range changes {
			fmt.Fprintf(w, "%-6s  %s: %s, was %s\n%s\n", word[c.Better], nameOf(&c.Statement), c.Verdict.Text(), c.Before.Text(), fill(report.OneLine(c.Statement.Statement), "        "))
		}
		for _, s := range added {
			fmt.Fprintf(w, "new     %s: %s\n", nameOf(&s), s.Verdict.Text())
		}
		for _, s := range removed {
			fmt.Fprintf(w, "gone    %s: was %s\n", nameOf(&s), s.Verdict.Text())
		}
		fmt.Fprintf(w, "%d statements changed, %d of them for the worse; %d new, %d gone\n", len(changes), worse, len(added), len(removed))
	default:
		return usageError("--output: unknown format %q; use one of text, json", output)
	}
	// An answer that is gone is as good as none, and a new one is held against none.
	fails := slices.ContainsFunc(added, func(s dossier.Statement) bool { return s.Verdict == dossier.Fails })
	if worse > 0 || fails || len(removed) > 0 {
		return &exitError{code: 3}
	}
	return nil
}

// nameOf names a statement of a dossier, whoever wrote that, for a terminal.
func nameOf(s *dossier.Statement) string {
	return fmt.Sprintf("%s  %s  %s", report.OneLine(s.Scope), report.OneLine(s.Guide), report.OneLine(s.ID))
}

// listOf returns a list that JSON writes as one, also where it is empty.
func listOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// ownDigest returns the digest of the running program.
func ownDigest() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	program, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer program.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, program); err != nil {
		return "", err
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}
