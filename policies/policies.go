// Package policies embeds the controls, their libraries and the guides that they answer.
package policies

import "embed"

// Version is the version of the policies as a whole. A change that lets a verdict differ raises it.
const Version = "0.1.0"

// embedded holds what a run needs of this directory: one folder per family of controls, lib/ and channels/ in Rego,
// guides/, profiles/, flows/ and mutations/ in YAML, the index, the plan and the bundle's .manifest; no tests. No pattern
// can say that a name does not end in _test.rego, so these say which of its last letters differs.
//
//go:embed .manifest *.bin released.json retired.yaml guides/*.yaml guides/frameworks/*.yaml
//go:embed profiles/*.yaml flows/*.yaml mutations/*/*.yaml
//go:embed */*[^t].rego */*[^s]t.rego */*[^e]st.rego */*[^t]est.rego */*[^_]test.rego
//go:embed lib/*/*[^t].rego lib/*/*[^s]t.rego
var embedded embed.FS

// FS is the directory.
var FS = Files{embedded}

// Files is the directory in memory.
type Files struct{ embed.FS }

var (
	//go:embed index.bin
	index string
	//go:embed plan.bin
	plan string
)

// Text returns what is read at every start, which is large, without copying it; ok is false for other files.
func (Files) Text(file string) (text string, ok bool) {
	switch file {
	case "index.bin":
		return index, true
	case "plan.bin":
		return plan, true
	}
	return "", false
}
