package cluster

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/flowcontrol"
)

const (
	// queriesPerSecond and burst bound how fast an API server is asked.
	queriesPerSecond, burst = 50, 100
	// attempts is how often a request is made before its failure counts, and pause is how long the first wait between
	// two of them is, which doubles with each.
	attempts, pause = 6, 500 * time.Millisecond
	// longestPause bounds what an API server may ask to wait.
	longestPause = 30 * time.Second
	// requestTime bounds how long one request takes.
	requestTime = 2 * time.Minute
)

// Options say which cluster is read.
type Options struct {
	// Kubeconfig is its file; "" is what kubectl reads. Context is one of its contexts; "" is the current one.
	Kubeconfig, Context string
	// Namespace is the only namespace that is read; "" is all of them.
	Namespace string
	// ReadsSecrets reports that Secrets are read with their values. Otherwise only their metadata is.
	ReadsSecrets bool
	// Progress is called as objects are read; nil is nobody.
	Progress func(objects int)
	// Pause is how long the first wait is before a request is repeated; 0 is half a second.
	Pause time.Duration
}

// client asks an API server, and only ever for what it has: it makes no request but GET.
type client struct {
	name    string // of the context
	base    *url.URL
	http    *http.Client
	limiter flowcontrol.RateLimiter
	pause   time.Duration

	// answered reports that the server has answered a request: then one that fails may have come at a bad time.
	answered atomic.Bool
}

// connect reads the kubeconfig. It asks the server for nothing yet.
func connect(options *Options) (*client, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = options.Kubeconfig
	rules.WarnIfAllMissing = false
	loaded := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, &clientcmd.ConfigOverrides{CurrentContext: options.Context})
	raw, err := loaded.RawConfig()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w", unreadable(rules, err))
	}
	name := cmp.Or(options.Context, raw.CurrentContext)
	if raw.Contexts[name] == nil && name != "" {
		return nil, fmt.Errorf("reading the kubeconfig: there is no context %q; %s", name, contexts(len(raw.Contexts)))
	}
	config, err := loaded.ClientConfig()
	switch {
	case clientcmd.IsEmptyConfig(err) && len(raw.Contexts) > 0:
		return nil, fmt.Errorf("reading the kubeconfig: it has no current context; pass --context, or set one: kubectl config use-context NAME")
	case clientcmd.IsEmptyConfig(err):
		return nil, fmt.Errorf("reading the kubeconfig: there is none; pass --kubeconfig FILE, or set KUBECONFIG")
	case err != nil && strings.Contains(err.Error(), "'proxy-url'"): // which it quotes, and in which there may be a password
		return nil, fmt.Errorf("reading the kubeconfig: context %s: the proxy-url of its cluster is not the URL of a proxy", name)
	case err != nil:
		return nil, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	config.UserAgent = "guiderail"
	config.WarningHandler = rest.NoWarnings{}
	c := &client{name: cmp.Or(name, "in-cluster"), limiter: flowcontrol.NewTokenBucketRateLimiter(queriesPerSecond, burst), pause: cmp.Or(options.Pause, pause)}
	if c.http, err = rest.HTTPClientFor(config); err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	isTLS := len(config.CAData) > 0 || config.CAFile != "" || len(config.CertData) > 0 || config.CertFile != "" || config.Insecure
	if c.base, _, err = rest.DefaultServerURL(config.Host, "", schema.GroupVersion{}, isTLS); err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: context %s: the server of its cluster is not a URL", c.name)
	}
	return c, nil
}

// unreadable says which of the files of a kubeconfig cannot be read, and where that is, and no word of what stands there:
// what reads them quotes it, credentials and all.
func unreadable(rules *clientcmd.ClientConfigLoadingRules, err error) error {
	for _, file := range rules.GetLoadingPrecedence() {
		_, err := clientcmd.LoadFromFile(file)
		of := (*fs.PathError)(nil)
		switch {
		case err == nil, errors.Is(err, fs.ErrNotExist) && file != rules.ExplicitPath:
		case errors.As(err, &of):
			return of
		default:
			for _, place := range places {
				if found := place.FindString(err.Error()); found != "" {
					return fmt.Errorf("%s: is no kubeconfig: error at %s", file, found)
				}
			}
			return fmt.Errorf("%s: is no kubeconfig", file)
		}
	}
	return err
}

