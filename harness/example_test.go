package harness_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
)

const shell = `apiVersion: v1
kind: Pod
metadata:
  name: shell
  namespace: shop
spec:
  containers:
    - name: shell
      image: busybox:1.36.1
      securityContext:
        privileged: true
`

// Checking a text and a directory in one run, and saying what was found.
func Example() {
	g, err := harness.New(harness.Options{Profile: "eks", Controls: []string{"podsecurity.privileged", "images.pinned_tag"}})
	if err != nil {
		log.Fatal(err)
	}
	run, err := g.Check(context.Background(), harness.Bytes("pod.yaml", []byte(shell)), harness.Path("../examples/web.yaml"))
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range run.Findings {
		fmt.Println(f.Position, f.Artefact, f.Control.ID, f.Control.Severity)
	}
	fmt.Println("exit code", run.ExitCode(harness.FailOn(control.High)))
	// Output:
	// pod.yaml:11:21 Pod shop/shell podsecurity.privileged high
	// exit code 3
}

// Writing the results of a run in a format of the command line.
func ExampleRun_Write() {
	g, err := harness.New(harness.Options{Controls: []string{"podsecurity.privileged"}})
	if err != nil {
		log.Fatal(err)
	}
	run, err := g.Check(context.Background(), harness.Bytes("pod.yaml", []byte(shell)))
	if err != nil {
		log.Fatal(err)
	}
	if err := run.Write(os.Stdout, "text"); err != nil {
		log.Fatal(err)
	}
}

// Handling results as they come, so that those of a long run do not pile up.
func ExampleEngine_Each() {
	g, err := harness.New(harness.Options{Controls: []string{"podsecurity.privileged"}})
	if err != nil {
		log.Fatal(err)
	}
	summary, err := g.Each(context.Background(), harness.Bytes("pod.yaml", []byte(shell)), func(r *harness.Result) error {
		for _, j := range r.Judgements {
			fmt.Println(j.Ref, j.Verdicts["podsecurity.privileged"])
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("objects", summary.Artefacts)
	// Output:
	// Pod shop/shell fail
	// objects 1
}
