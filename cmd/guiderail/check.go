package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
)

type checkFlags struct {
	output   outputFlags
	failOn   string
	strict   bool
	baseline string
	watch    bool
	runFlags
}

// runFlags say what a run judges, and by what. The commands that run controls have them in common.
type runFlags struct {
	configurationFlags
	files      []string // paths, as kubectl has them
	exclude    []string
	exclusions []source.Exclusion // of the configuration
	controls   []string
	skip       []string
	profile    string
	waivers    []string
	// waiverKey is the file of the key that waivers must be signed by; "" is none.
	waiverKey string
	date, now string
	// inventory are paths of objects that are there beside those that are judged.
	inventory []string
	// namespace is where objects that name none are.
	namespace  string
	render     renderFlags
	engineName string
	limits     limitFlag
	policy     policyFlags

	// configured is the configuration, without what flags take the place of.
	configured *configuration
	// refused are files of waivers that are not used.
	refused []*artefact.Error
}

func (r *runFlags) register(f *pflag.FlagSet) {
	r.configurationFlags.register(f, "the directory of the\nfirst PATH")
	f.StringArrayVarP(&r.files, "filename", "f", nil, "a PATH, as kubectl has it (repeatable)")
	f.StringArrayVar(&r.exclude, "exclude", nil, "do not read files and directories that match a pattern of .gitignore's syntax,\nrelative to each PATH (repeatable)")
	registerNamespace(f, &r.namespace, "namespace of the objects that name none, and of the releases of charts")
	r.render.register(f)
	r.render.registerEach(f)
	r.registerControls(f)
}

// registerControls registers the flags that say by what a run judges, whatever it judges.
func (r *runFlags) registerControls(f *pflag.FlagSet) {
	f.StringSliceVar(&r.controls, "control", nil, "run only these controls: an ID, a family such as images, or a pattern with * (repeatable)")
	f.StringSliceVar(&r.skip, "skip", nil, "do not run these controls (repeatable)")
	f.StringVar(&r.profile, "profile", "", profileUsage)
	f.StringArrayVar(&r.waivers, "waivers", nil, "file of waivers, which accept findings (repeatable)")
	registerWaiverKey(f, &r.waiverKey)
	registerDate(f, &r.date)
	f.StringVar(&r.now, "now", "", "time of the run, from which controls count ages, as RFC 3339 has it; its day takes the place\nof --date (default: the present)")
	f.StringArrayVar(&r.inventory, "inventory", nil, "file or directory of existing objects, such as those of the cluster: controls can look\nthem up, but they are not judged (repeatable)")
	f.StringVar(&r.engineName, "engine", "", "what evaluates Rego: plan, or opa; by default plan for the built-in policies, and opa\nfor others")
	r.limits.register(f)
	r.policy.register(f)
}

// args reports it as an error of usage that no path is passed, by whatever flag.
func (r *runFlags) args(_ *cobra.Command, args []string) error {
	return someArgs(nil, slices.Concat(args, r.files))
}

// paths returns what is checked.
func (r *runFlags) paths(args []string) []string { return slices.Concat(args, r.files) }

// search returns where sources are looked for.
func (r *runFlags) search(cmd *cobra.Command, paths []string) source.Search {
	return r.render.apply(source.Search{Paths: paths, Stdin: cmd.InOrStdin(), Exclude: r.exclude, Exclusions: r.exclusions}, r.namespace)
}

// found returns what a search finds, after the files of waivers that are refused. What the run writes is not read, though it
// lies in a directory that is: it is not whole yet.
func (r *runFlags) found(search source.Search, written []outputFile) iter.Seq[source.Found] {
	return r.afterRefused(func(yield func(source.Found) bool) {
		for f := range search.Find() {
			file, isFile := f.Source.(*source.File)
			if isFile && file.Met && slices.ContainsFunc(written, func(o outputFile) bool { return isSameFile(o.path, file.Path) }) {
				continue
			}
			if !yield(f) {
				return
			}
		}
	})
}

// afterRefused returns sources after the files of waivers that are refused.
func (r *runFlags) afterRefused(sources iter.Seq[source.Found]) iter.Seq[source.Found] {
	return func(yield func(source.Found) bool) {
		for _, err := range r.refused {
			if !yield(source.Found{Error: err}) {
				return
			}
		}
		sources(yield)
	}
}

