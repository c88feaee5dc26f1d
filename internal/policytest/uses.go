package policytest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// uses knows which modules stand on which.
type uses struct {
	run      *run
	direct   map[string][]string        // by file, also of what has tests
	indirect map[string]map[string]bool // the same, through one another, and the file itself
	fixtures map[string][]string        // by ID
}

// uses finds out which modules refer to which.
func (r *run) uses(modules []*module) (*uses, error) {
	u := &uses{run: r, direct: map[string][]string{}, indirect: map[string]map[string]bool{}}
	for _, m := range modules {
		met := map[string]bool{}
		ast.WalkRefs(m.parsed, func(ref ast.Ref) bool {
			if other := r.referred(ref); other != nil && other != m {
				met[other.file] = true
			}
			return false
		})
		u.direct[m.file] = slices.Sorted(maps.Keys(met))
	}
	for _, m := range modules {
		all := map[string]bool{m.file: true}
		for wanted := []string{m.file}; len(wanted) > 0; {
			next := wanted[len(wanted)-1]
			wanted = wanted[:len(wanted)-1]
			for _, file := range u.direct[next] {
				if !all[file] {
					all[file] = true
					wanted = append(wanted, file)
				}
			}
		}
		u.indirect[m.file] = all
	}
	if r.options.Fixtures != "" {
		var err error
		if u.fixtures, err = FixtureFiles(r.options.Fixtures); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// closure lists a file and those that it stands on.
func (u *uses) closure(file string) []string { return slices.Sorted(maps.Keys(u.indirect[file])) }

// isUsed reports whether a file stands on another, or is it. The channels stand on all controls, and test none of them:
// they count for one another alone.
func (u *uses) isUsed(by, file string) bool {
	return u.indirect[by][file] && (!u.run.modules[by].isChannel() || u.run.modules[file].isChannel())
}

// tests lists the files of tests that stand on one of the modules.
func (u *uses) tests(targets []*module) []string {
	var files []string
	for file, m := range u.run.modules {
		if m.isTest && slices.ContainsFunc(targets, func(t *module) bool { return u.isUsed(file, t.file) }) {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	return files
}

// needed lists the modules, what has tests and fixtures that stand on them, and all that these stand on.
func (u *uses) needed(targets []*module) []string {
	all := map[string]bool{}
	for file, m := range u.run.modules {
		if !m.isTest && !m.isControl() && !slices.Contains(targets, m) {
			continue
		}
		if slices.ContainsFunc(targets, func(t *module) bool { return u.isUsed(file, t.file) }) {
			maps.Copy(all, u.indirect[file])
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// digest is that of a module, and of the tests and the fixtures of its own.
func (u *uses) digest(m *module) string {
	return u.digestOf([]string{m.file}, []*module{u.run.packages[m.pkg+"_test"]}, []string{m.subject()})
}

// killers is the digest of the same, of all tests and fixtures that depend on the module, and of what they stand on.
func (u *uses) killers(m *module) string {
	var tests []*module
	for _, file := range u.tests([]*module{m}) {
		tests = append(tests, u.run.modules[file])
	}
	var ids []string
	files := u.closure(m.file)
	for _, c := range u.run.controls {
		if c.File != "" && u.isUsed(c.File, m.file) {
			ids = append(ids, c.ID)
			files = append(files, u.closure(c.File)...)
		}
	}
	slices.Sort(files)
	return u.digestOf(slices.Compact(files), tests, ids)
}

func (u *uses) digestOf(files []string, tests []*module, ids []string) string {
	h := sha256.New()
	add := func(name string, text []byte) { fmt.Fprintf(h, "%q %x\n", name, sha256.Sum256(text)) }
	for _, file := range files {
		add(file, u.run.modules[file].text)
	}
	for _, m := range tests {
		if m != nil {
			add(m.file, m.text)
		}
	}
	for _, id := range ids {
		for _, file := range u.fixtures[id] {
			text, err := os.ReadFile(file)
			if err != nil {
				text = nil // a fixture that cannot be read fails when it is run
			}
			add(id, text)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
