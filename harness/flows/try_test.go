package flows_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/flows"
)

func TestTry(t *testing.T) {
	start := time.Now()
	c, err := flows.Read(t.Context(), artefact.Find(strings.Fields(os.Getenv("TRY")), os.Stdin))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("read", time.Since(start))
	f, err := c.Analyse(t.Context(), flows.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("analysed", time.Since(start))
	cs := f.Connections()
	fmt.Println("connected", time.Since(start), len(f.Peers()), len(cs))
	if len(cs) > 50 {
		cs = cs[:50]
	}
	for _, c := range cs {
		var from, to []string
		for _, p := range c.From {
			from = append(from, p.Name)
		}
		for _, p := range c.To {
			to = append(to, p.Name)
		}
		fmt.Println(from, "→", to, c.Ports, c.Egress.Rules, c.Ingress.Rules, c.Egress.IsOpen, c.Ingress.IsOpen)
	}
	for _, p := range f.Problems() {
		fmt.Println(p)
	}
}