// engine returns what runs the controls.
func (r *runFlags) engine(cmd *cobra.Command, change func(*harness.Options)) (*harness.Engine, error) {
	if !slices.Contains([]rego.Engine{rego.EngineAny, rego.EngineOPA, rego.EnginePlan}, rego.Engine(r.engineName)) {
		return nil, usageError("--engine: unknown engine %q; use plan or opa", r.engineName)
	}
	now, err := r.time()
	if err != nil {
		return nil, err
	}
	policy, err := r.policy.load(cmd)
	if err != nil {
		return nil, err
	}
	waivers, refused, err := readWaivers(r.waivers, r.waiverKey)
	if err != nil {
		return nil, err
	}
	if r.waiverKey != "" && policy.named != nil && !policy.named.Verified {
		for _, file := range policy.waivers {
			refused = append(refused, refusal(file.Name, "the bundle was not verified"))
		}
		policy.waivers = nil
	}
	r.refused = refused
	options := harness.Options{
		Catalogue:     policy.catalogue,
		Controls:      r.controls,
		Skip:          r.skip,
		Profile:       cmp.Or(r.profile, policy.profile),
		WaiverFiles:   slices.Concat(policy.waivers, waivers),
		Now:           now,
		Limits:        r.limits.Limits,
		Engine:        rego.Engine(r.engineName),
		Version:       version(),
		Policy:        policy.named,
		Namespace:     r.namespace,
		Configuration: r.configuration,
	}
	change(&options)
	if len(r.inventory) > 0 {
		if slices.Contains(r.inventory, "-") {
			return nil, usageError("--inventory: standard input cannot be read twice; pass a file")
		}
		options.Inventory = source.Search{Paths: r.inventory, Renderer: r.render.renderer()}.Find()
	}
	engine, err := harness.New(options)
	if err != nil {
		return nil, selectionError(r.configured.place(err))
	}
	warnOfRenamed(cmd, engine.About().Renamed)
	return engine, nil
}

// registerNamespace registers the flag that names a namespace.
func registerNamespace(f *pflag.FlagSet, namespace *string, usage string) {
	f.VarP((*namespaceFlag)(namespace), "namespace", "n", usage)
}

// namespaceFlag is a name that a namespace can have.
type namespaceFlag string

func (n *namespaceFlag) Set(text string) error {
	if len(validation.IsDNS1123Label(text)) > 0 {
		return fmt.Errorf("no namespace has this name; write at most %d lower case letters, digits and dashes, with no dash at either end", validation.DNS1123LabelMaxLength)
	}
	*n = namespaceFlag(text)
	return nil
}

func (n *namespaceFlag) String() string { return string(*n) }

func (n *namespaceFlag) Type() string { return "string" }

// time returns the time of the run.
func (r *runFlags) time() (time.Time, error) {
	if r.now == "" {
		return dateOf(r.date)
	}
	if r.date != "" {
		return time.Time{}, usageError("--now and --date both say when the run takes place; leave one out")
	}
	at, err := time.Parse(time.RFC3339, r.now)
	if err != nil {
		return at, usageError("--now: %q is not a time; write it as 2006-01-02T15:04:05Z", r.now)
	}
	return at, nil
}

// registerDate registers the flag that names the day of a run.
func registerDate(f *pflag.FlagSet, date *string) {
	f.StringVar(date, "date", "", "day on which waivers and exclusions count, as YYYY-MM-DD (default: today, in UTC)")
}

// dateOf returns the time of a date that a flag names; the present for "".
func dateOf(date string) (time.Time, error) {
	if date == "" {
		return time.Now(), nil
	}
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return at, usageError("--date: %q is not a date; write YYYY-MM-DD", date)
	}
	return at, nil
}

// someArgs makes it an error of usage to pass no path.
func someArgs(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("nothing to check; pass files or directories, or - for standard input")
	}
	return nil
}

func newCheckCommand() *cobra.Command {
	var flags checkFlags
	command := &cobra.Command{
		Use:   "check PATH...",
		Short: "Check the manifests in files and directories",
		Example: strings.Trim(`
  guiderail check deploy/
  kustomize build overlays/prod | guiderail check -
  guiderail check --profile xroad-eks deploy/
  guiderail check --control images.pinned_tag -o json deploy/
  kubectl get pods,services,networkpolicies -A -o yaml > cluster.yaml
  guiderail check --inventory cluster.yaml deploy/
  guiderail check --waivers waivers.yaml --baseline baseline.json deploy/
  guiderail check --policies mine deploy/
  guiderail check --bundle https://policy.example/bundle.tar.gz --verification-key public.pem deploy/`, "\n"),
		Args: flags.args,
		RunE: func(cmd *cobra.Command, args []string) error { return check(cmd, &flags, flags.paths(args)) },
	}
	f := command.Flags()
	flags.registerOutcome(f)
	f.BoolVar(&flags.watch, "watch", false, "check again whenever a file changes, until it is interrupted")
	flags.register(f)
	return command
}

// registerOutcome registers the flags that say what is written of a run, and when it fails.
func (flags *checkFlags) registerOutcome(f *pflag.FlagSet) {
	flags.output.register(f)
	f.StringVar(&flags.failOn, "fail-on", "low", "lowest severity that makes the check fail: "+strings.Join(control.Severities(), ", ")+", none")
	f.BoolVar(&flags.strict, "strict", false, "fail also on anything that was not judged: unknown values and kinds, documents that are\nnot objects, skipped files, and controls of --control that did not apply to any object")
	f.StringVar(&flags.baseline, "baseline", "", "file with the findings of an earlier run, from \"guiderail baseline write\": only new ones fail")
}

