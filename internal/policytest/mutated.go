package policytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
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
	gone   []string // the files that are recorded, and that there are not
}

// MutatedModule counts the mutants of a module.
type MutatedModule struct {
	File string `json:"file,omitempty"`
	// Digest is that of the module and of the tests and fixtures of its own; Killers that of all tests and fixtures that
	// depend on it, and of what they stand on.
	Digest  string `json:"digest"`
	Killers string `json:"killers"`
	Mutants int    `json:"mutants"`
	Invalid int    `json:"invalid"`
	Killed  int    `json:"killed"`
	// Survivors are those that no test noticed.
	Survivors []Survivor `json:"survivors,omitempty"`

	isStale    bool
	equivalent int // of the survivors, those that are listed
}

// Survivor is a mutant that no test noticed.
type Survivor struct {
	ID       string          `json:"id"`
	Operator mutate.Operator `json:"operator"`
	Position string          `json:"position"`
	Diff     string          `json:"diff"`
}

func (m *MutatedModule) take(mutant *mutate.Mutant, o outcome) {
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
		return nil, fmt.Errorf("reading the record of mutants: %s: %w", file, err)
	}
	return r, nil
}

func (r *Record) module(file string) *MutatedModule {
	if r == nil {
		return nil
	}
	return r.Modules[file]
}

// Write writes the record with what a run found out. Modules that were not part of the run stay as they are.
func (r *Record) Write(file string, found *Mutation) error {
	for _, m := range found.Modules {
		c := *m
		c.File, m.isStale = "", false
		r.Modules[m.File] = &c
	}
	for _, gone := range found.gone {
		delete(r.Modules, gone)
	}
	found.gone = nil
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

// Judge takes the mutants that are listed as equivalent out of the survivors, and returns what is wrong with the list, with
// the record and with the tests.
func (m *Mutation) Judge() []string {
	var problems []string
	reasons, modules := map[string]string{}, map[string]*MutatedModule{}
	for _, module := range m.Modules {
		modules[module.File] = module
		if module.isStale {
			problems = append(problems, module.File+" changed since its mutants were recorded")
		}
	}
	for _, file := range m.gone {
		problems = append(problems, file+" is recorded, but does not exist")
	}
	if m.record != nil {
		for _, e := range m.record.Equivalent {
			reasons[e.ID] = e.Reason
			if strings.TrimSpace(e.Reason) == "" {
				problems = append(problems, e.ID+" is listed as equivalent without a reason")
			}
			file, _, _ := strings.Cut(e.ID, " ")
			if module := modules[file]; module != nil && !slices.ContainsFunc(module.Survivors, func(s Survivor) bool { return s.ID == e.ID }) {
				problems = append(problems, e.ID+" is listed as equivalent, but a test notices it, or it does not exist")
			}
		}
	}
	for _, module := range m.Modules {
		before := len(module.Survivors)
		module.Survivors = slices.DeleteFunc(slices.Clone(module.Survivors), func(s Survivor) bool {
			_, listed := reasons[s.ID]
			return listed
		})
		module.equivalent = before - len(module.Survivors)
	}
	t := m.total()
	if t.equivalent*100 > mostEquivalent*t.valid() {
		problems = append(problems, fmt.Sprintf("%d of %d mutants are listed as equivalent, which is more than %d %%", t.equivalent, t.valid(), mostEquivalent))
	}
	if t.survivors > 0 {
		problems = append(problems, prose.Count(t.survivors, "mutant")+" survived")
	}
	return problems
}

// mostEquivalent is how many of a hundred mutants may be listed as equivalent.
const mostEquivalent = 3

// score counts mutants.
type score struct{ mutants, invalid, killed, survivors, equivalent int }

func (s *score) add(m *MutatedModule) {
	s.mutants += m.Mutants
	s.invalid += m.Invalid
	s.killed += m.Killed
	s.survivors += len(m.Survivors)
	s.equivalent += m.equivalent
}

func (s *score) valid() int { return s.mutants - s.invalid }

func (s *score) String() string {
	percent := 100.0
	if wanted := s.killed + s.survivors; wanted > 0 {
		percent = float64(s.killed) * 100 / float64(wanted)
	}
	return fmt.Sprintf("%d of %d killed (%.1f %%), %d survived, %d equivalent, %d invalid", s.killed, s.killed+s.survivors, percent, s.survivors, s.equivalent, s.invalid)
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
		family := path.Dir(module.File)
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
