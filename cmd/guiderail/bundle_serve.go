package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/guiderail/guiderail/harness/bundle"
)

type bundleServeFlags struct {
	verificationFlags
	address  string
	requests bool
}

func newBundleServeCommand() *cobra.Command {
	var flags bundleServeFlags
	command := &cobra.Command{
		Use:   "serve FILE|DIRECTORY",
		Short: "Serve bundles over HTTP, for development and small fleets",
		Long: strings.TrimSpace(`
Serve a bundle, or every *.tar.gz file of a directory, over HTTP under its file
name. ETags and long polling are supported. To publish a new revision, replace the
file. Files that are invalid or incomplete are not published; if a key is given,
only bundles that are signed with it are published.`),
		Example: strings.Trim(`
  guiderail bundle serve bundle.tar.gz --address 0.0.0.0:8182
  curl -O http://localhost:8182/bundle.tar.gz`, "\n"),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return serveBundles(cmd, &flags, args[0]) },
	}
	flags.register(command.Flags())
	command.Flags().StringVar(&flags.address, "address", "127.0.0.1:8182", "address to listen on; port 0 selects a free port")
	command.Flags().BoolVar(&flags.requests, "log-requests", false, "log each request to standard error")
	return command
}

func serveBundles(cmd *cobra.Command, flags *bundleServeFlags, path string) error {
	verification, err := flags.ifKey()
	if err != nil {
		return err
	}
	var mu sync.Mutex
	say := func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(cmd.ErrOrStderr(), line)
	}
	options := bundle.ServerOptions{
		Read: func(data []byte) (string, error) {
			b, err := bundle.Read(bytes.NewReader(data), verification)
			if err != nil {
				return "", err
			}
			return b.Revision, nil
		},
		Report: func(line string) { say("guiderail: " + line) },
	}
	if flags.requests {
		options.Access = func(r *http.Request, status int) { say(fmt.Sprintf("%s %s %d", r.Method, r.URL.EscapedPath(), status)) }
	}
	server := bundle.NewServer(path, options)
	err = server.Refresh()
	if len(server.Names()) == 0 {
		if err == nil {
			err = fmt.Errorf("no *.tar.gz files in %s", path)
		}
		return err
	}
	if err != nil {
		options.Report(err.Error())
	}
	// Whoever starts a server in the background stops it with this.
	ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGTERM)
	defer stop()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", flags.address)
	if err != nil {
		return fmt.Errorf("serving bundles: %w", err)
	}
	for _, name := range server.Names() {
		options.Report(fmt.Sprintf("listening on http://%s/%s", listener.Addr(), name))
	}
	return server.Serve(ctx, listener)
}
