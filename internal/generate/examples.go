package main

import (
	"context"
	"fmt"
	"os"
	"path"

	"golang.org/x/tools/txtar"

	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/internal/policytest"
)

// explained collects the fixtures that guiderail explain shows, without what they tell the tests.
func explained(_ context.Context, all *catalogue.Catalogue) error {
	archive := &txtar.Archive{Comment: []byte("Written by make generate from testdata/controls; do not edit.\n")}
	for _, c := range all.Controls {
		for _, verdict := range []string{"fail", "pass"} {
			folder := path.Join(c.Family(), c.Name())
			text, ending, err := example(path.Join("testdata/controls", folder, verdict))
			if err != nil {
				return fmt.Errorf("reading an example of %s: %w", c.ID, err)
			}
			archive.Files = append(archive.Files, txtar.File{Name: path.Join(folder, verdict, "example."+ending), Data: []byte(policytest.WithoutExpectations(text))})
		}
	}
	return os.WriteFile("cmd/guiderail/examples.txtar", txtar.Format(archive), 0o644)
}
