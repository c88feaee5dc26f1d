package harness_test

import (
	"fmt"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const (
	module = "github.com/guiderail/guiderail/"
	// apiFile is the Go API as it is, apiReleased as the last release had it.
	apiFile     = "testdata/api.txt"
	apiReleased = "testdata/api.released.txt"
)

// TestAPI holds the Go API against its record, so that it changes only where somebody says so: -update writes the
// record anew. What a release had and is no longer, or has another form, belongs into the changelog.
func TestAPI(t *testing.T) {
	now := api(t)
	if *update {
		if err := os.WriteFile(apiFile, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	recorded := lines(t, apiFile)
	for _, line := range without(now, recorded) {
		t.Errorf("new: %s", line)
	}
	for _, line := range without(recorded, now) {
		t.Errorf("gone: %s", line)
	}
	if t.Failed() {
		t.Errorf("the Go API is not that of %s; if it is meant, run: go test ./harness -run TestAPI -update", apiFile)
	}
	if _, err := os.Stat(apiReleased); os.IsNotExist(err) {
		return // there is no release yet
	}
	changes, err := os.ReadFile("../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range undeclared(lines(t, apiReleased), now, string(changes)) {
		t.Errorf("the last release had %q; CHANGELOG.md has to name it under Unreleased, as it was", line)
	}
}

// TestAPIChanges wants every line of a release's API that is gone to be named under Unreleased, and no other.
func TestAPIChanges(t *testing.T) {
	const changelog = "# Changelog\n\n## Unreleased\n\n- `harness: func A()` is gone.\n\n## 1.0.0\n\n- `harness: func B()` is gone.\n"
	got := undeclared([]string{"harness: func A()", "harness: func B()", "harness: func C()"}, []string{"harness: func C()", "harness: func D()"}, changelog)
	if want := []string{"harness: func B()"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// undeclared gives the lines of a release that are gone without a word.
func undeclared(released, now []string, changelog string) []string {
	_, unreleased, _ := strings.Cut(changelog, "\n## Unreleased\n")
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	return slices.DeleteFunc(without(released, now), func(line string) bool { return strings.Contains(unreleased, "`"+line+"`") })
}

func lines(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func without(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(line string) bool { return slices.Contains(others, line) })
}

// api lists the exported API of package harness, and of each type of this module that it leads to: one line for
// each name, field and method.
func api(t *testing.T) []string {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports, Context: t.Context()}, module+"harness")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(loaded) > 0 {
		t.Fatal("the package does not compile")
	}
	l := &listing{lines: map[string]bool{}, seen: map[*types.TypeName]bool{}}
	scope := loaded[0].Types.Scope()
	for _, name := range scope.Names() {
		if object := scope.Lookup(name); object.Exported() {
			l.object(object)
		}
	}
	return slices.Sorted(maps.Keys(l.lines))
}

type listing struct {
	lines map[string]bool
	seen  map[*types.TypeName]bool
}

func (l *listing) add(of *types.Package, format string, args ...any) {
	l.lines[strings.TrimPrefix(of.Path(), module)+": "+fmt.Sprintf(format, args...)] = true
}

// written writes a type, with the names of packages as users write them. What arguments are named is left out.
func written(t types.Type) string {
	switch t := t.(type) {
	case *types.Signature:
		t = types.NewSignatureType(nil, nil, nil, nameless(t.Params()), nameless(t.Results()), t.Variadic())
		return types.TypeString(t, (*types.Package).Name)
	case *types.Interface:
		var methods []string
		for method := range t.Methods() {
			methods = append(methods, method.Name()+strings.TrimPrefix(written(method.Type()), "func"))
		}
		return "interface{" + strings.Join(methods, "; ") + "}"
	}
	return types.TypeString(t, (*types.Package).Name)
}

func nameless(t *types.Tuple) *types.Tuple {
	var variables []*types.Var
	for v := range t.Variables() {
		variables = append(variables, types.NewParam(v.Pos(), v.Pkg(), "", v.Type()))
	}
	return types.NewTuple(variables...)
}

func (l *listing) object(o types.Object) {
	switch o := o.(type) {
	case *types.Const:
		l.add(o.Pkg(), "const %s %s = %s", o.Name(), written(o.Type()), o.Val().ExactString())
	case *types.Var:
		l.add(o.Pkg(), "var %s %s", o.Name(), written(o.Type()))
	case *types.Func:
		l.add(o.Pkg(), "func %s%s", o.Name(), strings.TrimPrefix(written(o.Type()), "func"))
	case *types.TypeName:
		if o.IsAlias() {
			l.add(o.Pkg(), "type %s = %s", o.Name(), written(types.Unalias(o.Type())))
		} else {
			l.named(o)
			return
		}
	}
	l.reach(o.Type())
}

// named lists a type of this module with what users can do with it.
func (l *listing) named(o *types.TypeName) {
	if l.seen[o] || o.Pkg() == nil || !strings.HasPrefix(o.Pkg().Path(), module) {
		return
	}
	l.seen[o] = true
	named := o.Type().(*types.Named)
	switch under := named.Underlying().(type) {
	case *types.Struct:
		l.add(o.Pkg(), "type %s struct", o.Name())
		for field := range under.Fields() {
			if field.Exported() {
				l.add(o.Pkg(), "field %s.%s %s", o.Name(), field.Name(), written(field.Type()))
				l.reach(field.Type())
			}
		}
	default:
		// Who implements an interface has to have all of its methods, so that they stand in one line.
		l.add(o.Pkg(), "type %s %s", o.Name(), written(under))
		l.reach(under)
	}
	for method := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		f, ok := method.Obj().(*types.Func)
		if !ok || !f.Exported() || types.IsInterface(named) || len(method.Index()) > 1 {
			continue
		}
		l.add(o.Pkg(), "method %s.%s%s", o.Name(), f.Name(), strings.TrimPrefix(written(f.Type()), "func"))
		l.reach(f.Type())
	}
	// The constants of a type are its values.
	scope := o.Pkg().Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && c.Exported() && types.Identical(c.Type(), named) {
			l.object(c)
		}
	}
}

// reach lists the types that a type leads to.
func (l *listing) reach(t types.Type) {
	switch t := t.(type) {
	case *types.Alias:
		l.reach(types.Unalias(t))
	case *types.Named:
		for argument := range t.TypeArgs().Types() {
			l.reach(argument)
		}
		l.named(t.Obj())
	case *types.Pointer:
		l.reach(t.Elem())
	case *types.Slice:
		l.reach(t.Elem())
	case *types.Array:
		l.reach(t.Elem())
	case *types.Chan:
		l.reach(t.Elem())
	case *types.Map:
		l.reach(t.Key())
		l.reach(t.Elem())
	case *types.Signature:
		l.reach(t.Params())
		l.reach(t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			l.reach(v.Type())
		}
	case *types.Struct:
		for field := range t.Fields() {
			l.reach(field.Type())
		}
	case *types.Interface:
		for method := range t.Methods() {
			l.reach(method.Type())
		}
	}
}
