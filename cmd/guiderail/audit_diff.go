package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/cluster"
	"github.com/guiderail/guiderail/harness/judge"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/prose"
)

// comparison holds what the controls say of a cluster against what they say of files.
type comparison struct {
	// OnlyInCluster and OnlyInFiles name objects. Of the cluster it names those of namespaces that the files have objects in.
	OnlyInCluster []string `json:"onlyInCluster"`
	OnlyInFiles   []string `json:"onlyInFiles"`
	// Differing are objects of which the controls do not say the same.
	Differing []differing `json:"differing"`
	// Same counts the objects of which they do.
	Same int `json:"same"`
	// Elsewhere counts the objects of the cluster in other namespaces, or in none, that are not in the files, and Made those
	// that controllers made.
	Elsewhere int `json:"elsewhere"`
	Made      int `json:"made"`
	// NotCompared are objects of the files of kinds that were not read.
	NotCompared []string `json:"notCompared"`
	// Unknown counts the verdicts that are not known of the cluster, or of the files, and so are not compared.
	Unknown int `json:"unknown"`
}

// differing is an object of which the controls say one thing in the cluster, and another in the files.
type differing struct {
	Object        string `json:"object"`
	OnlyInCluster []said `json:"onlyInCluster"`
	OnlyInFiles   []said `json:"onlyInFiles"`
}

// said is what a control says of an object.
type said struct {
	Control  string `json:"control"`
	Severity string `json:"severity"`
	Verdict  string `json:"verdict"`
	Path     string `json:"path,omitempty"`
	Message  string `json:"message"`
	Position string `json:"position,omitempty"`
}

// objectID names an object of whatever version.
type objectID struct{ group, kind, namespace, name string }

func (o objectID) String() string {
	return artefact.Ref{Kind: artefact.KindTitle(o.group, o.kind), Namespace: o.namespace, Name: o.name}.String()
}

// diff compares a cluster with files.
func diff(cmd *cobra.Command, c *checking, read *cluster.Cluster, directory string) error {
	inCluster, err := c.engine.Check(cmd.Context(), c.afterRefused(slices.Values([]source.Found{{Source: read.Source()}})))
	if err != nil {
		return err
	}
	search := c.render.apply(source.Search{Paths: []string{directory}, Stdin: cmd.InOrStdin(), Exclusions: c.exclusions}, cmp.Or(c.namespace, read.Snapshot.Namespace))
	inFiles, err := c.engine.Check(cmd.Context(), search.Find())
	if err != nil {
		return err
	}
	compared := compare(inCluster, inFiles, read)
	if c.output.format == "json" {
		err = writeJSON(cmd.OutOrStdout(), compared)
	} else {
		compared.write(cmd.OutOrStdout(), directory, read.Name())
	}
	if err != nil {
		return err
	}
	for _, run := range []*harness.Run{inCluster, inFiles} {
		for _, result := range run.Results {
			for _, failure := range result.Failures() {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", failure.Position, failure.String())
			}
		}
		if code, incomplete := (harness.ExitRule{FailOn: c.rule.FailOn}).Exit(run.Summary); code == harness.ExitIncomplete {
			return &exitError{code, "the comparison is incomplete: " + strings.Join(incomplete, "; ")}
		}
	}
	if c.rule.Strict && len(compared.NotCompared)+compared.Unknown > 0 {
		return &exitError{harness.ExitIncomplete, "the comparison is incomplete: something was not compared"}
	}
	if len(compared.OnlyInCluster)+len(compared.OnlyInFiles)+len(compared.Differing) > 0 {
		return &exitError{code: harness.ExitFindings}
	}
	return nil
}

// comparedObject is what is said of an object.
type comparedObject struct {
	said map[string]said // by what tells it from others
	// unknown are the controls whose verdict is not known.
	unknown map[string]bool
}

