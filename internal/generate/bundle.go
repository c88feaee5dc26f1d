package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"

	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/policies"
)

// bundleDigest notes what the bundle of the embedded policies is, so that a test can tell when another
// machine makes another one of the same source.
func bundleDigest(ctx context.Context, all *catalogue.Catalogue) error {
	b, err := bundle.Build(ctx, bundle.Options{Catalogue: all, Revision: "0.0.0", Version: policies.Version})
	if err != nil {
		return err
	}
	data, err := b.Bytes()
	if err != nil {
		return err
	}
	return os.WriteFile("harness/bundle/testdata/policies.sha256", fmt.Appendf(nil, "%x\n", sha256.Sum256(data)), 0o644)
}
