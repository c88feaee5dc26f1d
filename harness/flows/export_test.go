package flows

import (
	"sync"
	"testing"

	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/policies"
)

var load = sync.OnceValues(func() (*rego.Policies, error) { return rego.Load(policies.FS) })

// Policies gives the policies that come with Guiderail.
func Policies(t testing.TB) *rego.Policies {
	t.Helper()
	loaded, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// Has tells whether a port is in the set.
func (p Ports) Has(protocol string, number int) bool {
	return !p.Intersect(PortRange(protocol, number, number)).IsEmpty()
}
