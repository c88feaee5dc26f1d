// Package render renders Helm charts and kustomizations in another program, guiderail-render, which has the libraries of
// Helm and kustomize. So a check that renders nothing neither loads nor starts them, and what strangers wrote runs in a
// process that has no environment and no network, and that is ended when it takes too much time or memory.
//
// The program reads one Request, in JSON, from standard input, and writes Parts, in JSON, one on each line, to standard
// output. The last one is an End: a program that dies before is known by its absence.
package render

import (
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
)

// Version is the version of what is exchanged. Both programs must have the same.
const Version = 2

// Kind says what is rendered.
type Kind string

// What can be rendered.
const (
	Chart         Kind = "chart"
	Kustomization Kind = "kustomization"
)

// Request asks for the rendering of a directory.
type Request struct {
	Version int  `json:"version"`
	Kind    Kind `json:"kind"`
	// Directory is the directory of the chart or kustomization. The files of the answer are named relative to the
	// working directory if Directory is relative, else by absolute paths.
	Directory string `json:"directory"`
	// Root is the directory outside which no file is read, as an absolute path without links. ("" is Directory itself.)
	Root string `json:"root,omitempty"`
	// Beside are further directories whose files are read: without a repository, those of the charts or kustomizations
	// that the one in Directory uses.
	Beside []string `json:"beside,omitempty"`
	// Texts take the place of those of files of a kustomization, by absolute path without links: it is rendered as it would
	// be with them.
	Texts map[string][]byte `json:"texts,omitempty"`
	// Values are for charts.
	Values Values `json:"values,omitzero"`
	// Memory bounds the memory of the program, and Output the size of what it renders, in bytes.
	Memory int64 `json:"memory"`
	Output int64 `json:"output"`
}

// Values say how a chart is rendered, as the flags of helm template do.
type Values struct {
	// Files are files of values, the last of which counts most.
	Files []string `json:"files,omitempty"`
	// Within are values that stand in other files, such as an object of Flux. They count less than Files.
	Within []Within `json:"within,omitempty"`
	// Set, SetString and SetFile are expressions of --set, --set-string and --set-file; they count most.
	Set       []string `json:"set,omitempty"`
	SetString []string `json:"setString,omitempty"`
	SetFile   []string `json:"setFile,omitempty"`
	// ReleaseName and Namespace are those of the release; "" means release-name and default, as in helm template.
	ReleaseName string `json:"releaseName,omitempty"`
	Namespace   string `json:"namespace,omitempty"`
	// KubeVersion and APIVersions are what the cluster is assumed to have, beside Helm's defaults.
	KubeVersion string   `json:"kubeVersion,omitempty"`
	APIVersions []string `json:"apiVersions,omitempty"`
}

// Within is a mapping of values in a document of a file.
type Within struct {
	File string `json:"file"`
	// Document counts the documents from 1.
	Document int `json:"document"`
	// Path are the keys that lead to the mapping.
	Path []string `json:"path"`
	// IsText reports that there is a text of YAML instead of a mapping.
	IsText bool `json:"isText,omitempty"`
}

// Part is one part of the answer. Exactly one field is set.
type Part struct {
	Text *Text `json:"text,omitempty"`
	// Error is about something that could not be rendered, Notice about something that is left out.
	Error  *artefact.Error  `json:"error,omitempty"`
	Notice *artefact.Notice `json:"notice,omitempty"`
	End    *End             `json:"end,omitempty"`
}

// End ends the answer.
type End struct{}

// Text is a rendered text: a stream of YAML documents.
type Text struct {
	// File is what is rendered to it: a template of a chart, a kustomization.
	File string `json:"file"`
	Text []byte `json:"text"`
	// Places lead from the text to what a person edits.
	Places Places `json:"places"`
}

// Place says what a person edits to change what begins at a line and column of a rendered text.
type Place struct {
	// Line and Column are those of the rendered text, from 1. A column counts characters.
	Line, Column int
	// At is the file, line and column to edit. A line of 0 means that only the file is known.
	At artefact.Position
}

// Places are the places of a text, in order. Each counts up to the next one.
type Places struct {
	// Files are the files of At.
	Files []string `json:"files,omitempty"`
	// Rows are the places: line and column of the text, index into Files, line and column in that file.
	Rows [][5]int `json:"rows,omitempty"`
}

// Add adds a place, which must follow the others.
func (p *Places) Add(place Place) {
	i := slices.Index(p.Files, place.At.File)
	if i < 0 {
		i = len(p.Files)
		p.Files = append(p.Files, place.At.File)
	}
	p.Rows = append(p.Rows, [5]int{place.Line, place.Column, i, place.At.Line, place.At.Column})
}

// AtItem returns the position to edit for the item of a list that begins at a line and column of the text. Where its first
// key begins there as well and has a place of its own, that of the item is one column before it.
func (p *Places) AtItem(line, column int) (artefact.Position, bool) {
	if i, found := p.search(line, column-1); found {
		return p.at(i), true
	}
	return p.At(line, column)
}

// At returns the position to edit for a line and column of the text; false where none is known. A column of 0 stands
// for the beginning of what the line holds.
func (p *Places) At(line, column int) (artefact.Position, bool) {
	i, found := p.search(line, column)
	if !found {
		if column == 0 && i < len(p.Rows) && p.Rows[i][0] == line {
			i++ // the first of the line
		}
		if i == 0 {
			return artefact.Position{}, false
		}
		i--
	}
	return p.at(i), true
}

func (p *Places) search(line, column int) (int, bool) {
	return slices.BinarySearchFunc(p.Rows, [2]int{line, column}, func(row [5]int, at [2]int) int {
		return slices.Compare(row[:2], at[:])
	})
}

func (p *Places) at(i int) artefact.Position {
	row := p.Rows[i]
	return artefact.Position{File: p.Files[row[2]], Line: row[3], Column: row[4]}
}
