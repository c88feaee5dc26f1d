package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/document"
)

// configurationFile is the name of the file that says what the commands that run controls do without flags.
const configurationFile = ".guiderail.yaml"

//go:embed configuration.schema.json
var configurationSchema []byte

// configuration is what the file says. A flag of the command line takes the place of what it says, except that
// exclusions, skipped controls, inventory, waivers and outputs are added to it.
type configuration struct {
	Profile   string            `json:"profile"`
	Controls  []string          `json:"controls"`
	Skip      []string          `json:"skip"`
	Exclude   []string          `json:"exclude"`
	Inventory []string          `json:"inventory"`
	Waivers   []string          `json:"waivers"`
	WaiverKey string            `json:"waiverKey"`
	Baseline  string            `json:"baseline"`
	Namespace string            `json:"namespace"`
	FailOn    string            `json:"failOn"`
	Strict    bool              `json:"strict"`
	Outputs   map[string]string `json:"outputs"`
	Charts    charts            `json:"charts"`

	document *document.Document // nil if there is none
}

// charts says how charts are rendered.
type charts struct {
	Values      []string `json:"values"`
	Set         []string `json:"set"`
	SetString   []string `json:"setString"`
	SetFile     []string `json:"setFile"`
	ReleaseName string   `json:"releaseName"`
	KubeVersion string   `json:"kubeVersion"`
	APIVersions []string `json:"apiVersions"`
	Each        bool     `json:"each"`
}

// place returns the error that says where the configuration names the control or profile that err does not know; err if it
// is about something else, or if the command has no configuration.
func (c *configuration) place(err error) error {
	if c == nil {
		return err
	}
	switch unknown := err.(type) { // not errors.As: what wraps these says where another file names it
	case *profile.UnknownError:
		if unknown.Name == c.Profile {
			return fmt.Errorf("%s: %w", c.document.Position("profile"), unknown)
		}
	case *control.UnknownError:
		isUnknown := func(p string) bool { return p == unknown.ID || strings.ReplaceAll(p, "-", "_") == unknown.ID }
		for _, named := range []struct {
			field    string
			patterns []string
		}{{"controls", c.Controls}, {"skip", c.Skip}} {
			if i := slices.IndexFunc(named.patterns, isUnknown); i >= 0 {
				return fmt.Errorf("%s: %w; see: guiderail controls", c.document.Position(named.field, i), unknown)
			}
		}
	}
	return err
}

// configurationPlaces returns where the configuration for a path that is checked may be: in its directory, or in one
// above, the nearest first.
func configurationPlaces(checked string) ([]string, error) {
	directory := checked
	if checked == "-" || checked == "" {
		directory = "."
	} else if info, err := os.Stat(checked); err != nil || !info.IsDir() {
		directory = filepath.Dir(checked)
	}
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return nil, fmt.Errorf("looking for %s: %w", configurationFile, err)
	}
	places := []string{filepath.Join(directory, configurationFile)}
	for parent := filepath.Dir(absolute); parent != absolute; parent = filepath.Dir(absolute) {
		absolute, directory = parent, filepath.Join(directory, "..")
		places = append(places, filepath.Join(directory, configurationFile))
	}
	return places, nil
}

// findConfiguration returns the path of the nearest configuration for a path that is checked; "" if there is none.
func findConfiguration(checked string) (string, error) {
	places, err := configurationPlaces(checked)
	for _, place := range places {
		_, err := os.Lstat(place)
		if err == nil { // reading it says where a link leads to nothing
			return place, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", nil // not ours to read, and so are those above
		}
	}
	return "", err
}

// readConfiguration reads a configuration, and makes its paths those of the working directory.
func readConfiguration(file string) (*configuration, error) {
	text, err := document.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	d, err := document.Read(file, text, configurationSchema, "configuration")
	if err != nil {
		return nil, err
	}
	c := configuration{document: d}
	if err := json.Unmarshal(d.Text, &c); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	here := func(path string) string {
		if filepath.IsAbs(path) {
			return path
		}
		return filepath.Join(filepath.Dir(file), path)
	}
	if profile.IsFile(c.Profile) {
		c.Profile = here(c.Profile)
	}
	for _, paths := range [][]string{c.Inventory, c.Waivers, c.Charts.Values} {
		for i, path := range paths {
			paths[i] = here(path)
		}
	}
	for i, expression := range c.Charts.SetFile {
		key, path, _ := strings.Cut(expression, "=")
		c.Charts.SetFile[i] = key + "=" + here(path)
	}
	for _, path := range []*string{&c.WaiverKey, &c.Baseline} {
		if *path != "" {
			*path = here(*path)
		}
	}
	for format, path := range c.Outputs {
		if path != "-" { // which is no file, and refused as such
			c.Outputs[format] = here(path)
		}
	}
	return &c, nil
}

