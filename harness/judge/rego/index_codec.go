package rego

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/internal/compact"
)

// indexVisitor reads or writes what an index has, so that both do it in the same order.
type indexVisitor interface {
	number(*int)
	flag(*bool)
	text(*string)
	// common is a text that others may have as well.
	common(*string)
	texts(*[]string)
	named(*map[string]string)
	any(*any)
}

func (k *index) visit(v indexVisitor) {
	visitEach(v, &k.libraries, func(h *head) {
		v.common(&h.File)
		v.common(&h.Package)
	})
	visitEach(v, &k.controls, func(c **control.Control) {
		if *c == nil {
			*c = &control.Control{}
		}
		visitControl(v, *c)
	})
}

// visitControl visits all that Load says of a control.
func visitControl(v indexVisitor, c *control.Control) {
	v.text(&c.ID)
	v.texts(&c.RenamedFrom)
	v.text(&c.Title)
	v.text(&c.Description)
	severity := int(c.Severity)
	v.number(&severity)
	c.Severity = control.Severity(severity)
	v.texts(&c.Requirements)
	visitEach(v, &c.Match, func(m *control.Match) {
		v.common(&m.Type)
		v.texts(&m.Groups)
		v.texts(&m.Kinds)
	})
	v.texts(&c.Operations)
	v.texts(&c.Namespaces)
	v.named(&c.Limits)
	v.flag(&c.FilesOnly)
	v.text(&c.Remediation)
	visitEach(v, &c.Fixes, func(f *control.Fix) {
		v.texts(&f.At)
		v.texts(&f.If)
		v.texts(&f.Unless)
		visitEach(v, &f.Operations, func(o *control.Operation) {
			v.common(&o.Kind)
			v.texts(&o.Path)
			v.any(&o.Value)
		})
	})
	parameters := any(c.Parameters)
	if c.Parameters == nil {
		parameters = nil
	}
	v.any(&parameters)
	c.Parameters, _ = parameters.(map[string]any)
	v.named(&c.ChangedParameters)
	visitEach(v, &c.Reads, func(r *control.Read) {
		v.common(&r.Group)
		v.common(&r.Version)
		v.common(&r.Kind)
		v.flag(&r.Namespaced)
	})
	v.texts(&c.References)
	v.text(&c.File)
	v.texts(&c.Libraries)
}

// visitEach visits a list. One that is nil stays so.
func visitEach[T any](v indexVisitor, list *[]T, one func(*T)) {
	n := len(*list) + 1
	if *list == nil {
		n = 0
	}
	v.number(&n)
	if n > 0 && *list == nil {
		*list = make([]T, n-1)
	}
	for i := range *list {
		one(&(*list)[i])
	}
}

type indexWriter struct {
	compact.Writer

	known map[string]int // texts by their numbers, which are from 1
	lists map[string]int
}

func (w *indexWriter) number(n *int)  { w.Number(*n) }
func (w *indexWriter) flag(is *bool)  { w.Flag(*is) }
func (w *indexWriter) text(s *string) { w.Text(*s) }

func (w *indexWriter) common(s *string) {
	n := w.known[*s]
	w.Number(n)
	if n == 0 {
		w.known[*s] = len(w.known) + 1
		w.Text(*s)
	}
}

func (w *indexWriter) texts(list *[]string) {
	if *list == nil {
		w.Number(-1)
		return
	}
	key := fmt.Sprintf("%q", *list)
	n := w.lists[key]
	w.Number(n)
	if n > 0 {
		return
	}
	w.lists[key] = len(w.lists) + 1
	w.Number(len(*list))
	for _, s := range *list {
		w.common(&s)
	}
}

func (w *indexWriter) named(texts *map[string]string) {
	n := len(*texts)
	if *texts == nil {
		n = -1
	}
	w.Number(n)
	for _, name := range slices.Sorted(maps.Keys(*texts)) {
		s := (*texts)[name]
		w.common(&name)
		w.common(&s)
	}
}

// any writes a value of JSON.
func (w *indexWriter) any(v *any) {
	switch v := (*v).(type) {
	case nil:
		w.Out = append(w.Out, '0')
	case bool:
		w.Out = append(w.Out, 'b')
		w.Flag(v)
	case float64:
		w.Out = append(w.Out, 'n')
		w.Text(strconv.FormatFloat(v, 'g', -1, 64))
	case string:
		w.Out = append(w.Out, 't')
		w.common(&v)
	case []any:
		w.Out = append(w.Out, 'l')
		w.Number(len(v))
		for i := range v {
			w.any(&v[i])
		}
	case map[string]any:
		w.Out = append(w.Out, 'o')
		w.Number(len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			item := v[name]
			w.common(&name)
			w.any(&item)
		}
	default:
		panic(fmt.Sprintf("a value of JSON is a %T", v))
	}
}

type indexReader struct {
	*compact.Reader

	known []string
	lists [][]string
}

func (r *indexReader) number(n *int)  { *n = r.Number() }
func (r *indexReader) flag(is *bool)  { *is = r.Flag() }
func (r *indexReader) text(s *string) { *s = r.Text() }

func (r *indexReader) common(s *string) {
	if n := r.Number(); n > 0 {
		*s = r.known[n-1]
		return
	}
	*s = r.Text()
	r.known = append(r.known, *s)
}

func (r *indexReader) texts(list *[]string) {
	switch n := r.Number(); {
	case n < 0:
	case n > 0:
		*list = r.lists[n-1]
	default:
		*list = make([]string, r.Number())
		for i := range *list {
			r.common(&(*list)[i])
		}
		r.lists = append(r.lists, *list)
	}
}

func (r *indexReader) named(texts *map[string]string) {
	n := r.Number()
	if n < 0 {
		return
	}
	*texts = make(map[string]string, n)
	for range n {
		var name, s string
		r.common(&name)
		r.common(&s)
		(*texts)[name] = s
	}
}

func (r *indexReader) any(v *any) {
	kind := r.Rest[0]
	r.Rest = r.Rest[1:]
	switch kind {
	case 'b':
		*v = r.Flag()
	case 'n':
		f, err := strconv.ParseFloat(r.Text(), 64)
		if err != nil {
			panic(err)
		}
		*v = f
	case 't':
		var s string
		r.common(&s)
		*v = s
	case 'l':
		list := make([]any, r.Number())
		for i := range list {
			r.any(&list[i])
		}
		*v = list
	case 'o':
		n := r.Number()
		members := make(map[string]any, n)
		for range n {
			var name string
			var item any
			r.common(&name)
			r.any(&item)
			members[name] = item
		}
		*v = members
	}
}
