//go:build e2e

package bundle_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/guiderail/guiderail/e2e/process"
)

// hostile is a server of bundles that somebody has taken over: the test says what it answers to each
// download of an OPA server.
type hostile struct {
	URL   string
	asked chan *asking
}

// asking is a download that waits for its answer.
type asking struct{ answer chan http.HandlerFunc }

func startHostile(t *testing.T) *hostile {
	t.Helper()
	h := &hostile{asked: make(chan *asking)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &asking{make(chan http.HandlerFunc)}
		select {
		case h.asked <- a:
		case <-r.Context().Done():
			return
		}
		select {
		case answer := <-a.answer:
			// An OPA server that sees long polling supported asks again at once.
			w.Header().Set("Content-Type", "application/vnd.openpolicyagent.bundles")
			answer(w, r)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	h.URL = server.URL
	return h
}

// next waits for a download.
func (h *hostile) next(t *testing.T) *asking {
	t.Helper()
	select {
	case a := <-h.asked:
		return a
	case <-time.After(process.Patience):
		t.Fatal("the OPA server does not ask for its bundle")
		return nil
	}
}

// sends answers with a whole bundle.
func sends(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		w.Write(data) //nolint:errcheck // whoever asked has gone
	}
}

// unchanged answers that there is nothing new.
func unchanged(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }

// cutOff answers with the beginning of a bundle and closes the connection, where more was announced: by
// its length, or by the chunk of length 0 that would end it.
func cutOff(data []byte, at int, chunked bool) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if !chunked {
			w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		}
		w.Write(data[:at])       //nolint:errcheck // whoever asked has gone
		w.(http.Flusher).Flush() // what is not flushed is not sent at all
		panic(http.ErrAbortHandler)
	}
}

// victim is an OPA server that asks a hostile one.
type victim struct {
	*opaServer
	from *hostile
	// held is the download that waits for its answer.
	held *asking
}

// startVictim starts a server that wants bundles signed with the key, and for the scope, if there is any,
// with settings of its own.
func startVictim(t *testing.T, keys keyPair, scope string, settings ...string) *victim {
	t.Helper()
	h := startHostile(t)
	config := bundleConfig{Service: h.URL, Resource: resource, PublicKey: keys.Public, Scope: scope, LongPoll: 60}
	var args []string
	for _, setting := range append(settings, fmt.Sprintf("bundles.guiderail.size_limit_bytes=%d", sizeLimit)) {
		args = append(args, "--set", setting)
	}
	s := startOPA(t, config.String(), args...)
	return &victim{s, h, h.next(t)}
}

// sizeLimit bounds each file of a bundle, as guiderail bounds all of them. OPA takes 1 GiB unless it is
// told otherwise.
const sizeLimit = 64 << 20

// gets answers the download that is held, and gives what the server says of the answer: "" if it took it.
// The server asks again when it is done with an answer, and that download is held.
func (v *victim) gets(t *testing.T, answer http.HandlerFunc) (refusal string) {
	t.Helper()
	before := v.logged(t)
	v.held.answer <- answer
	v.held = v.from.next(t)
	return refusals(v.logged(t)[len(before):])
}

// forgets answers that there is nothing new, so that the server does not wait ever longer between its
// downloads, as it does while they fail.
func (v *victim) forgets(t *testing.T) {
	t.Helper()
	if said := v.gets(t, unchanged); said != "" {
		t.Errorf("nothing is new, and the server says: %s", said)
	}
}

// logged gives what the server has logged.
func (s *opaServer) logged(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(s.Log)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// refusals gives the errors in a log.
func refusals(log []byte) string {
	var all []string
	for line := range bytes.Lines(log) {
		var entry struct{ Level, Msg string }
		if json.Unmarshal(line, &entry) == nil && entry.Level == "error" {
			all = append(all, entry.Msg)
		}
	}
	return strings.Join(all, "\n")
}
