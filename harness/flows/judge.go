package flows

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/guiderail/guiderail/harness/judge/rego"
)

//go:embed query.rego
var queryText string

// library is query.rego with the libraries that it stands on.
type library struct{ *rego.Library }

func newLibrary(policies *rego.Policies) (*library, error) {
	compiled, err := policies.Library(nil, map[string]string{"query.rego": queryText})
	return &library{compiled}, err
}

// askEach asks one rule of query.rego about many cases, some at a time, and returns an answer to each.
func askEach[Case, Answer any](ctx context.Context, l *library, rule string, cases []Case, input func([]Case) (rego.Input, error)) ([]Answer, error) {
	workers := runtime.GOMAXPROCS(0)
	size := min(max(1, (len(cases)+workers-1)/workers), 200)
	answers := make([]Answer, len(cases))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for from := 0; from < len(cases); from += size {
		group.Go(func() error {
			to := min(from+size, len(cases))
			about, err := input(cases[from:to])
			if err != nil {
				return err
			}
			var some []Answer
			if err := l.Ask(ctx, "data.guiderail_flows."+rule, about, &some); err != nil {
				return err
			}
			if len(some) != to-from {
				return fmt.Errorf("asking for %s: %d answers to %d cases", rule, len(some), to-from)
			}
			copy(answers[from:to], some)
			return nil
		})
	}
	return answers, group.Wait()
}
