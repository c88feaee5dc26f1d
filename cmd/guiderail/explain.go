package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/guide"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/internal/policydir"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/internal/prose"
)

func newExplainCommand() *cobra.Command {
	var own, output, name string
	command := &cobra.Command{
		Use:     "explain CONTROL",
		Short:   "Explain a control, or those of a family: what it requires, why, and how to comply",
		Example: "  guiderail explain secrets.plaintext_env\n  guiderail explain images",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usageError("--output: unknown format %q; use one of text, json", output)
			}
			all, err := openPolicies(own)
			if err != nil {
				return err
			}
			shown, err := shownExamples(all)
			if err != nil {
				return err
			}
			engine, err := harness.New(harness.Options{Catalogue: all, Controls: args, Profile: name})
			if err != nil {
				return selectionError(err)
			}
			warnOfRenamed(cmd, engine.About().Renamed)
			library, err := all.Guides()
			if err != nil {
				return err
			}
			frameworks, err := all.Frameworks()
			if err != nil {
				return err
			}
			if output == "json" {
				return writeExplained(cmd, engine, library, frameworks)
			}
			for i, c := range engine.Controls() {
				if i > 0 {
					fmt.Fprintf(cmd.OutOrStdout(), "\n%s\n\n", strings.Repeat("-", 80))
				}
				e := &explanation{cmd: cmd, engine: engine, control: c, library: library, frameworks: frameworks, catalogue: all, examples: shown}
				if err := e.write(); err != nil {
					return err
				}
			}
			return nil
		},
	}
	registerDirectory(command.Flags(), &own)
	command.Flags().StringVar(&name, "profile", "", "explain the control as this profile sets it: a name, or the path of a .yaml file")
	command.Flags().StringVarP(&output, "output", "o", "text", "output format: text, json")
	return command
}

// embedded has a failing and a passing example of each control, in the folders of their fixtures. It is written
// by make generate.
//
//go:embed examples.txtar
var embedded []byte

// shownExamples returns the examples of a policy directory: those of the embedded one, or the fixtures that
// somebody keeps in or above a directory of their own; nil where there are none.
func shownExamples(all *catalogue.Catalogue) (fs.FS, error) {
	own, ok := all.Files.(*policydir.Directory)
	if !ok {
		return txtar.FS(txtar.Parse(embedded))
	}
	folder, err := own.Fixtures()
	if folder == "" || err != nil {
		return nil, err
	}
	return os.DirFS(folder), nil
}

// explanation writes one control for a person who has not seen the guides.
type explanation struct {
	cmd     *cobra.Command
	engine  *harness.Engine
	control *control.Control
	library *guide.Library
	// frameworks are other texts that controls relate to.
	frameworks []*guide.Framework
	// catalogue is what the control is of.
	catalogue *catalogue.Catalogue
	// examples are those of the policies; nil where there are none.
	examples fs.FS
}

// explained is a control as explain -o json writes it.
type explained struct {
	controlEntry
	// Statements are what the guides say, where the control enforces it.
	Statements []statementEntry `json:"statements"`
	// Frameworks are the sections of other texts that the control relates to.
	Frameworks []sectionEntry `json:"frameworks,omitempty"`
}

// statementEntry is a statement of a guide.
type statementEntry struct {
	ID      string `json:"id"`
	Guide   string `json:"guide"`
	Section string `json:"section"`
	Text    string `json:"text"`
}

// sectionEntry is a section of a framework, which the control relates to by itself or together with others.
type sectionEntry struct {
	Framework string         `json:"framework"`
	Edition   string         `json:"edition"`
	Section   string         `json:"section"`
	Subject   string         `json:"subject"`
	Relation  guide.Relation `json:"relation"`
	Controls  []string       `json:"controls"`
	Note      string         `json:"note,omitempty"`
}

