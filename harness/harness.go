// Package harness is Guiderail as a library: it runs controls on sources and reports what they find.
//
//	g, err := harness.New(harness.Options{Profile: "eks"})
//	run, err := g.Check(ctx, harness.Bytes("pod.yaml", text), harness.Path("deploy/"))
//	for _, f := range run.Findings {
//		fmt.Println(f.Position, f.Control.ID, f.Message)
//	}
//	err = run.Write(os.Stdout, "json")
//	os.Exit(run.ExitCode(harness.FailOn(control.High)))
//
// Each stage is a package, and artefacts pass through the stages in order: source (where artefacts come from),
// format (how they are read), inventory (other objects that controls look up), judge (who gives verdicts), decide
// (which findings are accepted) and report (how results are written). This package only puts them together.
//
// Memory is bounded by the largest document and by the inventory that the controls look up, not by the size of the
// input. The sources are read a second time for the inventory, when the first control needs it, and for
// controllers, when the first artefact names one. Sources that can be read only once, such as standard input, are
// kept in memory if any control looks up other objects. Nothing passes unseen: every control gives each artefact a
// verdict, and anything that could not be read or evaluated is part of the results.
package harness

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/guiderail/guiderail/harness/baseline"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/decide"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/ansible"
	"github.com/guiderail/guiderail/harness/format/arm"
	"github.com/guiderail/guiderail/harness/format/clouddescription"
	"github.com/guiderail/guiderail/harness/format/cloudformation"
	"github.com/guiderail/guiderail/harness/format/dockerfile"
	"github.com/guiderail/guiderail/harness/format/eksctl"
	"github.com/guiderail/guiderail/harness/format/iam"
	"github.com/guiderail/guiderail/harness/format/k3s"
	"github.com/guiderail/guiderail/harness/format/kubeconfig"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/recipe"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/format/scanreport"
	"github.com/guiderail/guiderail/harness/format/scanwaivers"
	"github.com/guiderail/guiderail/harness/format/script"
	"github.com/guiderail/guiderail/harness/format/terraform"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/waiver"
	"github.com/guiderail/guiderail/policies"
)

// Options configure an Engine. The zero value runs every built-in control.
type Options struct {
	// Policies is a policy directory; nil means the built-in one. Catalogue is a policy directory that was loaded
	// already, and replaces it.
	Policies  fs.FS
	Catalogue *catalogue.Catalogue
	// Controls selects controls by ID, by family, or by either with * for any characters (podsecurity.restricted_*);
	// empty selects all. A dash is read as an underscore, as in the names of constraints.
	Controls []string
	// Skip leaves controls out, by the same patterns.
	Skip []string
	// Profile selects controls and sets their parameters. It is the name of a profile in the policy directory, or
	// the path of a .yaml file. "" means none.
	Profile string
	// Chosen is a profile that was read already, and replaces Profile.
	Chosen *profile.Profile
	// Waivers are files of waivers. WaiverFiles are further ones that were read already, such as those of a bundle.
	Waivers     []string
	WaiverFiles []waiver.File
	// Baseline is the file with the findings of an earlier run, which are accepted; "" is none.
	Baseline string
	// Now is the time of the run: controls that tell the age of something count from it, and it gives the day on which
	// waivers and exclusions count. The zero time means the present.
	Now time.Time
	// Audits reports that the run tells what each waiver is good for: one of a control that is not waivable is no error.
	Audits bool
	// Inventory has sources of existing objects, such as those of a cluster. Controls can look them up, but do not
	// judge them. An object of the run replaces one here that has the same kind, namespace and name. The sources
	// are read in each run, so they must be replayable.
	Inventory iter.Seq[source.Found]
	// Limits bound the cost of a source, a document and an object. Exceeding a limit is an error in the results;
	// the run continues.
	Limits source.Limits
	// Workers is the number of documents that are processed concurrently; 0 means one for each processor.
	Workers int
	// NoDispatch evaluates every control on every artefact of a type that it matches. It exists to prove that dispatch changes no verdict
	// except not_applicable.
	NoDispatch bool
	// Engine chooses what evaluates the controls that are written in Rego.
	Engine rego.Engine
	// Asker evaluates them in the place of any engine, for tests of their tests. nil is none. It is for one control.
	Asker rego.Asker
	// Namespace is the namespace of objects that name none; "" leaves it open.
	Namespace string
	// Configuration is the file that the options were read from, for reports; "" if there is none.
	Configuration string
	// Version is the version of the tool, for reports. Policy is the bundle that contains the policies.
	Version string
	Policy  *report.Policy
}

