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
what input may cost at most, each an error and not judged beyond it (repeat for several):
source=%dMi and documents=%d of a file or stream; document=%dMi, values=%d,
aliased=%d (those that aliases repeat) and objects=%d of a document; object=%dMi
of text and time=%s of judging for an object`),
		d.Source>>20, d.Documents, d.Document>>20, d.Values, d.Aliased, d.Objects, d.Object>>20, strings.TrimSuffix(d.Time.String(), "0s")))
}

func (f *limitFlag) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found {
		return fmt.Errorf("give it as NAME=VALUE, with one of the names %s", strings.Join(source.LimitNames(), ", "))
	}
	return f.Limits.Set(name, value)
}

func (f *limitFlag) String() string { return "" }

func (f *limitFlag) Type() string { return "name=value" }