// writeExplained writes a list of controls, also if it has one.
func writeExplained(cmd *cobra.Command, engine *harness.Engine, library *guide.Library, frameworks []*guide.Framework) error {
	about, list := engine.About(), []explained{}
	for _, c := range about.Controls {
		entry, err := entryOf(cmd.Context(), about.Catalogue, about.Profile, c)
		if err != nil {
			return err
		}
		one := explained{controlEntry: entry, Statements: []statementEntry{}}
		for _, g := range library.Guides {
			for _, s := range g.Statements {
				if s.IsAnsweredBy(c.Requirements) {
					one.Statements = append(one.Statements, statementEntry{s.ID, g.ID, s.Section, s.Text})
				}
			}
		}
		for _, f := range frameworks {
			for _, section := range f.RelatedTo(c.ID) {
				one.Frameworks = append(one.Frameworks, sectionEntry{f.ID, f.Edition, section.Section, section.Subject, section.Relation, section.Controls, section.Note})
			}
		}
		list = append(list, one)
	}
	return writeJSON(cmd.OutOrStdout(), list)
}

func (e *explanation) write() error {
	out, c := e.cmd.OutOrStdout(), e.control
	severity := c.Severity.String()
	if own := c.DefaultSeverity(); own != c.Severity {
		severity += ", default: " + own.String()
	}
	fmt.Fprintf(out, "%s (%s)\n%s\n\n", c.ID, severity, c.Title)
	fmt.Fprintf(out, "%s\n\n", fill(c.Description, ""))
	fmt.Fprintf(out, "Fix: %s\n\n", fill(c.Remediation, "     ")[5:])
	fmt.Fprintf(out, "Judges: %s\n\n", fill(judged(c.Match), "        ")[8:])
	if len(c.Reads) > 0 {
		fmt.Fprintf(out, "Reads: %s\n\n", fill(read(c.Reads), "       ")[7:])
	}
	for _, channel := range slices.Sorted(maps.Keys(c.Limits)) {
		indent := strings.Repeat(" ", len("In : ")+len(channel))
		fmt.Fprintf(out, "In %s: %s\n\n", channel, fill(c.Limits[channel], indent)[len(indent):])
	}
	e.statements(out)
	e.sections(out)
	if err := e.parameters(out); err != nil {
		return err
	}
	for _, verdict := range []string{"fail", "pass"} {
		if err := e.example(out, verdict); err != nil {
			return err
		}
	}
	if len(c.References) > 0 {
		fmt.Fprintln(out, "Read more:")
	}
	for _, reference := range c.References {
		fmt.Fprintf(out, "  %s\n", reference)
	}
	return nil
}