// Engine runs a selection of controls. It is safe for concurrent use.
type Engine struct {
	about    report.Run
	reads    []control.Read // what the controls look up
	formats  format.Set
	rego     *rego.Judge
	text     *text.Judge
	files    []judge.Judge // of what people put on record
	all      []*control.Control
	excludes *decide.Exclusions // nil without a profile
	waivers  *waiver.Set        // nil where there are none
	baseline *baseline.Baseline // nil where there is none
	day      string
	around   iter.Seq[source.Found]
	source   source.Options
	isNamed  bool // the controls were named one by one
}

// New makes an Engine. An unknown control or profile is an error, never an empty selection.
func New(options Options) (*Engine, error) {
	all := options.Catalogue
	if all == nil {
		files := options.Policies
		if files == nil {
			files = policies.FS
		}
		var err error
		if all, err = catalogue.Load(files); err != nil {
			return nil, err
		}
	}
	controls, renamed, err := all.Choose(options.Controls)
	if err != nil {
		return nil, err
	}
	isNamed := len(options.Controls) > 0 && !slices.ContainsFunc(options.Controls, func(p string) bool { return !control.IsExact(p) })
	controls, renamed, err = skip(all, controls, renamed, options.Skip)
	if err != nil {
		return nil, err
	}
	now := options.Now
	if now.IsZero() {
		now = time.Now()
	}
	chosen := options.Chosen
	if chosen == nil && options.Profile != "" {
		if chosen, err = profile.LoadAt(all.Files, all.Controls, options.Profile, now); err != nil {
			return nil, err
		}
	}
	if chosen != nil {
		if isNamed {
			for _, c := range controls {
				if reason, excluded := chosen.Excluded[c.ID]; excluded {
					return nil, &ExcludedControlError{ID: c.ID, Profile: chosen.Name, Reason: reason}
				}
			}
		}
		controls = chosen.Choose(controls)
		renamed = append(renamed, chosen.Renamed...)
	}
	attesting := text.AttestationOptions{Library: all.Guides, Now: now}
	if chosen != nil {
		attesting.Profile, attesting.Policy = chosen.Name, &chosen.Attestations
	}
	limits := options.Limits.OrDefault()
	e := &Engine{
		about:   report.Run{Version: options.Version, Catalogue: all, Policy: options.Policy, Configuration: options.Configuration, Controls: controls, Profile: chosen, Renamed: renamed},
		formats: Formats(),
		text:    text.New(controls),
		files: []judge.Judge{
			text.NewWaivers(controls, waiver.Options{Controls: all.Controls, Profile: chosen, Now: now}),
			text.NewAttestations(controls, attesting),
		},
		around:  options.Inventory,
		source:  source.Options{Limits: limits, Workers: options.Workers},
		isNamed: isNamed,
		all:     all.Controls,
		day:     waiver.Day(now),
	}
	if err := e.accept(&options, now); err != nil {
		return nil, err
	}
	judging := rego.Options{Time: limits.Time, NoDispatch: options.NoDispatch, Engine: options.Engine, Asker: options.Asker, Parameters: map[string]map[string]any{}}
	if chosen != nil {
		maps.Copy(judging.Parameters, chosen.Parameters)
		e.excludes = &decide.Exclusions{Profile: chosen, Controls: controls, IsNamespaced: all.Rego.IsNamespaced}
	}
	for i, f := range e.formats {
		e.formats[i] = &inNamespace{f, options.Namespace, all.Rego.IsNamespaced}
	}
	tellTime(judging.Parameters, controls, now)
	e.rego = all.Rego.Judge(slices.DeleteFunc(slices.Clone(controls), func(c *control.Control) bool { return c.File == "" }), judging)
	for _, c := range controls {
		e.reads = append(e.reads, c.Reads...)
	}
	return e, nil
}

