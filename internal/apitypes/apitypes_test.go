package apitypes_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/guiderail/guiderail/internal/apitypes"
	"github.com/guiderail/guiderail/internal/apitypes/fromscheme"
)

// TestUpToDate holds the table against the types that it is written from.
func TestUpToDate(t *testing.T) {
	want, err := fromscheme.Text()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("types.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("types.txt is not what client-go has; run: make generate")
	}
}

// TestOf reaches every type from the kinds.
func TestOf(t *testing.T) {
	seen := map[*apitypes.Type]bool{}
	kinds := 0
	for k := range apitypes.Kinds() {
		kinds++
		typ := apitypes.Of(k.APIVersion, k.Kind)
		if typ == nil || typ.Form != apitypes.Object {
			t.Fatalf("%v is %+v", k, typ)
		}
		seen[typ] = true
	}
	if kinds < 500 || len(seen) < 300 {
		t.Errorf("there are %d kinds of %d types", kinds, len(seen))
	}
	for _, none := range [][2]string{{"", ""}, {"v1", "Pods"}, {"v1", "pod"}, {"v1.Pod", ""}, {"v1", "Pod: core/v1.Pod"}, {"zzz/v1", "Pod"}, {"v1 Pod", ""}, {"apps/v1", "Pod"}} {
		if typ := apitypes.Of(none[0], none[1]); typ != nil {
			t.Errorf("%v is %+v", none, typ)
		}
	}
}

func TestField(t *testing.T) {
	template := apitypes.Of("apps/v1", "Deployment").Field("spec").Field("template")
	container := template.Field("spec").Field("containers").Item
	if container.Name != "Container" || container != apitypes.Of("v1", "Pod").Field("spec").Field("initContainers").Item {
		t.Errorf("containers are %+v", container)
	}
	for path, want := range map[string]apitypes.Form{"image": apitypes.Text, "stdin": apitypes.Boolean, "resources": apitypes.Object, "args": apitypes.List} {
		if got := container.Field(path); got == nil || got.Form != want {
			t.Errorf("%s is %+v", path, got)
		}
	}
	if limits := container.Field("resources").Field("limits"); limits.Form != apitypes.Map || limits.Item.Form != apitypes.Quantity {
		t.Errorf("limits are %+v", limits)
	}
	if none := container.Field("imagePolicy"); none != nil {
		t.Errorf("an unknown field is %+v", none)
	}
}