func check(cmd *cobra.Command, flags *checkFlags, paths []string) error {
	if flags.watch {
		if slices.Contains(paths, "-") {
			return usageError("--watch: standard input cannot be read twice; pass a file")
		}
		return watch(cmd, flags, paths)
	}
	c, err := flags.prepare(cmd, paths)
	if err != nil {
		return err
	}
	return c.run(cmd)
}

// checking is a check that is ready to run.
type checking struct {
	*checkFlags // with what the configuration says
	engine      *harness.Engine
	search      source.Search
	rule        harness.ExitRule
	// settings are the files and directories that say how it checks.
	settings []string
}

// prepare reads what says how to check. With an error it returns a check without an engine, for its settings.
func (flags checkFlags) prepare(cmd *cobra.Command, paths []string) (*checking, error) {
	c := &checking{checkFlags: &flags}
	err := flags.configure(cmd, paths)
	c.settings = flags.settings(paths)
	c.search = flags.runFlags.search(cmd, paths)
	if err != nil {
		return c, err
	}
	failOn := control.Critical + 1
	if flags.failOn != "none" {
		if failOn, err = control.ParseSeverity(flags.failOn); err != nil {
			return c, usageError("--fail-on: %v, none", err)
		}
	}
	if c.engine, err = flags.engine(cmd, func(o *harness.Options) { o.Baseline = flags.baseline }); err != nil {
		return c, err
	}
	c.settings = append(c.settings, profileFiles(c.engine.About().Profile)...)
	named := len(flags.controls) > 0 && !slices.ContainsFunc(flags.controls, func(p string) bool { return !control.IsExact(p) })
	c.rule = harness.ExitRule{FailOn: failOn, Strict: flags.strict, IsNamed: named}
	return c, nil
}

// settings lists the files and directories that say how paths are checked, whether they are there or not.
func (flags *checkFlags) settings(paths []string) []string {
	settings := flags.runFlags.settings(paths)
	if flags.baseline != "" {
		settings = append(settings, flags.baseline)
	}
	return settings
}

// settings lists the files and directories that say how paths are run, whether they are there or not.
func (r *runFlags) settings(paths []string) []string {
	settings := r.places(paths[0])
	if profile.IsFile(r.profile) {
		settings = append(settings, r.profile)
	}
	settings = append(settings, signedFiles(r.waivers, r.waiverKey)...)
	settings = append(settings, r.policy.directory, r.policy.bundle, r.policy.verification.key)
	return slices.DeleteFunc(settings, func(name string) bool { return name == "" })
}

// profileFiles lists the files of a profile and of what it extends; none without one.
func profileFiles(p *profile.Profile) []string {
	var files []string
	if p != nil {
		for _, s := range p.Sources {
			files = append(files, s.File)
		}
	}
	return files
}

// run runs the check and writes the reports.
func (c *checking) run(cmd *cobra.Command) error {
	for _, output := range c.output.named() {
		if err := refuseOverwriting(output.flag, output.path, c.settings, c.search, source.Search{Paths: c.inventory}); err != nil {
			return err
		}
	}
	return c.report(cmd, c.found(c.search, c.output.named()))
}

// report judges sources and writes the reports.
func (c *checking) report(cmd *cobra.Command, sources harness.Sources) error {
	reporter, closeFiles, err := c.output.open(cmd.OutOrStdout())
	if err != nil {
		return err
	}
	if isTerminal(cmd.ErrOrStderr()) && !c.output.quiet && (c.output.format == "text" || !isTerminal(cmd.OutOrStdout())) {
		shown := newProgress(cmd.ErrOrStderr())
		defer shown.close()
		reporter = report.Tee(shown, reporter)
	}
	summary, err := c.engine.Report(cmd.Context(), sources, reporter)
	if err := errors.Join(err, closeFiles()); err != nil {
		return err
	}
	code, incomplete := c.rule.Exit(summary)
	if len(incomplete) > 0 {
		return &exitError{code, "the check is incomplete: " + strings.Join(incomplete, "; ")}
	}
	if code != harness.ExitOK {
		return &exitError{code: code}
	}
	return nil
}

func selectionError(err error) error {
	// Not errors.As: what wraps these says where a file names the control or the profile.
	switch err := err.(type) {
	case *control.UnknownError:
		return usageError("%v; see: guiderail controls", err)
	case *profile.UnknownError:
		return usageError("%v", err)
	}
	var excluded *harness.ExcludedControlError
	if errors.As(err, &excluded) {
		return usageError("%v", excluded)
	}
	return err
}