// configurationFlags say which configuration is read.
type configurationFlags struct {
	config   string
	noConfig bool

	// configuration is the path of the one that was read; "" if there is none.
	configuration string
}

// register registers the flags. where says where a configuration is looked for.
func (flags *configurationFlags) register(f *pflag.FlagSet, where string) {
	f.StringVar(&flags.config, "config", "", "configuration file; without it, "+configurationFile+" is looked for in "+where+" and above")
	f.BoolVar(&flags.noConfig, "no-config", false, "do not read a configuration")
}

// read returns the configuration for a path: an empty one if there is none.
func (flags *configurationFlags) read(path string) (*configuration, error) {
	flags.configuration = ""
	if flags.noConfig {
		return &configuration{}, nil
	}
	file := flags.config
	if file == "" {
		var err error
		if file, err = findConfiguration(path); file == "" || err != nil {
			return &configuration{}, err
		}
	}
	flags.configuration = file
	return readConfiguration(file)
}

// places lists the files that are the configuration for a path, or would be if they were there.
func (flags *configurationFlags) places(path string) []string {
	switch {
	case flags.noConfig:
		return nil
	case flags.config != "":
		return []string{flags.config}
	}
	places, err := configurationPlaces(path)
	if i := slices.Index(places, flags.configuration); i >= 0 {
		places = places[:i+1]
	}
	if err != nil {
		return nil // reading one says so
	}
	return places
}

// configure fills in what the command line does not say. It returns the configuration for what does not concern every
// command that runs controls.
func (r *runFlags) configure(cmd *cobra.Command, paths []string) (*configuration, error) {
	c, err := r.read(paths[0])
	if err != nil {
		return nil, err
	}
	r.configured = c
	given := cmd.Flags().Changed
	if given("profile") {
		c.Profile = ""
	} else {
		r.profile = c.Profile
	}
	if given("control") {
		c.Controls = nil
	} else {
		r.controls = c.Controls
	}
	if !given("namespace") {
		r.namespace = c.Namespace
	}
	if !given("waiver-key") {
		r.waiverKey = c.WaiverKey
	}
	if err := r.render.configure(given, &c.Charts); err != nil {
		return nil, err
	}
	r.skip = slices.Concat(c.Skip, r.skip)
	if len(c.Exclude) > 0 {
		r.exclusions = []source.Exclusion{{Directory: filepath.Dir(r.configuration), Patterns: c.Exclude}}
	}
	r.inventory = slices.Concat(c.Inventory, r.inventory)
	r.waivers = slices.Concat(c.Waivers, r.waivers)
	return c, nil
}

// configure fills in what the command line does not say.
func (flags *checkFlags) configure(cmd *cobra.Command, paths []string) error {
	c, err := flags.runFlags.configure(cmd, paths)
	if err != nil {
		return err
	}
	given := cmd.Flags().Changed
	if !given("fail-on") && c.FailOn != "" {
		flags.failOn = c.FailOn
	}
	if !given("strict") {
		flags.strict = c.Strict
	}
	if !given("baseline") {
		flags.baseline = c.Baseline
	}
	var files []string
	for _, format := range slices.Sorted(maps.Keys(c.Outputs)) {
		files = append(files, format+"="+c.Outputs[format])
	}
	flags.output.files = slices.Concat(flags.output.files, files)
	return nil
}

// firstConfiguration is what init writes.
//
//go:embed configuration.yaml
var firstConfiguration []byte

func newInitCommand() *cobra.Command {
	var profile string
	command := &cobra.Command{
		Use:   "init [DIRECTORY]",
		Short: "Write a configuration with comments, " + configurationFile,
		Long: `Write a configuration with comments, ` + configurationFile + `. guiderail check finds it by itself: in the
directory of the first path that it checks, or in the nearest one above.`,
		Example: "  guiderail init\n  guiderail init --profile eks deploy/",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := configurationFile
			if len(args) > 0 {
				if printable := source.WithoutCredentials(args[0]); printable != args[0] {
					return usageError("%s is not a directory", printable)
				}
				file = filepath.Join(args[0], configurationFile)
			}
			text := string(firstConfiguration)
			if profile != "" {
				text = strings.Replace(text, "# profile: eks", "profile: "+profile, 1)
			}
			out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s is already there; edit it, or remove it first", file)
			}
			if err != nil {
				return fmt.Errorf("writing the configuration: %w", err)
			}
			_, err = out.WriteString(text)
			if err := errors.Join(err, out.Close()); err != nil {
				return fmt.Errorf("writing the configuration: %w", err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "wrote %s; run: guiderail check %s\n", file, filepath.Dir(file))
			return nil
		},
	}
	command.Flags().StringVar(&profile, "profile", "", "the profile that the configuration names")
	return command
}
