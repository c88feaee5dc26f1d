package harness

import (
	"context"
	"fmt"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/guiderail/guiderail/harness/control"
)

// scopes tells where kinds live, by the library that the controls ask as well.
type scopes struct {
	controls []*control.Control

	once     sync.Once
	compiler *ast.Compiler // nil where the policies have no such library
	query    ast.Body
	err      error

	mu    sync.Mutex
	known map[[2]string]string
}

const scopeLibrary = "lib.guiderail.scope"

func (s *scopes) prepare() {
	modules, err := control.Library(s.controls, scopeLibrary)
	if err != nil || modules == nil {
		s.err = err
		return
	}
	s.compiler = ast.NewCompiler()
	if s.compiler.Compile(modules); s.compiler.Failed() {
		s.err = fmt.Errorf("compiling %s: %w", scopeLibrary, s.compiler.Errors)
		return
	}
	s.query, s.err = s.compiler.QueryCompiler().Compile(ast.MustParseBody("scope = data." + scopeLibrary + ".of(input.group, input.kind)"))
}

// isNamespaced tells whether the objects of a kind are known to live in namespaces. Of one that belongs to
// the cluster, or of which that is not known, the namespace that an object names proves nothing. Policies
// that know no scopes have it believed.
func (s *scopes) isNamespaced(ctx context.Context, group, kind string) (bool, error) {
	if s.once.Do(s.prepare); s.err != nil || s.compiler == nil {
		return s.err == nil, s.err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{group, kind}
	scope, ok := s.known[key]
	if !ok {
		store := inmem.New()
		transaction, err := store.NewTransaction(ctx)
		if err != nil {
			return false, fmt.Errorf("opening the store: %w", err)
		}
		input := ast.NewObject(
			[2]*ast.Term{ast.InternedTerm("group"), ast.StringTerm(group)},
			[2]*ast.Term{ast.InternedTerm("kind"), ast.StringTerm(kind)},
		)
		query := topdown.NewQuery(s.query).WithCompiler(s.compiler).WithStore(store).WithTransaction(transaction).WithInput(ast.NewTerm(input))
		err = query.Iter(ctx, func(result topdown.QueryResult) error {
			text, _ := result["scope"].Value.(ast.String)
			scope = string(text)
			return nil
		})
		if err != nil {
			return false, fmt.Errorf("asking where %s lives: %w", kind, err)
		}
		if s.known == nil {
			s.known = map[[2]string]string{}
		}
		s.known[key] = scope
	}
	return scope == "Namespaced", nil
}
