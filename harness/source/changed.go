package source

import (
	"bytes"
	"io"
	"maps"
	"slices"

	"github.com/guiderail/guiderail/harness/render"
)

// Changed returns what was found as it would be with other texts of some files, by the names that the files have here. A
// kustomization is rendered anew if it is made from one of them; a chart stays as it is.
func Changed(found []Found, texts map[string][]byte) []Found {
	real := map[string][]byte{}
	for name, text := range texts {
		real[realPath(name)] = text
	}
	changed := slices.Clone(found)
	var last *rendered
	for i, one := range changed {
		switch s := one.Source.(type) {
		case *File:
			text, isChanged := texts[s.Path]
			if !isChanged || s.Once {
				continue
			}
			file := *s
			file.Open = func() (io.ReadCloser, error) { return opened{bytes.NewReader(text)}, nil }
			changed[i].Source = &file
		case *rendered:
			of := maps.Clone(real)
			maps.DeleteFunc(of, func(name string, _ []byte) bool {
				return !slices.ContainsFunc(s.made, func(made string) bool { return realPath(made) == name })
			})
			if s.request.Kind != render.Kustomization || len(of) == 0 {
				continue
			}
			anew := &rendered{request: s.request, renderer: s.renderer, file: s.file, namespace: s.namespace, instead: s.instead, made: s.made, excluded: s.excluded}
			anew.request.Texts = of
			changed[i].Source = anew
			if last != nil {
				last.next = anew
			}
			last = anew
		}
	}
	return changed
}

// IsChart reports whether a file is that of a chart, by its name.
func IsChart(name string) bool { return Base(name) == chartFile }

// IsKustomization reports whether kustomize takes a file for a kustomization, by its name.
func IsKustomization(name string) bool { return isKustomization(Base(name)) }