// places are where an error is said to be: at a line, or in a field.
var places = []*regexp.Regexp{regexp.MustCompile(`line \d+`), regexp.MustCompile(`struct field \S+ of type \S+`)}

func contexts(n int) string {
	if n == 0 {
		return "it has none"
	}
	return "list those that there are: kubectl config get-contexts"
}

// statusError is an answer that is not what was asked for.
type statusError struct {
	code    int
	message string
	after   time.Duration // that the server wants to be left alone
}

func (e *statusError) Error() string { return fmt.Sprintf("%s (%d)", e.message, e.code) }

// codeOf returns the code of an answer; 0 where there was none.
func codeOf(err error) int {
	if status := (*statusError)(nil); errors.As(err, &status) {
		return status.code
	}
	return 0
}

// get asks for a path, repeatedly where that may help, and decodes the answer.
func (c *client) get(ctx context.Context, path string, query url.Values, accept string, into any) error {
	for attempt := 1; ; attempt++ {
		if err := c.limiter.Wait(ctx); err != nil {
			return fmt.Errorf("waiting to ask the cluster: %w", cmp.Or(ctx.Err(), err))
		}
		text, err := c.once(ctx, path, query, accept)
		if err == nil {
			c.answered.Store(true)
			// An answer that is cut off is one that did not come.
			if err = json.Unmarshal(text, into); err == nil {
				return nil
			}
			err = fmt.Errorf("reading the answer of the cluster: %w", err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		wait := c.pause << (attempt - 1)
		if status := (*statusError)(nil); errors.As(err, &status) {
			c.answered.Store(true)
			wait = max(wait, min(status.after, longestPause))
		}
		if attempt == attempts || !c.mayPass(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// mayPass reports whether a request may succeed when it is repeated.
func (c *client) mayPass(err error) bool {
	switch code := codeOf(err); code {
	case 0:
		return c.answered.Load() // what never answered is the wrong address, or is down
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}

// once makes one request.
func (c *client) once(ctx context.Context, path string, query url.Values, accept string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	address := c.base.JoinPath(path)
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("asking the cluster: %w", err)
	}
	request.Header.Set("Accept", accept)
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, withoutAddress(err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing was written
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("reading the answer of the cluster: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, failure(answer, text)
	}
	return text, nil
}

// withoutAddress returns why a request failed. The address is a page long where a list goes on.
func withoutAddress(err error) error {
	if of := (*url.Error)(nil); errors.As(err, &of) {
		return of.Err
	}
	return err
}

// failure says what an answer says went wrong.
func failure(answer *http.Response, text []byte) error {
	e := &statusError{code: answer.StatusCode}
	var status struct {
		Kind, Message string
	}
	if json.Unmarshal(text, &status) == nil && status.Kind == "Status" {
		e.message, _, _ = strings.Cut(status.Message, "\n")
	}
	e.message = cmp.Or(e.message, strings.ToLower(http.StatusText(answer.StatusCode)), "unexpected answer")
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.after = time.Duration(seconds) * time.Second
	}
	return e
}

// explain says what to do about a cluster that answers nothing.
func (c *client) explain(err error) error {
	advice := ""
	var unknown x509.UnknownAuthorityError
	var host *net.DNSError
	var dialled *net.OpError
	switch code := codeOf(err); {
	case code == http.StatusUnauthorized:
		advice = "the credentials are not accepted: they may have expired; log in again, or choose another context"
	case code == http.StatusForbidden:
		advice = "the account may not even list what there is; guiderail audit --rbac prints a role that may"
	case code == http.StatusNotFound:
		advice = "what answers is no Kubernetes API server"
	case errors.As(err, &unknown):
		advice = "its certificate is not signed by the authority of the kubeconfig"
	case errors.As(err, &host), errors.As(err, &dialled) && dialled.Op == "dial":
		advice = "it cannot be reached; is the cluster there, and the way to it open?"
	}
	if advice != "" {
		return fmt.Errorf("reading the cluster of context %s (%s): %s: %w", c.name, c.base.Host, advice, err)
	}
	return fmt.Errorf("reading the cluster of context %s (%s): %w", c.name, c.base.Host, err)
}
