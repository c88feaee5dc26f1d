package seeded

import (
	"reflect"
	"testing"
)

func TestPlant(t *testing.T) {
	pod := func() Object {
		return Object{
			"kind": "Pod", "metadata": Object{"name": "a", "namespace": "shop"},
			"spec": Object{"containers": []any{Object{"name": "a", "args": []any{"x"}, "tty": true, "env": []any{Object{"name": "E"}}}}},
		}
	}
	for name, test := range map[string]struct {
		fault Fault
		want  any // the first container, or nil where the fault does not fit
	}{
		"a value":             {Fault{In: "container", Set: []Setting{{"/name", "b"}}}, Object{"name": "b", "args": []any{"x"}, "tty": true, "env": []any{Object{"name": "E"}}}},
		"below what is not":   {Fault{In: "container", Set: []Setting{{"/a/b~1c", 1.0}}}, Object{"name": "a", "args": []any{"x"}, "tty": true, "env": []any{Object{"name": "E"}}, "a": Object{"b/c": 1.0}}},
		"at the end":          {Fault{In: "container", Set: []Setting{{"/args/-", "y"}}}, Object{"name": "a", "args": []any{"x", "y"}, "tty": true, "env": []any{Object{"name": "E"}}}},
		"an element":          {Fault{In: "container", Set: []Setting{{"/args/0", "y"}}}, Object{"name": "a", "args": []any{"y"}, "tty": true, "env": []any{Object{"name": "E"}}}},
		"within an element":   {Fault{In: "container", Set: []Setting{{"/env/0/value", "y"}}}, Object{"name": "a", "args": []any{"x"}, "tty": true, "env": []any{Object{"name": "E", "value": "y"}}}},
		"removed":             {Fault{In: "container", Has: []string{"/tty"}, Set: []Setting{{"/tty", nil}}}, Object{"name": "a", "args": []any{"x"}, "env": []any{Object{"name": "E"}}}},
		"nothing to remove":   {Fault{In: "container", Set: []Setting{{"/stdin", nil}}}, nil},
		"removed below none":  {Fault{In: "container", Set: []Setting{{"/a/b", nil}}}, nil},
		"no such element":     {Fault{In: "container", Set: []Setting{{"/args/7", "y"}}}, nil},
		"lacks what it needs": {Fault{In: "container", Has: []string{"/image"}, Set: []Setting{{"/name", "b"}}}, nil},
		"another name":        {Fault{In: "container", Named: "b", Set: []Setting{{"/name", "b"}}}, nil},
		"in a namespace":      {Fault{In: "container", Outside: []string{"shop"}, Set: []Setting{{"/name", "b"}}}, nil},
		"another kind":        {Fault{In: "Service", Set: []Setting{{"/name", "b"}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			objects := []Object{pod()}
			planted, at, ok := test.fault.Plant(objects, 0)
			if ok != (test.want != nil) {
				t.Fatalf("fits: %v", ok)
			}
			if !reflect.DeepEqual(objects[0], pod()) {
				t.Errorf("the original was changed: %v", objects[0])
			}
			if !ok {
				return
			}
			got, _ := get(planted[at], []string{"spec", "containers", "0"})
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestPlantBeside(t *testing.T) {
	objects := []Object{{"kind": "Pod", "metadata": Object{"namespace": "shop"}}, {"kind": "Node"}}
	fault := Fault{Add: "kind: A\n---\nkind: B\nmetadata: {namespace: NAMESPACE}", At: 1}
	planted, at, ok := fault.Plant(objects, 0)
	if !ok || at != 3 || !reflect.DeepEqual(planted[3], Object{"kind": "B", "metadata": Object{"namespace": "shop"}}) {
		t.Errorf("got %v, %d, %v", planted, at, ok)
	}
	if _, _, ok := fault.Plant(objects, 1); ok {
		t.Error("what is in no namespace has none for others")
	}
}

func TestFaults(t *testing.T) {
	faults, err := Faults()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range faults {
		if known[f.String()] {
			t.Errorf("%s is there twice", f)
		}
		known[f.String()] = true
		if (f.Add == "") == (len(f.Set) == 0) {
			t.Errorf("%s neither adds nor changes anything, or both", f)
		}
	}
}
