package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"slices"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/gatekeeper"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/policies"
)

// constraintsPage says what the directory is.
//
//go:embed constraints.md
var constraintsPage []byte

// constraints writes the directory of what Gatekeeper reads anew: the template of every control with
// what proves it, every profile with its mutators, and the catalogue of gator policy.
func constraints(ctx context.Context, all *catalogue.Catalogue) error {
	const directory = "constraints"
	controls := all.Controls
	files, err := gatekeeper.Templates(policies.FS, controls)
	if err != nil {
		return err
	}
	suites, err := gatekeeper.Suites(ctx, all, "testdata/controls", "../testdata/controls")
	if err != nil {
		return err
	}
	files = append(files, suites...)
	names, err := profile.Names(policies.FS)
	if err != nil {
		return err
	}
	var profiles []*profile.Profile
	for _, name := range names {
		p, err := profile.Load(policies.FS, controls, name)
		if err != nil {
			return err
		}
		profiles = append(profiles, p)
		rendered, err := gatekeeper.Profile(p, controls, nil)
		if err != nil {
			return err
		}
		mutations, err := gatekeeper.Mutations(ctx, all, p)
		if err != nil {
			return err
		}
		files = slices.Concat(files, rendered, mutations)
	}
	catalog, err := gatekeeper.Catalog(policies.Version, controls, profiles, files)
	if err != nil {
		return err
	}
	files = append(files, catalog, gatekeeper.File{Path: "README.md", Text: constraintsPage})
	if err := os.RemoveAll(directory); err != nil {
		return fmt.Errorf("clearing what was generated: %w", err)
	}
	return gatekeeper.Write(directory, files)
}
