package rego

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge/rego/plan"
	"github.com/guiderail/guiderail/harness/value"
)

// Term converts a value to the engine's form. An absent value becomes null.
func Term(v value.Value) *ast.Term {
	switch v.Kind() {
	case value.Text:
		text, _ := v.Text()
		return ast.InternedTerm(text)
	case value.Boolean:
		is, _ := v.Boolean()
		return ast.InternedTerm(is)
	case value.Number:
		literal, _ := v.Number()
		return ast.NewTerm(ast.Number(literal))
	case value.List:
		items := v.Items()
		terms := make([]*ast.Term, len(items))
		for i, item := range items {
			terms[i] = Term(item)
		}
		return ast.ArrayTerm(terms...)
	case value.Object:
		pairs := make([][2]*ast.Term, 0, v.Len())
		for name, item := range v.Members() {
			pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(name), Term(item)})
		}
		return ast.ObjectTerm(pairs...)
	}
	return ast.InternedNullTerm
}

// stored is an inventory as queries read it.
type stored struct {
	store       storage.Store
	transaction storage.Transaction
}

// storeOf returns an inventory as OPA's evaluator looks it up.
func storeOf(ctx context.Context, objects *inventory.Inventory) (*stored, error) {
	made, err := objects.In(stored{}, func() (any, error) {
		all := objectOf(treeOf(objects), termOf, func(members map[string]*ast.Term) *ast.Term {
			pairs := make([][2]*ast.Term, 0, len(members))
			for name, term := range members {
				pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(name), term})
			}
			return ast.ObjectTerm(pairs...)
		})
		return newStore(ctx, ast.NewObject([2]*ast.Term{ast.InternedTerm("inventory"), all}))
	})
	if err != nil {
		return nil, fmt.Errorf("opening the inventory: %w", err)
	}
	return made.(*stored), nil
}

// termOf returns an object of an inventory, in whichever form it is kept, to OPA's evaluator.
func termOf(form any) *ast.Term {
	switch form := form.(type) {
	case *plan.Value:
		return form.AST()
	case value.Value:
		return Term(form)
	}
	return form.(*ast.Term)
}

func newStore(ctx context.Context, data ast.Object) (*stored, error) {
	store := inmem.NewFromASTObject(data)
	transaction, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	return &stored{store, transaction}, nil
}
