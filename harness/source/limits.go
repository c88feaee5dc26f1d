package source

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits bound the cost of an input, so that even a malicious one cannot make a run endless or exhaust the memory.
// Exceeding a limit is an Error; everything else is still read. Zero means the default limit.
type Limits struct {
	// Source bounds the size of a file or stream in bytes, and Documents the number of its documents.
	Source    int64
	Documents int
	// Document bounds the size of a document in bytes.
	Document int
	// Values bounds the number of values of a document, including those that aliases repeat. Aliased bounds only
	// the latter, where an object counts as ObjectWeight.
	Values, Aliased int
	// Objects bounds the number of objects of a document, of any kind.
	Objects int
	// Object bounds the size of the text of one object, including its keys, in bytes.
	Object int
	// Time bounds how long an object is judged.
	Time time.Duration
	// Render bounds how long a chart or kustomization is rendered, and Memory how much memory that takes, in bytes.
	Render time.Duration
	Memory int64
}

// DefaultMaxDocument bounds the size of one document in bytes, unless told otherwise. An API server
// takes objects of some 1.5 MB; a List out of a large cluster is longer. A stream may be of any size.
const DefaultMaxDocument = 32 << 20

// DefaultLimits returns the default limits.
func DefaultLimits() Limits {
	return Limits{
		Source:    256 << 20,
		Documents: 1_000_000,
		Document:  DefaultMaxDocument,
		Values:    2_000_000,
		Aliased:   100_000,
		Objects:   100_000,
		Object:    3 << 20, // the longest request that an API server reads
		Time:      time.Minute,
		Render:    2 * time.Minute, // kustomize takes half of one for 2,000 objects
		Memory:    1 << 30,
	}
}

// ObjectWeight is the number of values that an aliased object counts as, since it is judged each time.
const ObjectWeight = 200

// OrDefault replaces limits of zero with the default ones.
func (l Limits) OrDefault() Limits {
	d := DefaultLimits()
	return Limits{
		Source:    cmp.Or(l.Source, d.Source),
		Documents: cmp.Or(l.Documents, d.Documents),
		Document:  cmp.Or(l.Document, d.Document),
		Values:    cmp.Or(l.Values, d.Values),
		Aliased:   cmp.Or(l.Aliased, d.Aliased),
		Objects:   cmp.Or(l.Objects, d.Objects),
		Object:    cmp.Or(l.Object, d.Object),
		Time:      cmp.Or(l.Time, d.Time),
		Render:    cmp.Or(l.Render, d.Render),
		Memory:    cmp.Or(l.Memory, d.Memory),
	}
}

// sizes are the limits that count bytes, counts those that count other things, by their names.
func (l *Limits) sizes() map[string]func(int64) {
	return map[string]func(int64){
		"source":   func(n int64) { l.Source = n },
		"document": func(n int64) { l.Document = int(n) },
		"object":   func(n int64) { l.Object = int(n) },
		"memory":   func(n int64) { l.Memory = n },
	}
}

func (l *Limits) counts() map[string]*int {
	return map[string]*int{"documents": &l.Documents, "values": &l.Values, "aliased": &l.Aliased, "objects": &l.Objects}
}

// LimitNames lists the names of the limits, for Set.
func LimitNames() []string {
	return []string{"source", "documents", "document", "values", "aliased", "objects", "object", "time", "render", "memory"}
}

// Set sets a limit by its name: bytes as 64Mi, a count as 500000, a time as 90s.
func (l *Limits) Set(name, value string) error {
	if count, ok := l.counts()[name]; ok {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return fmt.Errorf("%s: %q is not a number above 0", name, value)
		}
		*count = n
		return nil
	}
	if set, ok := l.sizes()[name]; ok {
		n, err := parseBytes(value)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		set(n)
		return nil
	}
	times := map[string]*time.Duration{"time": &l.Time, "render": &l.Render}
	if times[name] == nil {
		return fmt.Errorf("unknown limit %q; use one of %s", name, strings.Join(LimitNames(), ", "))
	}
	d, err := time.ParseDuration(value)
	if err != nil || d <= 0 {
		return fmt.Errorf("%s: %q is not a duration such as 90s or 2m", name, value)
	}
	*times[name] = d
	return nil
}

// maxBytes is the largest size that a limit may have: an int of any machine holds it.
const maxBytes = 1<<31 - 1

func parseBytes(text string) (int64, error) {
	number, shift := text, 0
	for i, unit := range []string{"Ki", "Mi", "Gi"} {
		if rest, found := strings.CutSuffix(text, unit); found {
			number, shift = rest, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 || n > maxBytes>>shift {
		return 0, fmt.Errorf("%q is not a size between 1 and %d bytes, such as 64Mi", text, maxBytes)
	}
	return n << shift, nil
}

// ByteSize formats a size for people.
func ByteSize(n int64) string {
	for _, unit := range []struct {
		shift int
		name  string
	}{{30, "GiB"}, {20, "MiB"}, {10, "KiB"}} {
		if n>>unit.shift > 0 && n&(1<<unit.shift-1) == 0 {
			return fmt.Sprintf("%d %s", n>>unit.shift, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
