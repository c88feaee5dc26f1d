package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/report"
	"github.com/guiderail/guiderail/harness/report/textreport"
	"github.com/guiderail/guiderail/internal/prose"
)

// outputFlags say in which formats a run is written, and where.
type outputFlags struct {
	format      string
	files       []string // FORMAT=PATH
	color       string
	minSeverity string
	verbose     bool
	quiet       bool
	summary     bool
	verdicts    bool
}

func (o *outputFlags) register(f *pflag.FlagSet) {
	f.StringVarP(&o.format, "output", "o", "text", "output format: "+prose.Wrap(strings.Join(harness.Reports(), ", "), "", 80))
	f.StringArrayVar(&o.files, "output-file", nil, "write the report to a file as well: FORMAT=PATH (repeatable)")
	f.StringVar(&o.color, "color", "auto", "colors: auto, always, never")
	f.StringVar(&o.minSeverity, "min-severity", "info", "lowest severity of the findings that the text lists: "+strings.Join(control.Severities(), ", "))
	f.BoolVarP(&o.verbose, "verbose", "v", false, "list every finding at its object, and everything that was not judged")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "write only findings and errors")
	f.BoolVar(&o.verdicts, "verdicts", false, "list the verdict of every control on every object in the JSON report")
	f.BoolVar(&o.summary, "summary", false, "write what each control found, not the single findings")
}

// outputFile is a report that is written to a file.
type outputFile struct{ flag, format, path string }

// named returns the reports that are written to files, in the order of the flags.
func (o *outputFlags) named() []outputFile {
	var named []outputFile
	for _, output := range o.files {
		format, path, _ := strings.Cut(output, "=")
		named = append(named, outputFile{"--output-file " + output, format, path})
	}
	return named
}

// paths lists the files that are written.
func (o *outputFlags) paths() []string {
	var paths []string
	for _, output := range o.named() {
		paths = append(paths, filepath.Clean(output.path))
	}
	return paths
}

// verify returns an error of usage for what is no report or no file, and for two reports to one file.
func (o *outputFlags) verify(options harness.ReportOptions) error {
	named := o.named()
	for i, output := range named {
		switch {
		case output.path == "":
			return usageError("%s: write FORMAT=PATH, such as json=report.json", output.flag)
		case output.path == "-":
			return usageError("%s: - is not a file; -o chooses the format of standard output", output.flag)
		}
		if !slices.Contains(harness.Reports(), output.format) {
			_, err := harness.NewReporter(output.format, io.Discard, options)
			return usageError("%s: %v", output.flag, err)
		}
		for _, earlier := range named[:i] {
			if isSameFile(earlier.path, output.path) {
				return usageError("%s: %s writes the same file; name another one", output.flag, earlier.flag)
			}
		}
	}
	return nil
}

// open returns the reporter for all outputs. close has to be called after the run.
func (o *outputFlags) open(stdout io.Writer) (to report.Reporter, closeFiles func() error, err error) {
	options, err := o.options(stdout)
	if err != nil {
		return nil, nil, err
	}
	first, err := harness.NewReporter(o.format, stdout, options)
	if err != nil {
		return nil, nil, usageError("--output: %v", err)
	}
	if err := o.verify(options); err != nil {
		return nil, nil, err
	}
	reporters := []report.Reporter{first}
	var files []*os.File
	var errs []error // of files that cannot be opened: what is found is written elsewhere all the same
	closeFiles = func() error {
		for _, file := range files {
			errs = append(errs, file.Close())
		}
		return errors.Join(errs...)
	}
	// The report for a file has the form of one that nobody watches.
	options.Text.Color, options.Text.Width = o.color == "always", 0
	for _, output := range o.named() {
		file, err := os.Create(output.path)
		if err != nil {
			errs = append(errs, fmt.Errorf("opening the output file: %w", err))
			continue
		}
		files = append(files, file)
		reporter, err := harness.NewReporter(output.format, file, options)
		if err != nil {
			return nil, nil, errors.Join(err, closeFiles())
		}
		reporters = append(reporters, reporter)
	}
	return report.Tee(reporters...), closeFiles, nil
}

func (o *outputFlags) options(stdout io.Writer) (harness.ReportOptions, error) {
	text := textreport.Options{Width: width(stdout), Verbose: o.verbose, Quiet: o.quiet, Summary: o.summary}
	isJSON := func(output string) bool { return strings.HasPrefix(output, "json=") }
	if o.verdicts && o.format != "json" && !slices.ContainsFunc(o.files, isJSON) {
		return harness.ReportOptions{}, usageError("--verdicts: only the JSON report lists verdicts; add -o json or --output-file json=PATH")
	}
	if o.verbose && o.quiet {
		return harness.ReportOptions{}, usageError("--verbose and --quiet contradict each other; pass one of them")
	}
	switch o.color {
	case "always":
		text.Color = true
	case "auto":
		text.Color = isTerminal(stdout)
	case "never":
	default:
		return harness.ReportOptions{}, usageError("--color: unknown value %q; use one of auto, always, never", o.color)
	}
	severity, err := control.ParseSeverity(o.minSeverity)
	if err != nil {
		return harness.ReportOptions{}, usageError("--min-severity: %v", err)
	}
	text.MinSeverity = severity
	now, err := clock(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return harness.ReportOptions{}, err
	}
	return harness.ReportOptions{Text: text, Verdicts: o.verdicts, Now: now}, nil
}

// clock returns the clock that reports show: that of the machine, or one that stands at a number of seconds since 1970,
// so that the same input gives the same report.
func clock(epoch string) (func() time.Time, error) {
	if epoch == "" {
		return time.Now, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return nil, usageError("SOURCE_DATE_EPOCH: %q is not a number of seconds", epoch)
	}
	return func() time.Time { return time.Unix(seconds, 0) }, nil
}

// output writes what a command says, and keeps the first error, so that it is noticed if a text is lost where nobody
// asks for the error, as in the help.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// fileOf returns the file that an output writes to; false if it is none.
func fileOf(w io.Writer) (*os.File, bool) {
	if out, ok := w.(*output); ok {
		w = out.to
	}
	file, ok := w.(*os.File)
	return file, ok
}

// isTerminal reports whether output is read by a person who has not asked for plain text.
func isTerminal(w io.Writer) bool {
	file, ok := fileOf(w)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// defaultWidth is how many columns a line has where there is no terminal.
const defaultWidth = 100

// width returns how many columns the output has: those of the terminal, or what COLUMNS says, but at least as many
// as a report needs.
func width(w io.Writer) int {
	columns := defaultWidth
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil {
		columns = n
	} else if file, ok := fileOf(w); ok {
		if n, _, err := term.GetSize(int(file.Fd())); err == nil {
			columns = n
		}
	}
	return max(cmp.Or(columns, defaultWidth), 60)
}