// tellTime sets the parameter `now` of the controls that have one, where the profile sets none. Rego has a clock, but what
// a control says would then not be the same twice. Engines made within a minute share what was compiled.
func tellTime(parameters map[string]map[string]any, controls []*control.Control, now time.Time) {
	for _, c := range controls {
		if _, ok := c.Parameters["now"]; !ok {
			continue
		}
		if _, isSet := parameters[c.ID]["now"]; isSet {
			continue
		}
		given := maps.Clone(parameters[c.ID])
		if given == nil {
			given = map[string]any{}
		}
		given["now"] = now.UTC().Truncate(time.Minute).Format(time.RFC3339)
		parameters[c.ID] = given
	}
}

// skip takes controls out of a selection.
func skip(all *catalogue.Catalogue, controls []*control.Control, renamed []control.Renamed, patterns []string) ([]*control.Control, []control.Renamed, error) {
	if len(patterns) == 0 {
		return controls, renamed, nil
	}
	skipped, more, err := all.Choose(patterns)
	if err != nil {
		return nil, nil, err
	}
	left := slices.DeleteFunc(slices.Clone(controls), func(c *control.Control) bool { return slices.Contains(skipped, c) })
	if len(left) == 0 {
		return nil, nil, errors.New("every control is skipped; nothing would be judged")
	}
	return left, append(renamed, more...), nil
}

// accept reads what says which findings are accepted.
func (e *Engine) accept(options *Options, now time.Time) error {
	chosen := e.about.Profile
	files, unread := waiver.ReadFiles(options.Waivers)
	if files = append(files, options.WaiverFiles...); len(files) > 0 || unread != nil {
		set, renamed, err := waiver.Load(files, waiver.Options{Controls: e.all, Profile: chosen, Now: now})
		if err == nil && !options.Audits {
			err = set.CheckWaivable(chosen)
		}
		if err = errors.Join(err, unread); err != nil {
			return err
		}
		e.waivers = set
		e.about.Renamed = append(e.about.Renamed, renamed...)
		if !options.Audits {
			e.about.Warnings = set.Warnings(e.day)
		}
	}
	if options.Baseline != "" {
		var err error
		if e.baseline, err = baseline.Load(options.Baseline); err != nil {
			return err
		}
		e.about.Baseline = options.Baseline
	}
	return nil
}

// Day returns the day on which waivers count, as 2006-01-02 in UTC.
func (e *Engine) Day() string { return e.day }

// Controls lists the selected controls in the order of their IDs.
func (e *Engine) Controls() []*control.Control { return e.about.Controls }

// About returns what is known about every run of the engine.
func (e *Engine) About() *report.Run { return &e.about }

// Formats lists the formats that artefacts are read from.
func Formats() format.Set {
	return format.Set{
		kubernetes.New(), record.NewWaivers(), record.NewAttestation(), eksctl.New(), cloudformation.New(), terraform.New(), terraform.NewPlan(), arm.New(),
		clouddescription.NewEKS(), clouddescription.NewAKS(), iam.New(), kubeconfig.New(), dockerfile.New(), script.New(), script.NewPipelines(),
		scanreport.New(), scanwaivers.NewLines(), scanwaivers.New(), ansible.New(), recipe.New(), k3s.New(),
	}
}

// ExcludedControlError reports that a selected control is excluded by the profile.
type ExcludedControlError struct {
	ID, Profile, Reason string
}

func (e *ExcludedControlError) Error() string {
	return fmt.Sprintf("profile %s leaves out control %s: %s", e.Profile, e.ID, e.Reason)
}