// judged writes the kinds that a control matches; a group is named where it is not Kubernetes' own.
func judged(matches []control.Match) string {
	var kinds []string
	for _, m := range matches {
		if len(m.Kinds) == 0 {
			kinds = append(kinds, "files of type "+m.Type)
		}
		for _, kind := range m.Kinds {
			switch {
			case kind == "*":
				kind = "every kind"
			case len(m.Groups) > 0 && strings.Contains(m.Groups[0], ".") && !strings.HasSuffix(m.Groups[0], ".k8s.io"):
				kind += " (" + m.Groups[0] + ")"
			}
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	return strings.Join(kinds, ", ")
}

// read writes the kinds that a control looks up beside the object that it judges.
func read(reads []control.Read) string {
	var kinds []string
	versions := map[string][]string{}
	for _, r := range reads {
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
		versions[r.Kind] = append(versions[r.Kind], r.GroupVersion().String())
	}
	for i, kind := range kinds {
		kinds[i] = fmt.Sprintf("%s (%s)", kind, strings.Join(versions[kind], ", "))
	}
	return strings.Join(kinds, ", ")
}

// statements writes what the guides say, by the requirements that the control enforces.
func (e *explanation) statements(out io.Writer) {
	if len(e.control.Requirements) == 0 {
		return
	}
	fmt.Fprintf(out, "Enforces %s, which the guides require:\n", strings.Join(e.control.Requirements, ", "))
	none := true
	for _, g := range e.library.Guides {
		for _, s := range g.Statements {
			if s.IsAnsweredBy(e.control.Requirements) {
				none = false
				fmt.Fprintf(out, "  %s  %s\n", s.ID, strings.TrimLeft(fill(fmt.Sprintf("%s (%s, section %s)", s.Text, g.ID, s.Section), "        "), " "))
			}
		}
	}
	if none {
		fmt.Fprintln(out, "  no single statement; the requirement follows from the guides as a whole")
	}
	fmt.Fprintln(out)
}

// sections writes which sections of other texts the control relates to.
func (e *explanation) sections(out io.Writer) {
	isFirst := true
	for _, f := range e.frameworks {
		for _, section := range f.RelatedTo(e.control.ID) {
			if isFirst {
				fmt.Fprintln(out, "Relates to:")
				isFirst = false
			}
			with := ""
			if n := len(section.Controls) - 1; n > 0 {
				with = ", with " + prose.Count(n, "other")
			}
			text := fmt.Sprintf("%s, %s: %s (%s%s)", f.ID, section.Section, section.Subject, section.Relation, with)
			fmt.Fprintf(out, "  %s\n", strings.TrimLeft(fill(text, "    "), " "))
		}
	}
	if !isFirst {
		fmt.Fprintln(out)
	}
}

func (e *explanation) parameters(out io.Writer) error {
	if len(e.control.Parameters) == 0 {
		return nil
	}
	defaults, err := e.catalogue.Rego.Defaults(e.cmd.Context(), e.control)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Parameters:")
	for _, name := range slices.Sorted(maps.Keys(e.control.Parameters)) {
		schema, _ := e.control.Parameters[name].(map[string]any)
		fmt.Fprintf(out, "  %s (%v)\n%s\n", name, schema["type"], fill(fmt.Sprint(schema["description"]), "      "))
		if err := writeValue(out, "default", defaults[name]); err != nil {
			return err
		}
		p := e.engine.About().Profile
		if p == nil {
			continue
		}
		if value, isSet := p.Parameters[e.control.ID][name]; isSet {
			if err := writeValue(out, "in profile "+report.Printable(p.Name), value); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(out)
	return nil
}

// writeValue writes the value that a parameter has, by default or in a profile.
func writeValue(out io.Writer, where string, value any) error {
	values, isList := value.([]any)
	if !isList {
		values = []any{value}
	}
	fmt.Fprintf(out, "      %s:", where)
	if len(values) == 0 {
		fmt.Fprint(out, " none")
	}
	for _, value := range values {
		text, err := plain(value)
		if err != nil {
			return err
		}
		if isList {
			fmt.Fprint(out, "\n        ")
		} else {
			fmt.Fprint(out, " ")
		}
		fmt.Fprint(out, text)
	}
	fmt.Fprintln(out)
	return nil
}

// plain writes a parameter's value: text as it is, since most of it is patterns, the rest as JSON.
func plain(value any) (string, error) {
	if text, ok := value.(string); ok {
		return text, nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSpace(b.String()), err
}

// example shows an example of the control. What the control says of it is evaluated now, so that the example
// cannot tell something else than a check would.
func (e *explanation) example(out io.Writer, verdict string) error {
	if e.examples == nil {
		return nil
	}
	files, err := fs.Glob(e.examples, path.Join(e.control.Family(), e.control.Name(), verdict, "example.*"))
	if len(files) == 0 && err == nil {
		return nil // a test wants one of every control that is embedded
	}
	var text []byte
	if err == nil {
		text, err = fs.ReadFile(e.examples, files[0])
	}
	if err != nil {
		return fmt.Errorf("reading the example: %w", err)
	}
	run, err := e.engine.Check(e.cmd.Context(), harness.Bytes(files[0], text))
	if err != nil {
		return err
	}
	messages := map[int][]string{}
	for _, f := range slices.Concat(run.Findings, run.Waived) { // a profile may waive those of the example's namespace
		messages[f.Position.Line] = append(messages[f.Position.Line], f.Message)
	}
	fmt.Fprintf(out, "%s:\n", map[string]string{"fail": "Fails", "pass": "Passes"}[verdict])
	for i, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		marker := " "
		if len(messages[i+1]) > 0 {
			marker = ">"
		}
		fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("%s %3d  %s", marker, i+1, policytest.WithoutExpectations(line)), " "))
		for _, message := range messages[i+1] {
			fmt.Fprintln(out, fill("^ "+message, "       "))
		}
	}
	fmt.Fprintln(out)
	return nil
}

// fill sets a text in the lines of a page, each after the indent. Characters that a terminal would interpret are replaced.
func fill(text, indent string) string { return prose.Wrap(report.OneLine(text), indent, 96) }
