// Release records what a release promises to those who build on it: the IDs of its controls, the versions of their
// templates and the schemas of their parameters, and the Go API. Tests hold what comes after it against the record.
//
//	go run ./internal/release 1.2.0
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/released"
	"github.com/guiderail/guiderail/policies"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "release: name the version: make record VERSION=1.2.0")
		os.Exit(2)
	}
	if err := release(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

func release(version string) error {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		return err
	}
	record, err := released.Load(policies.FS)
	if err != nil {
		return err
	}
	changes, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return fmt.Errorf("reading the changelog: %w", err)
	}
	switch {
	case !semver.IsValid("v"+version) || strings.Count(version, ".") != 2:
		return fmt.Errorf("%q is no version of the form 1.2.3", version)
	case record.Release != "" && semver.Compare("v"+version, "v"+record.Release) < 0:
		return fmt.Errorf("%s is older than the last release, %s", version, record.Release)
	case policies.Version != version:
		return fmt.Errorf("policies.Version is %s; set it to %s", policies.Version, version)
	case !strings.Contains("\n"+string(changes), "\n## "+version+"\n"):
		return fmt.Errorf("CHANGELOG.md has no part ## %s; put what is under Unreleased there", version)
	}
	if broken := record.Broken(all.Controls); len(broken) > 0 {
		return errors.New(strings.Join(broken, "\n"))
	}
	digests, err := gatekeeper.Digests(policies.FS, all.Controls)
	if err != nil {
		return err
	}
	if record, err = record.Next(version, all.Controls, digests); err != nil {
		return err
	}
	text, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the record: %w", err)
	}
	api, err := os.ReadFile("harness/testdata/api.txt")
	if err != nil {
		return fmt.Errorf("reading the Go API: %w", err)
	}
	for file, text := range map[string][]byte{
		filepath.Join("policies", released.File): append(text, '\n'),
		"harness/testdata/api.released.txt":      api,
	} {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return fmt.Errorf("writing the record: %w", err)
		}
	}
	return nil
}
