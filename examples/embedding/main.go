// Embedding checks a text and a directory, and ends as guiderail check would.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/control"
)

func main() {
	text := []byte("{apiVersion: v1, kind: Pod, metadata: {name: shell}, spec: {containers: [{name: shell, image: busybox}]}}")

	g, err := harness.New(harness.Options{Profile: "eks"})
	if err != nil {
		log.Fatal(err)
	}
	run, err := g.Check(context.Background(), harness.Bytes("pod.yaml", text), harness.Path("examples/"))
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range run.Findings {
		fmt.Println(f.Position, f.Control.ID, f.Message)
	}
	if err := run.Write(os.Stderr, "json"); err != nil {
		log.Fatal(err)
	}
	os.Exit(run.ExitCode(harness.FailOn(control.High)))
}
