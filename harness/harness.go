// Package harness is Guiderail as a library: it runs controls over what sources hold and says what they find.
//
//	g, err := harness.New(harness.Options{Profile: "eks"})
//	run, err := g.Check(ctx, harness.Bytes("pod.yaml", text), harness.Path("deploy/"))
//	for _, f := range run.Findings {
//		fmt.Println(f.Position, f.Control.ID, f.Message)
//	}
//	err = run.Write(os.Stdout, "json")
//	os.Exit(run.ExitCode(harness.FailOn(control.High)))
//
// Each stage is a package of its own, through which artefacts flow one way and in their order: source (where they
// come from), format (how they are read), inventory (what is looked up beside them), judge (who says what), decide
// (what is accepted), report (how it is told). This package puts them together, and does nothing else.
//
// Memory is bounded by the largest document and the inventory that the controls look up, not by the input. The
// first artefact that concerns such a control has the sources read once more, for the inventory, and the first
// that names the controller which made it for the controllers; what can be read only once, as standard input,
// stays in memory where a control of the run looks anything up. No run is called good that did not happen: every
// control gives each artefact a verdict, and what could not be read or evaluated is part of the results.
package harness

import (
	"fmt"
	"io/fs"
	"iter"
	"slices"

	"github.com/guiderail/guiderail/policies"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/decide"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/judge/text"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/source"
)

// Options say what an Engine runs, and how. The zero Options run every control that comes with Guiderail.
type Options struct {
	// Policies is a policy directory; nil stands for the one that comes with Guiderail. Catalogue is what was
	// read of one, and takes its place.
	Policies  fs.FS
	Catalogue *catalogue.Catalogue
	// Controls selects controls by ID, in which a dash stands for an underscore as in the names of their
	// constraints; none selects them all.
	Controls []string
	// Profile chooses among the controls and sets their parameters: the name of a profile of the policy
	// directory, or the path of a .yaml file. "" leaves them as they are.
	Profile string
	// Chosen is a profile that was read already, and takes the place of Profile.
	Chosen *profile.Profile
	// Inventory are sources of objects that are there beside those of a run, as a cluster has them. The
	// controls see them, and do not judge them; an object of the run takes the place of the one here that
	// has its kind, namespace and name. They are read anew in each run, and so must be readable twice.
	Inventory iter.Seq[source.Found]
	// Limits bound what a source, a document and an object may cost. What is beyond one is an error of the
	// run, and all else goes on.
	Limits source.Limits
	// Workers is how many documents are worked on at a time; 0 means one for each processor.
	Workers int
	// NoDispatch evaluates every control on every artefact. Verdicts stay the same but for
	// not_applicable; it exists to prove that.
	NoDispatch bool
	// Version is the version of the tool that runs, for reports; Policy the bundle that the policies are of.
	Version string
	Policy  *report.Policy
}

// Engine runs a selection of controls. It may serve several runs at a time.
type Engine struct {
	about   report.Run
	reads   []control.Read // what the controls look up
	formats format.Set
	rego    *rego.Judge
	text    *text.Judge
	decider decide.Decider // nil where nothing is accepted
	around  iter.Seq[source.Found]
	source  source.Options
	isNamed bool // the controls were named one by one
}

// New loads the policies. A control or profile that does not exist is an error, never an empty selection.
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
	chosen := options.Chosen
	if chosen == nil && options.Profile != "" {
		if chosen, err = profile.Load(all.Files, all.Controls, options.Profile); err != nil {
			return nil, err
		}
	}
	if chosen != nil {
		if len(options.Controls) > 0 {
			for _, c := range controls {
				if reason, excluded := chosen.Excluded[c.ID]; excluded {
					return nil, &ExcludedControlError{ID: c.ID, Profile: chosen.Name, Reason: reason}
				}
			}
		}
		controls = chosen.Choose(controls)
		renamed = append(renamed, chosen.Renamed...)
	}
	limits := options.Limits.OrDefault()
	e := &Engine{
		about:   report.Run{Version: options.Version, Catalogue: all, Policy: options.Policy, Controls: controls, Profile: chosen, Renamed: renamed},
		formats: Formats(),
		text:    text.New(controls),
		around:  options.Inventory,
		source:  source.Options{Limits: limits, Workers: options.Workers},
		isNamed: len(options.Controls) > 0,
	}
	judging := rego.Options{Time: limits.Time, NoDispatch: options.NoDispatch}
	if chosen != nil {
		judging.Parameters = chosen.Parameters
		e.decider = &decide.Exclusions{Profile: chosen, Controls: controls, IsNamespaced: all.Rego.IsNamespaced}
	}
	e.rego = all.Rego.Judge(slices.DeleteFunc(slices.Clone(controls), func(c *control.Control) bool { return c.File == "" }), judging)
	for _, c := range controls {
		e.reads = append(e.reads, c.Reads...)
	}
	return e, nil
}

// Controls lists the selected controls in the order of their IDs.
func (e *Engine) Controls() []*control.Control { return e.about.Controls }

// About tells what is known of every run of the engine.
func (e *Engine) About() *report.Run { return &e.about }

// Formats lists the formats that artefacts are read from.
func Formats() format.Set { return format.Set{kubernetes.New()} }

// ExcludedControlError says that a control was asked for which the profile leaves out.
type ExcludedControlError struct {
	ID, Profile, Reason string
}

func (e *ExcludedControlError) Error() string {
	return fmt.Sprintf("profile %s leaves out control %s: %s", e.Profile, e.ID, e.Reason)
}