// compare compares two runs.
func compare(inCluster, inFiles *harness.Run, read *cluster.Cluster) *comparison {
	namespaced := map[[2]string]bool{}
	there := objectsOf(inCluster, func(ref artefact.Ref) string {
		namespaced[[2]string{ref.Group(), ref.Kind}] = ref.Namespace != ""
		return ref.Namespace
	})
	here := objectsOf(inFiles, func(ref artefact.Ref) string {
		if ref.Namespace == "" && namespaced[[2]string{ref.Group(), ref.Kind}] {
			return cmp.Or(read.Snapshot.Namespace, "default")
		}
		return ref.Namespace
	})
	isRead := map[[2]string]bool{}
	for _, kind := range read.Snapshot.Read {
		isRead[[2]string{kind.Group, kind.Kind}] = true
	}
	namespaces := map[string]bool{}
	for id := range here {
		if id.namespace != "" {
			namespaces[id.namespace] = true
		}
	}
	c := &comparison{OnlyInCluster: []string{}, OnlyInFiles: []string{}, Differing: []differing{}, NotCompared: []string{}}
	for id, said := range there {
		other := here[id]
		switch {
		case other == nil && read.IsMade(id.group, id.kind, id.namespace, id.name):
			c.Made++
		case other == nil && !namespaces[id.namespace]:
			c.Elsewhere++
		case other == nil:
			c.OnlyInCluster = append(c.OnlyInCluster, id.String())
		default:
			unknown := maps.Clone(said.unknown)
			maps.Copy(unknown, other.unknown)
			c.Unknown += len(unknown)
			d := differing{id.String(), without(said.said, other.said, unknown), without(other.said, said.said, unknown)}
			if len(d.OnlyInCluster)+len(d.OnlyInFiles) > 0 {
				c.Differing = append(c.Differing, d)
			} else {
				c.Same++
			}
		}
	}
	for id := range here {
		switch {
		case there[id] != nil:
		case !isRead[[2]string{id.group, id.kind}] || read.Snapshot.Namespace != "" && id.namespace != "" && id.namespace != read.Snapshot.Namespace:
			c.NotCompared = append(c.NotCompared, id.String())
		default:
			c.OnlyInFiles = append(c.OnlyInFiles, id.String())
		}
	}
	slices.Sort(c.OnlyInCluster)
	slices.Sort(c.OnlyInFiles)
	slices.Sort(c.NotCompared)
	slices.SortFunc(c.Differing, func(a, b differing) int { return strings.Compare(a.Object, b.Object) })
	return c
}

// objectsOf returns the objects of a run with what is said of each.
func objectsOf(run *harness.Run, namespace func(artefact.Ref) string) map[objectID]*comparedObject {
	objects := map[objectID]*comparedObject{}
	for _, result := range run.Results {
		for i := range result.Judgements {
			j := &result.Judgements[i]
			if j.Type != artefact.Kubernetes || j.IsRequested || j.Name == "" {
				continue
			}
			id := objectID{j.Group(), j.Kind, namespace(j.Ref), j.Name}
			o := objects[id]
			if o == nil {
				o = &comparedObject{said: map[string]said{}, unknown: map[string]bool{}}
				objects[id] = o
			}
			for id, verdict := range j.Verdicts {
				if verdict == judge.Unknown || verdict == judge.Errored {
					o.unknown[id] = true
				}
			}
			for verdict, findings := range map[judge.Verdict][]judge.Finding{judge.Fail: j.Findings, judge.Waived: j.Waived} {
				for _, f := range findings {
					s := said{Control: f.Control.ID, Severity: f.Control.Severity.String(), Verdict: string(verdict), Path: artefact.PathText(f.Path), Message: f.Message}
					if f.Position.Line > 0 {
						s.Position = f.Position.String()
					}
					o.said[strings.Join([]string{s.Control, s.Verdict, s.Path, s.Message}, "\x00")] = s
				}
			}
		}
	}
	return objects
}

// without returns what is in one of two maps alone, but for what controls say whose verdict is not known of the other.
func without(some, others map[string]said, unknown map[string]bool) []said {
	left := []said{}
	for key, s := range some {
		if _, has := others[key]; !has && !unknown[s.Control] {
			left = append(left, s)
		}
	}
	slices.SortFunc(left, func(a, b said) int {
		return cmp.Or(strings.Compare(a.Control, b.Control), strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message))
	})
	return left
}

// write writes the comparison for people.
func (c *comparison) write(w io.Writer, files, cluster string) {
	list := func(title string, names []string) {
		if len(names) == 0 {
			return
		}
		fmt.Fprintf(w, "%s\n", title)
		for _, name := range names {
			fmt.Fprintf(w, "  %s\n", name)
		}
		fmt.Fprintln(w)
	}
	list("only in "+cluster, c.OnlyInCluster)
	list("only in "+files, c.OnlyInFiles)
	list("not compared, since no control knows their kinds, or their namespaces were not read", c.NotCompared)
	for _, d := range c.Differing {
		fmt.Fprintf(w, "%s\n", d.Object)
		for _, side := range []struct {
			sign string
			said []said
		}{{"+", d.OnlyInCluster}, {"-", d.OnlyInFiles}} {
			for _, s := range side.said {
				at := cmp.Or(s.Path, "(object)")
				if s.Position != "" {
					at = s.Position
				}
				fmt.Fprintf(w, "  %s %-8s %s: %s [%s, %s]\n", side.sign, s.Severity, at, s.Message, s.Control, s.Verdict)
			}
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s the same, %s (+ only in the cluster, - only in the files), %d only in the cluster, %d only in the files\n",
		prose.Count(c.Same, "object"), prose.Count(len(c.Differing), "differs", "differ"), len(c.OnlyInCluster), len(c.OnlyInFiles))
	fmt.Fprintf(w, "not listed: %s of the cluster in namespaces that the files have nothing in, or in none; %d that controllers made; %s not known\n",
		prose.Count(c.Elsewhere, "object"), c.Made, prose.Count(c.Unknown, "verdict is", "verdicts are"))
}
