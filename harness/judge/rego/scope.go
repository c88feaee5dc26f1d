package rego

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/guiderail/guiderail/harness/value"
)

// scopes remembers where kinds live, by the library that the controls ask as well.
type scopes struct {
	once    sync.Once
	library *Library // nil where the policies have none
	err     error

	mu    sync.Mutex
	known map[[2]string]string
}

const scopeLibrary = "lib.guiderail.scope"

// IsNamespaced reports whether a kind is known to be namespaced. For any other kind, the namespace that an object
// names means nothing. If the policies have no library of scopes, every kind is namespaced.
func (p *Policies) IsNamespaced(ctx context.Context, group, kind string) (bool, error) {
	s := &p.scopes
	s.once.Do(func() {
		if s.library, s.err = p.Library([]string{scopeLibrary}, nil); errors.Is(s.err, ErrNoLibrary) {
			s.err = nil
		}
	})
	if s.err != nil || s.library == nil {
		return s.err == nil, s.err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{group, kind}
	scope, ok := s.known[key]
	if !ok {
		input := value.NewObject(value.Member{Name: "group", Value: value.NewText(group)}, value.Member{Name: "kind", Value: value.NewText(kind)})
		if err := s.library.Ask(ctx, "data."+scopeLibrary+".of(input.group, input.kind)", InputOf(input), &scope); err != nil {
			return false, fmt.Errorf("asking where %s lives: %w", kind, err)
		}
		if s.known == nil {
			s.known = map[[2]string]string{}
		}
		s.known[key] = scope
	}
	return scope == "Namespaced", nil
}
