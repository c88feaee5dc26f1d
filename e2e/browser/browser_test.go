// Package browser_test opens the pages that Guiderail writes in Chromium. Nothing on them may run but what Guiderail
// wrote, nothing may be fetched, and nothing may be said on the console.
package browser_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var (
	guiderail string          // the program that is tested
	browser   context.Context // nil where there is no browser
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	dir, err := os.MkdirTemp("", "guiderail-e2e-browser-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it lies where temporary files lie
	program := installed()
	switch {
	case program != "":
	case os.Getenv("GUIDERAIL_E2E_REQUIRED") == "1":
		return 0, errors.New("required (GUIDERAIL_E2E_REQUIRED=1) and not there: chromium; run: e2e/browser/install")
	default:
		return m.Run(), nil
	}
	guiderail = filepath.Join(dir, "guiderail")
	build := exec.Command("go", "build", "-o", guiderail, "./cmd/guiderail")
	build.Dir = filepath.Join("..", "..")
	if output, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building guiderail: %w\n%s", err, output)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.UserDataDir(filepath.Join(dir, "profile")))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium's needs another user
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		return 0, fmt.Errorf("starting %s: %w", program, err)
	}
	browser = ctx
	return m.Run(), nil
}

// installed gives the path of a browser, or "".
func installed() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// page is an open page.
type page struct {
	*testing.T
	ctx context.Context

	lock  sync.Mutex
	noise []string // what it fetched, and said on the console
}

// view is how a page is looked at.
type view struct {
	width  int64
	scheme string // light or dark
	media  string // screen or print
	plain  bool   // without JavaScript
}

var desktop = view{width: 1280, scheme: "light"}

// open opens a file. At the end of the test, it must have been silent.
func open(t *testing.T, file string, v view) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &page{T: t, ctx: ctx}
	address := (&url.URL{Scheme: "file", Path: file}).String()
	p.do(chromedp.EmulateViewport(v.width, 900))
	p.must(chromedp.Listen(ctx, func(event any) {
		p.lock.Lock()
		defer p.lock.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if e.Request.URL != address && !strings.HasPrefix(e.Request.URL, "data:") {
				p.noise = append(p.noise, "request: "+e.Request.URL)
			}
		case *runtime.EventConsoleAPICalled:
			p.noise = append(p.noise, fmt.Sprintf("console: %s", e.Type))
		case *runtime.EventExceptionThrown:
			p.noise = append(p.noise, fmt.Sprintf("exception: %+v", e.ExceptionDetails))
		case *log.EventEntryAdded:
			p.noise = append(p.noise, fmt.Sprintf("log: %s", e.Entry.Text))
		}
	}))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	p.must(err)
	_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: v.media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}},
	})
	p.must(err)
	_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.plain})
	p.must(err)
	t.Cleanup(func() {
		p.lock.Lock()
		defer p.lock.Unlock()
		for _, n := range p.noise {
			t.Error(n)
		}
	})
	p.do(chromedp.Navigate(address))
	return p
}

func (p *page) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	// The first action binds the page to its context, which has to outlive it.
	p.must(chromedp.Do(p.ctx))
	p.must(chromedp.Do(ctx, actions...))
}

// value evaluates an expression in a page.
func value[T any](p *page, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wants waits until an expression has a value.
func wants[T comparable](p *page, expression string, want T) {
	p.Helper()
	var got T
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if got = value[T](p, expression); got == want {
			return
		}
	}
	p.Errorf("%s: got %v, want %v", expression, got, want)
}

// write runs guiderail and returns the page that it wrote.
func write(t *testing.T, files map[string]string, args ...string) string {
	t.Helper()
	if browser == nil {
		t.Skip("not there: chromium; run: e2e/browser/install")
	}
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "page.html")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close() //nolint:errcheck // what is missing shows
	var stderr strings.Builder
	command := exec.CommandContext(t.Context(), guiderail, append(args, ".")...)
	command.Dir, command.Stdout, command.Stderr = dir, out, &stderr
	var exit *exec.ExitError
	if err := command.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 3) {
		t.Fatalf("%v: %v\n%s", args, err, stderr.String())
	}
	return file
}

// visible counts the elements of a page that are shown.
func visible(selector string) string {
	return fmt.Sprintf("Array.from(document.querySelectorAll(%q)).filter((e) => e.getClientRects().length > 0).length", selector)
}

// pale lists what is hard to read: text whose contrast with what is behind it is less than WCAG's level AA wants.
const pale = `(() => {
  const parse = (color) => (color.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg, script, select') || !Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.add(e.tagName + '.' + e.className + ' ' + contrast.toFixed(2));
  }
  return Array.from(found).join('; ');
})()`

// fits reports whether a page is no wider than the screen.
const fits = `document.scrollingElement.scrollWidth <= innerWidth`
