package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/rogpeppe/go-internal/testscript"
	"helm.sh/helm/v4/pkg/chart/common"

	"github.com/guiderail/guiderail/harness/render"
	"github.com/guiderail/guiderail/internal/bundletest"
	"github.com/guiderail/guiderail/internal/clustertest"
	"github.com/guiderail/guiderail/internal/rendering/program"
)

var update = flag.Bool("update", false, "rewrite what scripts compare output with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"guiderail": main, "kubectl-guiderail": main, render.Name: renders})
}

// renders is guiderail-render. In a program with tests Helm takes the cluster for one of 1.20.
func renders() {
	version, err := common.ParseKubeVersion("v1.36.0")
	if err != nil {
		panic(err)
	}
	common.DefaultCapabilities.KubeVersion = *version
	program.Main("")
}

// TestScript runs testdata/script/*.txtar. Beside testscript's own commands there is
//
//	exits CODE COMMAND…
//
// which runs a command and wants it to end with that very code, and
//
//	keys
//
// which writes private.pem and public.pem, a pair, and other.pem, the private key of somebody else, and
//
//	cluster FILE [FAULT=RESOURCE…]
//
// which starts an API server with the objects of a file and writes its kubeconfig, kubeconfig. Its faults are forbidden,
// throttled (once) and token.
// $REGISTRY is the address of a registry.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
			env.Defer(server.Close)
			env.Setenv("REGISTRY", strings.TrimPrefix(server.URL, "http://"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "keys": keys, "identity": identity, "cluster": startCluster},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with %d, not %d", args[1], got, want)
	}
}

func keys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: keys")
	}
	made, err := bundletest.NewKeys()
	ts.Check(err)
	for name, text := range map[string]string{"private.pem": made.Private, "public.pem": made.Public, "other.pem": made.OtherPrivate} {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
	}
}

func startCluster(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: cluster FILE [FAULT=RESOURCE…]")
	}
	server := &clustertest.Server{Failures: map[string]*clustertest.Failure{}}
	for _, arg := range args[1:] {
		fault, of, _ := strings.Cut(arg, "=")
		switch fault {
		case "forbidden":
			server.Forbidden = append(server.Forbidden, of)
		case "throttled":
			server.Failures[of] = &clustertest.Failure{Code: http.StatusTooManyRequests, Times: 1}
		case "token":
			server.Token = of
		default:
			ts.Fatalf("unknown fault %s", fault)
		}
	}
	ts.Check(server.Add(ts.ReadFile(args[0])))
	server.Start()
	ts.Defer(server.Close)
	ts.Check(server.WriteKubeconfig(ts.MkAbs("kubeconfig")))
}

// identity writes a pair of Ed25519 keys in PEM, as attestations are signed with.
func identity(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: identity")
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	for name, key := range map[string]any{"private.pem": private, "public.pem": public} {
		kind, marshal := "PRIVATE KEY", x509.MarshalPKCS8PrivateKey
		if name == "public.pem" {
			kind, marshal = "PUBLIC KEY", x509.MarshalPKIXPublicKey
		}
		text, err := marshal(key)
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: text}), 0o600))
	}
}
