package kustomization

import (
	"errors"
	"fmt"
	"testing"
)

func TestShorten(t *testing.T) {
	tree := &tree{
		directory: "/work/app", name: "app",
		kustomizations: map[string]*kustomization{"/work/app": nil, "/work/base": nil},
		secrets:        []string{"", "hunter2", "password=hunter2"},
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"chain": {
			errors.New("accumulating resources: accumulation err='accumulating resources from '../base': read /work/base: is a directory': recursed accumulation of path '/work/base': it is bad"),
			"it is bad",
		},
		"component": {errors.New(`accumulating components: accumulateDirectory: "it is bad"`), "it is bad"},
		"paths":     {errors.New("in /work/base and /work/app/x"), "in base and app/x"},
		"secrets":   {errors.New("literal password=hunter2, or\n hunter2"), "literal …, or …"},
		"patch":     {errors.New(`in [patch: "password: x"]`), "in an inline patch"},
		"config":    {errors.New("trouble configuring X with config: `\nliterals: [a=b]\n`: it is bad"), "trouble configuring X: it is bad"},
		"long":      {fmt.Errorf("%0400d", 0), fmt.Sprintf("%0300d…", 0)},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := tree.shorten(c.err), "kustomize cannot build it: "+c.want; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	if got := tree.shorten(errors.Join(errPanic, errors.New("hunter2"))); got != errPanic.Error() {
		t.Errorf("got %s, want %s", got, errPanic)
	}
}
