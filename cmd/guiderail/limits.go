package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/guiderail/guiderail/harness/source"
)

// limitFlag is the flag that sets one limit each time it is given: NAME=VALUE.
type limitFlag struct{ source.Limits }

func (f *limitFlag) register(flags *pflag.FlagSet) {
	d := source.DefaultLimits()
	flags.Var(f, "limit", fmt.Sprintf(strings.TrimSpace(`
set a limit on the input; exceeding it is an error (repeatable). Per file or stream:
source=%dMi, documents=%d; per document: document=%dMi, values=%d, aliased=%d
(values that aliases repeat), objects=%d; per object: object=%dMi, time=%s; per chart or
kustomization: render=%s, memory=%dMi, and what it renders to counts as a stream`),
		d.Source>>20, d.Documents, d.Document>>20, d.Values, d.Aliased, d.Objects, d.Object>>20, strings.TrimSuffix(d.Time.String(), "0s"), strings.TrimSuffix(d.Render.String(), "0s"), d.Memory>>20))
}

func (f *limitFlag) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found {
		return fmt.Errorf("write NAME=VALUE, where NAME is one of %s", strings.Join(source.LimitNames(), ", "))
	}
	return f.Limits.Set(name, value)
}

func (f *limitFlag) String() string { return "" }

func (f *limitFlag) Type() string { return "name=value" }
