// Generate writes what is derived from the policies: the catalogue among them, the examples that explain shows,
// the parts of the README and of docs that a command or a file says, a page for each control, all of constraints,
// and the digest of the bundle.
//
//	go run ./internal/generate -guiderail bin/guiderail
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/internal/apitypes/fromscheme"
	"github.com/guiderail/guiderail/internal/channel"
	"github.com/guiderail/guiderail/policies"
)

func main() {
	guiderail := flag.String("guiderail", "bin/guiderail", "the command line to ask")
	only := flag.String("only", "", "write nothing but this: types, catalogue, index, examples, constraints, digest, pages, schemas or blocks")
	flag.Parse()
	if err := run(context.Background(), *guiderail, *only); err != nil {
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, guiderail, only string) error {
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		return err
	}
	known := false
	for _, step := range []struct {
		name string
		run  func(context.Context, *catalogue.Catalogue) error
	}{
		{"types", types},
		{"catalogue", asked},
		{"index", heads},
		{"plan", planned},
		{"examples", explained},
		{"constraints", constraints},
		{"digest", bundleDigest},
		{"pages", pages},
		{"schemas", schemas},
		{"blocks", func(ctx context.Context, all *catalogue.Catalogue) error { return blocks(ctx, all, guiderail) }},
	} {
		if only != "" && only != step.name {
			continue
		}
		known = true
		if err := step.run(ctx, all); err != nil {
			return err
		}
	}
	if !known {
		return fmt.Errorf("-only: there is no step %q", only)
	}
	return nil
}

// types writes the table of the types of Kubernetes' API.
func types(context.Context, *catalogue.Catalogue) error {
	text, err := fromscheme.Text()
	if err != nil {
		return err
	}
	return os.WriteFile("internal/apitypes/types.txt", text, 0o644)
}

// asked writes the module by which conftest and OPA servers ask every control.
func asked(_ context.Context, all *catalogue.Catalogue) error {
	text, err := channel.Catalogue(all, channel.Options{Version: policies.Version})
	if err != nil {
		return err
	}
	return os.WriteFile("policies/"+channel.CatalogueFile, text, 0o644)
}

// heads writes what loading the policies would have to parse them for.
func heads(_ context.Context, all *catalogue.Catalogue) error {
	text, err := rego.Index(all.Files)
	if err != nil {
		return err
	}
	return os.WriteFile("policies/"+rego.IndexFile, text, 0o644)
}

// planned writes what running the policies would have to parse and compile them for.
func planned(ctx context.Context, all *catalogue.Catalogue) error {
	text, err := all.Rego.Plan(ctx)
	if err != nil {
		return err
	}
	return os.WriteFile("policies/"+rego.PlanFile, text, 0o644)
}

// schemas publishes the JSON Schemas of the files that people write, for their editors.
func schemas(context.Context, *catalogue.Catalogue) error {
	for name, from := range map[string]string{
		"attestation.json":   "harness/attest/schema.json",
		"scope.json":         "harness/dossier/scope.json",
		"dossier.json":       "harness/dossier/schema.json",
		"configuration.json": "cmd/guiderail/configuration.schema.json",
		"profile.json":       "harness/profile/schema.json",
		"waivers.json":       "harness/waiver/schema.json",
	} {
		text, err := os.ReadFile(from)
		if err != nil {
			return fmt.Errorf("reading a schema: %w", err)
		}
		if err := os.MkdirAll("docs/schemas", 0o755); err != nil {
			return fmt.Errorf("publishing a schema: %w", err)
		}
		if err := os.WriteFile(filepath.Join("docs/schemas", name), text, 0o644); err != nil {
			return fmt.Errorf("publishing a schema: %w", err)
		}
	}
	return nil
}
