package kubernetes

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// maxConfiguration is how long the file is that a plug-in of the API server may be configured in, in bytes.
const maxConfiguration = 1 << 20

// followPlugins reads the files that AdmissionConfiguration names for its plug-ins, and puts what Pod Security admission
// reads there in the place of the path, as if it stood in the file itself.
func (f *Format) followPlugins(d *source.Document, out *format.Parsed) {
	if !d.IsLocal {
		return
	}
	for _, a := range out.Artefacts {
		if a.Kind != "AdmissionConfiguration" || a.Group() != "apiserver.config.k8s.io" && a.Group() != "apiserver.k8s.io" {
			continue
		}
		plugins := slices.Clone(a.Value.Get("plugins").Items())
		for i, plugin := range plugins {
			file := plugin.Get("path").TextOrEmpty()
			if plugin.Get("name").TextOrEmpty() != "PodSecurity" || file == "" || plugin.Get("configuration").Kind() == value.Object {
				continue
			}
			if root := f.configuration(d, file); root != nil {
				plugins[i] = plugin.With(value.Member{Name: "configuration", Value: root.Value})
				a.Locator = elsewhere{a.Locator, []any{"plugins", i, "configuration"}, root.Locator}
			}
		}
		if len(plugins) > 0 && a.Value.Get("plugins").Kind() == value.List {
			a.Value = a.Value.With(value.Member{Name: "plugins", Value: value.NewList(plugins...)})
		}
	}
}

// configuration reads a file that a document names. An absolute path is one of the control plane's host, and the file is
// looked for beside the document. It returns nil for what is not there, or something else.
func (f *Format) configuration(d *source.Document, file string) *Root {
	name := filepath.Join(filepath.Dir(d.File), filepath.FromSlash(file))
	if filepath.IsAbs(file) {
		name = filepath.Join(filepath.Dir(d.File), filepath.Base(file))
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxConfiguration {
		return nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	roots, errs := f.Roots(&source.Document{File: name, Index: 1, Line: 1, Text: text, Limits: d.Limits}, nil)
	if len(roots) != 1 || len(errs) > 0 || roots[0].Value.Get("kind").TextOrEmpty() != "PodSecurityConfiguration" {
		return nil
	}
	return &roots[0]
}

// elsewhere finds the values below a path in another file.
type elsewhere struct {
	artefact.Locator
	path  []any
	other artefact.Locator
}

// Position returns the position of a value.
func (e elsewhere) Position(path []any) (artefact.Position, bool) {
	if n := len(e.path); len(path) >= n && slices.Equal(path[:n], e.path) {
		return e.other.Position(path[n:])
	}
	return e.Locator.Position(path)
}
