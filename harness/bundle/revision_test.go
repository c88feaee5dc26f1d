package bundle_test

import (
	"strings"
	"testing"

	"github.com/guiderail/guiderail/harness/bundle"
)

func TestCompareRevisions(t *testing.T) {
	for _, test := range []struct {
		older, newer string
	}{
		{"1.2.3", "1.10.0"}, {"v1.2.3", "1.3.0"}, {"1.0.0-rc.1", "1.0.0"}, {"1.4", "2"},
		{"9", "10"}, {"20260731", "20260801"}, {"1", "99999999999999999999999"},
		{"2026-07-31", "2026-08-01"}, {"2026-08-01", "2026-08-01T00:00:01Z"}, {"2026-08-01T10:00:00+02:00", "2026-08-01T09:00:00Z"},
	} {
		for _, c := range []struct {
			a, b string
			want int
		}{{test.older, test.newer, -1}, {test.newer, test.older, +1}, {test.older, test.older, 0}} {
			if got, err := bundle.CompareRevisions(c.a, c.b); err != nil || got != c.want {
				t.Errorf("%s and %s: got %d, %v, want %d", c.a, c.b, got, err, c.want)
			}
		}
	}
	for _, test := range [][2]string{{"1.2.3", "2026-08-01"}, {"", "1"}, {"0123abc", "1"}, {"1.2.3.4", "1.2.3"}, {"2026-02-30", "2026-02-01"}} {
		if got, err := bundle.CompareRevisions(test[0], test[1]); err == nil || !strings.Contains(err.Error(), "cannot be compared; both must be semantic versions, whole numbers, or dates") {
			t.Errorf("%q and %q: got %d, %v", test[0], test[1], got, err)
		}
	}
}
