package policytest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/guiderail/guiderail/harness/mutate"
	"github.com/guiderail/guiderail/internal/prose"
)

// outcome is what became of a mutant.
type outcome int

const (
	invalid outcome = iota // it does not compile
	killed
	survived
)

// Mutation is the outcome of a run over mutants.
type Mutation struct {
	Policies string           `json:"policies"`
	Modules  []*MutatedModule `json:"modules"`

	record *Record
}

// MutatedModule counts the mutants of a module.
type MutatedModule struct {
	File   string `json:"file,omitempty"`
	Family string `json:"family,omitempty"`
	// Digest is that of the module with what it stands on, and of the tests and fixtures of its own; Killers that of all
	// tests and fixtures that depend on it as well.
	Digest  string `json:"digest"`
	Killers string `json:"killers"`
	Mutants int    `json:"mutants"`
	Invalid int    `json:"invalid"`
	Killed  int    `json:"killed"`
	// Survivors are those that no test noticed, without those that are listed as equivalent.
	Survivors []Survivor `json:"survivors,omitempty"`

	isStale bool
	ids     map[string]outcome // nil where it was not run
}

// Survivor is a mutant that no test noticed.
type Survivor struct {
	ID       string          `json:"id"`
	Operator mutate.Operator `json:"operator"`
	Position string          `json:"position"`
	Diff     string          `json:"diff"`
}

func (m *MutatedModule) take(mutant *mutate.Mutant, o outcome) {
	if m.ids == nil {
		m.ids = map[string]outcome{}
	}
	m.ids[mutant.ID] = o
	switch o {
	case invalid:
		m.Invalid++
	case killed:
		m.Killed++
	case survived:
		m.Survivors = append(m.Survivors, Survivor{mutant.ID, mutant.Operator, mutant.Position(), mutant.Diff()})
	}
}

// Record is what is kept of runs.
type Record struct {
	// Equivalent are mutants that no test can notice, each with the reason, which names the line that makes it so.
	Equivalent []Equivalent              `json:"equivalent"`
	Modules    map[string]*MutatedModule `json:"modules"`
}

// Equivalent is a mutant that means the same as the original.
type Equivalent struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// ReadRecord reads a record; one that there is not is empty.
func ReadRecord(file string) (*Record, error) {
	r := &Record{Equivalent: []Equivalent{}, Modules: map[string]*MutatedModule{}}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(text, r)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the record of mutants: %w", err)
	}
	return r, nil
}

func (r *Record) module(file string) *MutatedModule {
	if r == nil {
		return nil
	}
	return r.Modules[file]
}

// Write writes the record with what a run found out. Modules that the run did not ask for stay as they are.
func (r *Record) Write(file string, found *Mutation) error {
	for _, m := range found.Modules {
		c := *m
		c.File, c.Family = "", ""
		r.Modules[m.File] = &c
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("writing the record of mutants: %w", err)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("writing the record of mutants: %w", err)
	}
	return nil
}

// Judge takes the mutants that are listed as equivalent out of the survivors, and returns what is wrong: with the list,
// with the record, and with the tests.
func (m *Mutation) Judge() []string {
	var problems []string
	listed := map[string]bool{}
	run := map[string]*MutatedModule{}
	for _, module := range m.Modules {
		run[module.File] = module
		if module.isStale {
			problems = append(problems, module.File+" changed since its mutants were recorded")
		}
	}
	if m.record != nil {
		for _, e := range m.record.Equivalent {
			listed[e.ID] = true
			if strings.TrimSpace(e.Reason) == "" {
				problems = append(problems, e.ID+" is listed as equivalent without a reason")
			}
			file, _, _ := strings.Cut(e.ID, " ")
			module := run[file]
			if module == nil || module.ids == nil {
				continue
			}
			switch o, exists := module.ids[e.ID]; {
			case !exists:
				problems = append(problems, e.ID+" is listed as equivalent, but does not exist")
			case o != survived:
				problems = append(problems, e.ID+" is listed as equivalent, but is "+map[outcome]string{invalid: "invalid", killed: "killed"}[o])
			}
		}
	}
	for _, module := range m.Modules {
		module.Survivors = slices.DeleteFunc(module.Survivors, func(s Survivor) bool { return listed[s.ID] })
	}
	t := m.total()
	if t.valid() > 0 && t.equivalent()*100 > mostEquivalent*t.valid() {
		problems = append(problems, fmt.Sprintf("%d of %d mutants are listed as equivalent, which is more than %d %%", t.equivalent(), t.valid(), mostEquivalent))
	}
	if t.survivors > 0 {
		problems = append(problems, prose.Count(t.survivors, "mutant")+" survived")
	}
	return problems
}

// mostEquivalent is how many of a hundred mutants may be listed as equivalent.
const mostEquivalent = 3

// score counts mutants.
type score struct {
	Mutants   int `json:"mutants"`
	Invalid   int `json:"invalid"`
	Killed    int `json:"killed"`
	survivors int
}

func (s *score) add(m *MutatedModule) {
	s.Mutants += m.Mutants
	s.Invalid += m.Invalid
	s.Killed += m.Killed
	s.survivors += len(m.Survivors)
}

func (s *score) valid() int      { return s.Mutants - s.Invalid }
func (s *score) equivalent() int { return s.valid() - s.Killed - s.survivors }

func (s *score) String() string {
	percent := 100.0
	if wanted := s.valid() - s.equivalent(); wanted > 0 {
		percent = float64(s.Killed) * 100 / float64(wanted)
	}
	return fmt.Sprintf("%d of %d killed (%.1f %%), %d survived, %d equivalent, %d invalid", s.Killed, s.valid()-s.equivalent(), percent, s.survivors, s.equivalent(), s.Invalid)
}

func (m *Mutation) total() *score {
	t := &score{}
	for _, module := range m.Modules {
		t.add(module)
	}
	return t
}

// MutationFormats lists the formats of Mutation.Write.
func MutationFormats() []string { return []string{"text", "json"} }

// Write writes the survivors, the score of each family, and the whole score last.
func (m *Mutation) Write(out io.Writer, format string) error {
	if format == "json" {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(m)
	}
	var b strings.Builder
	families := map[string]*score{}
	for _, module := range m.Modules {
		family := cmp.Or(module.Family, familyOf(module.File))
		if families[family] == nil {
			families[family] = &score{}
		}
		families[family].add(module)
		for _, s := range module.Survivors {
			fmt.Fprintf(&b, "%s: %s: %s\n    %s\n", s.Position, s.Operator, s.Diff, s.ID)
		}
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	for _, family := range slices.Sorted(maps.Keys(families)) {
		fmt.Fprintf(&b, "%-20s %s\n", family, families[family])
	}
	fmt.Fprintf(&b, "\nmutants: %s\n", m.total())
	_, err := io.WriteString(out, b.String())
	return err
}
