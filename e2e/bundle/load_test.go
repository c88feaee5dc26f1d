//go:build e2e

package bundle_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"
)

// TestServeUnderLoad has many clients poll guiderail's server at once, half of them without a pause and
// half of them by waiting, while three revisions are published. Each answer must be right: what is new as a
// whole, nothing while nothing is, and never what is older than what the client has.
func TestServeUnderLoad(t *testing.T) {
	const (
		clients   = 200
		published = 3
		duration  = 30 * time.Second
	)
	r := newRevisions(t)
	l := &load{order: map[string]int{}}
	var texts []string
	var data [][]byte
	for i := range 1 + published {
		revision, text := r.next(t)
		texts, data = append(texts, revision), append(data, text)
		l.order[fmt.Sprintf(`"%x"`, sha256.Sum256(text))] = i
	}
	server := startServing(t, texts[0], data[0])
	l.address = server.URL + "/" + resource
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()

	ctx, cancel := context.WithTimeout(t.Context(), duration)
	defer cancel()
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() {
			known := ""
			for ctx.Err() == nil {
				known = l.poll(ctx, client, known, i%2 == 0)
			}
			// What came last, it has or is given now.
			if known = l.poll(t.Context(), client, known, false); l.order[known] == published {
				l.count(func() { l.upToDate++ })
			}
		})
	}
	for i := 1; i <= published; i++ {
		select {
		case <-ctx.Done():
		case <-time.After(duration / (published + 1)):
		}
		server.publish(t, texts[i], data[i])
	}
	group.Wait()

	table := newTable("clients", "requests", "bundles", "nothing new", "wrong", "up to date at the end")
	table.row(clients, l.given+l.unchanged+len(l.wrong), l.given, l.unchanged, len(l.wrong), l.upToDate)
	table.print(t)
	for i, err := range l.wrong {
		if i == 10 {
			t.Errorf("and %d more", len(l.wrong)-i)
			break
		}
		t.Error(err)
	}
	if l.upToDate != clients {
		t.Errorf("%d of %d clients have the last revision", l.upToDate, clients)
	}
	if most := clients * (1 + published); l.given > most {
		t.Errorf("a bundle was sent %d times, which is more often than each of %d revisions to each client once", l.given, 1+published)
	}
}

// load is what many clients met with.
type load struct {
	address string
	// order is the place of each revision, by its ETag.
	order map[string]int

	mu               sync.Mutex
	given, unchanged int
	upToDate         int
	wrong            []error
}

func (l *load) count(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// poll asks once and gives the ETag of what the client has then.
func (l *load) poll(ctx context.Context, client *http.Client, known string, waits bool) string {
	etag, err := l.ask(ctx, client, known, waits)
	switch {
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded):
		return known // the answer may have been cut off; who dials knows the time before the context does
	case err != nil:
		l.count(func() { l.wrong = append(l.wrong, err) })
		return known
	case etag == known:
		l.count(func() { l.unchanged++ })
	default:
		l.count(func() { l.given++ })
	}
	return etag
}

func (l *load) ask(ctx context.Context, client *http.Client, known string, waits bool) (etag string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.address, nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("If-None-Match", known)
	if waits {
		request.Header.Set("Prefer", "modes=snapshot,delta;wait=5")
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // it is read whole
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	etag = response.Header.Get("ETag")
	place, exists := l.order[etag]
	switch {
	case !exists:
		return "", fmt.Errorf("it answers %s with the ETag %s, which is of no revision", response.Status, etag)
	case response.StatusCode == http.StatusNotModified && etag == known && len(body) == 0:
		return etag, nil
	case response.StatusCode != http.StatusOK || etag == known:
		return "", fmt.Errorf("it answers %s, %d bytes, ETag %s, to who has %s", response.Status, len(body), etag, known)
	case etag != fmt.Sprintf(`"%x"`, sha256.Sum256(body)):
		return "", errors.New("it sends something else than the ETag says")
	case known != "" && place < l.order[known]:
		return "", fmt.Errorf("it sends revision %d to who has revision %d", place, l.order[known])
	}
	return etag, nil
}
