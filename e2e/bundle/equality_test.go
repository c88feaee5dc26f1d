//go:build e2e

package bundle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/guiderail/guiderail/harness"
	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/bundle"
	"github.com/guiderail/guiderail/harness/catalogue"
	"github.com/guiderail/guiderail/harness/control"
	"github.com/guiderail/guiderail/harness/format/kubernetes"
	"github.com/guiderail/guiderail/harness/format/record"
	"github.com/guiderail/guiderail/harness/profile"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/internal/policytest"
	"github.com/guiderail/guiderail/policies"
)

const (
	repository = "../.."
	fixtures   = repository + "/testdata/controls"
)

// finding is what a channel found, in the form in which channels are compared.
type finding struct {
	Control, Message string
	Path             string // as JSON
}

func (f finding) String() string { return fmt.Sprintf("%s: %s %s", f.Control, f.Message, f.Path) }

func findingOf(t *testing.T, control, message string, path any) finding {
	t.Helper()
	text, err := json.Marshal(path)
	if err != nil {
		t.Fatal(err)
	}
	return finding{control, message, string(text)}
}

// file is a fixture with what the harness says of it.
type file struct {
	name      string
	documents []json.RawMessage
	artefacts []*artefact.Artefact
	found     []finding
	unknown   []finding
	// hasList tells that one of the documents is a List.
	hasList bool
	// isOther tells that it is read by guiderail check alone, so that no other channel is asked about it.
	isOther bool
	// isOfCloud tells that it holds no Kubernetes objects, so that no API server is asked about it, and isEvaluated that
	// conftest reads it otherwise: it drops the tags of CloudFormation, and evaluates nothing of what is written in HCL.
	isOfCloud, isEvaluated bool
}

func engine(t *testing.T, p *profile.Profile) *harness.Engine {
	t.Helper()
	e, err := harness.New(harness.Options{Policies: policies.FS, Chosen: p, Now: policytest.FixtureTime})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// judge runs the harness over paths, all of them in one run, and gives the files in their order. What the
// controls find that are no Rego is left out: they are nowhere else.
func judge(t *testing.T, e *harness.Engine, paths ...string) []*file {
	t.Helper()
	byName := map[string]*file{}
	var files []*file
	_, err := e.Each(t.Context(), source.Find(paths, strings.NewReader("")), func(r *harness.Result) error {
		f := byName[r.File]
		if f == nil {
			f = &file{name: r.File}
			byName[r.File] = f
			files = append(files, f)
		}
		for _, err := range r.Errors {
			t.Error(err)
		}
		for _, n := range r.Notices {
			f.isOther = f.isOther || n.IsSettings
		}
		for _, a := range r.Judgements {
			f.isOther = f.isOther || record.Is(a.Type)
			f.isOfCloud = f.isOfCloud || a.Type != artefact.Kubernetes && !record.Is(a.Type)
			for id, err := range a.Errors {
				t.Errorf("%s: %s: %v", a.Position, id, err)
			}
			for _, one := range a.Findings {
				if one.Control.File != "" {
					f.found = append(f.found, findingOf(t, one.Control.ID, one.Message, one.Path))
				}
			}
			for _, one := range a.Unknowns {
				if one.Control.File != "" {
					f.unknown = append(f.unknown, findingOf(t, one.Control.ID, one.Message, one.Path))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// judgeEach runs the harness over each file by itself and reads the file's documents.
func judgeEach(t *testing.T, e *harness.Engine, paths ...string) []*file {
	t.Helper()
	parser := kubernetes.New()
	var files []*file
	for found := range source.Find(paths, strings.NewReader("")) {
		if found.Source == nil {
			continue
		}
		name := found.Source.Name()
		if strings.Contains(name, "*") {
			continue // the files of a module, which no other channel reads together
		}
		judged := judge(t, e, name)
		if len(judged) != 1 {
			t.Fatalf("%s: %d files", name, len(judged))
		}
		f := judged[0]
		if f.isOther {
			continue
		}
		for document, err := range found.Source.Documents(source.Limits{}) {
			if err != nil {
				t.Fatal(err)
			}
			if f.isOfCloud {
				f.ofCloud(t, document)
				continue
			}
			text, problem := yaml.YAMLToJSON(document.Text)
			if problem != nil {
				t.Fatalf("%s: %v", name, problem)
			}
			var kind struct{ Kind string }
			if json.Unmarshal(text, &kind) == nil {
				f.hasList = f.hasList || strings.HasSuffix(kind.Kind, "List")
			}
			f.documents = append(f.documents, text)
			f.artefacts = append(f.artefacts, parser.Parse(document).Artefacts...)
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		t.Fatalf("%v holds no file", paths)
	}
	return files
}

// ofCloud takes a document as guiderail check reads it.
func (f *file) ofCloud(t *testing.T, document *source.Document) {
	t.Helper()
	parsed := harness.Formats().Parse(document)
	for _, a := range parsed.Artefacts {
		f.artefacts = append(f.artefacts, a)
		f.documents = append(f.documents, rawOf(a.Value))
		text, err := yaml.YAMLToJSON(document.Text)
		var plain, read any
		// A list conftest takes apart before any policy sees it.
		if bytes.HasPrefix(rawOf(a.Value), []byte("[")) || err != nil || json.Unmarshal(text, &plain) != nil || json.Unmarshal(rawOf(a.Value), &read) != nil || !reflect.DeepEqual(plain, read) {
			f.isEvaluated = true
		}
	}
}

// channel counts what was compared of a channel, and what differs.
type channel struct {
	name                                  string
	files, findings, unknowns, beyond, no int
	limited                               map[string]int // what a control's limits let differ, or is unknown there, by control
}

func (c *channel) String() string {
	limited := 0
	for _, n := range c.limited {
		limited += n
	}
	return fmt.Sprintf("%-40s files %4d  findings %5d  unknown %4d  differ %3d  told apart %3d  Lists %2d",
		c.name, c.files, c.findings, c.unknowns, c.no, limited, c.beyond)
}

// compare holds what a channel said of a file against what the harness says. Findings of limited controls
// may differ; they are counted.
func (c *channel) compare(t *testing.T, file, what string, got, want []finding, limited map[string]bool) {
	t.Helper()
	count := map[finding]int{}
	for _, f := range want {
		count[f]++
	}
	for _, f := range got {
		count[f]--
	}
	for _, f := range slices.SortedFunc(maps.Keys(count), func(a, b finding) int { return strings.Compare(a.String(), b.String()) }) {
		switch n := count[f]; {
		case n == 0:
		case limited[f.Control]:
			c.limited[f.Control]++
		case n > 0:
			c.no++
			t.Errorf("%s: %s: %s lacks %v", c.name, file, what, f)
		default:
			c.no++
			t.Errorf("%s: %s: %s has besides %v", c.name, file, what, f)
		}
	}
}

// limitedIn gives the controls whose annotation says that they cannot do everything in a channel.
func limitedIn(t *testing.T, name string) map[string]bool {
	t.Helper()
	limited := map[string]bool{}
	for _, c := range loaded(t).Controls {
		if c.Limits[name] != "" && c.File != "" {
			limited[c.ID] = true
		}
	}
	return limited
}

// untimed gives the controls that are limited only where nothing says what time it is, which the namespace main is told.
func untimed(t *testing.T) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, c := range loaded(t).Controls {
		if c.Parameters["now"] != nil && len(c.Reads) == 0 {
			ids[c.ID] = true
		}
	}
	return ids
}

func loaded(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	all, err := catalogue.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestEquality holds every fixture of every control in every channel against the harness: the same
// controls, messages and paths.
func TestEquality(t *testing.T) {
	e := engine(t, nil)
	each := judgeEach(t, e, fixtures)
	var channels []*channel
	add := func(name string) *channel {
		c := &channel{name: name, limited: map[string]int{}}
		channels = append(channels, c)
		return c
	}
	conftestByNamespace(t, add("conftest, a namespace for each control"), each)
	conftestMain(t, add("conftest, main"), each)
	combined := add("conftest, main, --combine")
	conftestCombined(t, combined, judge(t, e, named(each, func(f *file) bool { return !f.isOfCloud })...))
	// Infrastructure is read anew for each object that is given with it, so that all of it would take many minutes.
	conftestCombined(t, combined, judge(t, e, named(each, func(f *file) bool {
		return !f.isEvaluated && !f.hasList && strings.Contains(f.name, "/irsa/matching_role/")
	})...))
	server := serve(t, nil)
	opaRaw(t, server, add("OPA server, the objects"), each)
	opaReview(t, server, add("OPA server, AdmissionReviews"), each)
	for _, c := range channels {
		t.Log(c)
		if c.files < 400 || c.findings < 1000 {
			t.Errorf("%s was asked too little", c.name)
		}
	}
	// A limit that makes no difference is none. Gatekeeper tells no ages either, so that no fixture of a cluster's
	// objects rests on one.
	elsewhere := map[string]bool{} // what is found in files that conftest does not read as they are
	for _, f := range each {
		for _, one := range f.found {
			elsewhere[one.Control] = elsewhere[one.Control] || f.isEvaluated
		}
	}
	for id := range limitedIn(t, "conftest") {
		if channels[0].limited[id] == 0 && !untimed(t)[id] && !elsewhere[id] {
			t.Errorf("%s says that it is limited in conftest, and no fixture shows it", id)
		}
	}
}

// named returns the names of some files.
func named(files []*file, isWanted func(*file) bool) (names []string) {
	for _, f := range files {
		if isWanted(f) {
			names = append(names, f.name)
		}
	}
	return names
}

// conftestResult is one element of what conftest prints with -o json: a file and a namespace.
type conftestResult struct {
	Filename  string
	Namespace string
	Warnings  []conftestFinding
	Failures  []conftestFinding
}

type conftestFinding struct {
	Msg      string
	Metadata struct {
		Control string
		Details struct{ Path []any }
	}
	Location struct{ File string } `json:"loc"`
}

// conftest runs it in the repository as it is.
func conftest(t *testing.T, args ...string) []conftestResult {
	t.Helper()
	told := settings(t)
	// Its parser of INI refuses Ansible's inventories, and the whole run with them.
	args = append([]string{"test", "--policy", filepath.Join(repository, "policies"), "--data", told, "--ignore", `\.ini$`, "--output", "json", "--no-color"}, args...)
	command := exec.CommandContext(t.Context(), tools.Conftest, args...)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	output, err := command.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("conftest: %v\n%s", err, &complaints)
	}
	var results []conftestResult
	if err := json.Unmarshal(output, &results); err != nil {
		t.Fatalf("conftest %v: %v\n%s\n%.2000s", args, err, &complaints, output)
	}
	return results
}

// conftestByNamespace asks each control by its own namespace of its family's fixtures. What it says of the
// others' is seen by way of main, which asks all of them at once; conftest prepares a query anew for each
// namespace of each file, so that all of all would take half an hour.
func conftestByNamespace(t *testing.T, c *channel, files []*file) {
	t.Helper()
	found, lists, namespaces := map[string][]finding{}, map[string]bool{}, map[string]bool{}
	families, err := os.ReadDir(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if !slices.ContainsFunc(loaded(t).Controls, func(c *control.Control) bool { return c.File != "" && c.Family() == family.Name() }) {
			continue // its controls are in Go
		}
		args := []string{"--namespace", "guiderail." + family.Name() + ".*", "--namespace", "guiderail.documents"}
		for _, r := range conftest(t, append(args, filepath.Join(fixtures, family.Name()))...) {
			id := strings.TrimPrefix(r.Namespace, "guiderail.")
			namespaces[id] = true
			for _, f := range r.Failures {
				if id == "documents" {
					lists[r.Filename] = true
					continue
				}
				found[r.Filename] = append(found[r.Filename], findingOf(t, id, f.Msg, f.Metadata.Details.Path))
			}
		}
	}
	for _, one := range loaded(t).Controls {
		if one.File != "" && !namespaces[one.ID] {
			t.Errorf("%s: it did not run %s", c.name, one.ID)
		}
	}
	limited := limitedIn(t, "conftest")
	for _, f := range files {
		if f.isEvaluated {
			continue
		}
		if lists[f.name] != f.hasList {
			t.Errorf("%s: %s has a List: %v, and is said to have one: %v", c.name, f.name, f.hasList, lists[f.name])
		}
		if f.hasList {
			c.beyond++
			continue
		}
		family, _, _ := strings.Cut(strings.TrimPrefix(f.name, fixtures+"/"), "/")
		want := slices.DeleteFunc(slices.Clone(f.found), func(one finding) bool {
			return !strings.HasPrefix(one.Control, family+".")
		})
		c.files++
		c.findings += len(found[f.name])
		c.compare(t, f.name, "what it found", found[f.name], want, limited)
	}
}

func conftestMain(t *testing.T, c *channel, files []*file) {
	t.Helper()
	found := map[string][]finding{}
	unknown := map[string][]finding{}
	for _, r := range conftest(t, fixtures) {
		for _, f := range r.Failures {
			found[r.Filename] = append(found[r.Filename], findingOf(t, f.Metadata.Control, f.Msg, f.Metadata.Details.Path))
		}
		unknown[r.Filename] = append(unknown[r.Filename], unknowns(t, r.Warnings)...)
	}
	limited := limitedIn(t, "conftest")
	maps.DeleteFunc(limited, func(id string, _ bool) bool { return untimed(t)[id] })
	for _, f := range files {
		if f.isEvaluated {
			continue
		}
		c.files++
		c.findings += len(found[f.name])
		c.unknowns += len(unknown[f.name])
		c.compare(t, f.name, "what it found", found[f.name], f.found, limited)
		c.compare(t, f.name, "what is unknown", unknown[f.name], f.unknown, limited)
	}
}

// unknowns gives what a control says it cannot know, out of conftest's warnings.
func unknowns(t *testing.T, warnings []conftestFinding) []finding {
	t.Helper()
	var all []finding
	for _, w := range warnings {
		if message, ok := strings.CutPrefix(w.Msg, w.Metadata.Control+": unknown: "); ok {
			all = append(all, findingOf(t, w.Metadata.Control, message, w.Metadata.Details.Path))
		}
	}
	return all
}

// conftestCombined compares by file, which the result of each finding names.
func conftestCombined(t *testing.T, c *channel, files []*file) {
	t.Helper()
	// Whether two objects stand in one file or are alternatives in two, only the harness sees.
	alternatives := map[string]bool{"autoscaling.target": true}
	found, unknown := map[string][]finding{}, map[string][]finding{}
	args := []string{"--combine"}
	for _, f := range files {
		args = append(args, f.name)
	}
	for _, r := range conftest(t, args...) {
		for _, f := range r.Failures {
			found[f.Location.File] = append(found[f.Location.File], findingOf(t, f.Metadata.Control, f.Msg, f.Metadata.Details.Path))
		}
		for _, w := range r.Warnings {
			unknown[w.Location.File] = append(unknown[w.Location.File], unknowns(t, []conftestFinding{w})...)
		}
	}
	for _, f := range files {
		c.files++
		c.findings += len(found[f.name])
		c.unknowns += len(unknown[f.name])
		c.compare(t, f.name, "what it found", found[f.name], f.found, alternatives)
		c.compare(t, f.name, "what is unknown", unknown[f.name], f.unknown, alternatives)
	}
}

// serve starts a server with the bundle of a profile.
func serve(t *testing.T, p *profile.Profile) *opaServer {
	t.Helper()
	b, err := bundle.Build(t.Context(), bundle.Options{
		Catalogue: loaded(t), Profile: p, Revision: "1.0.0", Version: policies.Version,
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	packed := filepath.Join(t.TempDir(), "bundle.tar.gz")
	writeFile(t, packed, text)
	return startOPA(t, "{}", "--bundle", packed, settings(t))
}

// settings returns a folder, which is a bundle as well, that tells other channels the time of the run.
func settings(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, ".manifest"), []byte(`{"roots": ["guiderail_settings"]}`))
	text := fmt.Sprintf(`{"guiderail_settings": {"now": %q}}`, policytest.FixtureTime.Format(time.RFC3339))
	writeFile(t, filepath.Join(folder, "data.json"), []byte(text))
	return folder
}

// decision is what an OPA server answers at guiderail/decision.
type decision struct {
	Allowed                      *bool
	Objects, Evaluations         int
	Violations, Unknowns, Waived []decided
	Problems                     []struct{ Msg string }
	Policy                       struct{ Version, Profile string }
}

type decided struct {
	Control, Severity, Enforcement, Msg string
	Details                             struct{ Path []any }
	At                                  []any
}

func (s *opaServer) decide(t *testing.T, input any) decision {
	t.Helper()
	text, err := json.Marshal(s.Data(t, "guiderail/decision", input))
	if err != nil {
		t.Fatal(err)
	}
	var d decision
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatalf("%v\n%.2000s", err, text)
	}
	if d.Allowed == nil {
		t.Fatalf("no decision: %.2000s", text)
	}
	return d
}

func findings(t *testing.T, all []decided) []finding {
	t.Helper()
	var list []finding
	for _, v := range all {
		list = append(list, findingOf(t, v.Control, v.Msg, v.Details.Path))
	}
	return list
}

// opaRaw asks about the documents of each file as a list.
func opaRaw(t *testing.T, s *opaServer, c *channel, files []*file) {
	t.Helper()
	for _, f := range files {
		d := s.decide(t, f.documents)
		if d.Objects != len(f.artefacts) {
			t.Errorf("%s: %s: it judged %d objects of %d", c.name, f.name, d.Objects, len(f.artefacts))
		}
		c.files++
		c.findings += len(d.Violations)
		c.unknowns += len(d.Unknowns)
		c.compare(t, f.name, "what it found", findings(t, d.Violations), f.found, nil)
		c.compare(t, f.name, "what is unknown", findings(t, d.Unknowns), f.unknown, nil)
	}
}

// opaReview asks about each object as an API server does that creates it, with the other objects of the
// file as the inventory that a server holds; both the decision and the answer to the API server.
func opaReview(t *testing.T, s *opaServer, c *channel, files []*file) {
	t.Helper()
	reads := map[string]bool{} // whether a kind is looked for in namespaces
	filesOnly := map[string]bool{}
	for _, one := range loaded(t).Controls {
		if one.FilesOnly {
			filesOnly[one.ID] = true
		}
		for _, read := range one.Reads {
			reads[read.GroupVersion().String()+" "+read.Kind] = read.Namespaced
		}
	}
	for _, f := range files {
		if f.isOfCloud {
			continue
		}
		if status, answer := s.Request(t, "PUT", "/v1/data/inventory", inventoryOf(f, reads)); status != 204 {
			t.Fatalf("%s: giving the inventory: %d %v", f.name, status, answer)
		}
		var found []finding
		// What is missing in a file may still come to a cluster, so that nobody knows.
		unknown := maps.Clone(filesOnly)
		for i, a := range f.artefacts {
			review := reviewOf(a, fmt.Sprintf("%s-%d", filepath.Base(f.name), i))
			d := s.decide(t, review)
			found = append(found, findings(t, d.Violations)...)
			for _, u := range d.Unknowns {
				unknown[u.Control] = true
			}
			for _, said := range slices.Concat(d.Violations, d.Unknowns) {
				if filesOnly[said.Control] {
					t.Errorf("%s: %s: %s says something of what is in no file", c.name, f.name, said.Control)
				}
			}
			answered(t, s, f.name, review, d)
		}
		c.files++
		c.findings += len(found)
		c.compare(t, f.name, "what it found", found, f.found, unknown)
	}
	if status, _ := s.Request(t, "DELETE", "/v1/data/inventory", nil); status != 204 {
		t.Error("the inventory stays")
	}
}

// answered wants the answer to the API server to say what was decided.
func answered(t *testing.T, s *opaServer, name string, review map[string]any, d decision) {
	t.Helper()
	status, answer := s.Request(t, "POST", "/", review)
	if status != 200 {
		t.Fatalf("%s: POST /: %d %v", name, status, answer)
	}
	text, err := json.Marshal(answer["response"])
	if err != nil {
		t.Fatal(err)
	}
	var response struct {
		UID      string
		Allowed  bool
		Status   struct{ Message string }
		Warnings []string
	}
	if err := json.Unmarshal(text, &response); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, v := range d.Violations {
		want = append(want, fmt.Sprintf("[%s] %s", v.Control, v.Msg))
	}
	var got []string
	if response.Status.Message != "" {
		got = strings.Split(response.Status.Message, "\n")
	}
	request, _ := review["request"].(map[string]any)
	if uid, _ := request["uid"].(string); response.UID != uid || response.Allowed != (len(want) == 0) || !slices.Equal(got, want) || len(response.Warnings) != len(d.Unknowns) {
		t.Errorf("%s: POST /: %s\nwant %q", name, text, want)
	}
}

// reviewOf gives the request in which an object reaches a webhook; the one that it came in, if it did.
func reviewOf(a *artefact.Artefact, uid string) map[string]any {
	request := map[string]any{
		"uid": uid, "operation": "CREATE", "name": a.Name, "namespace": a.Namespace,
		"userInfo": map[string]any{"username": "kubernetes-admin", "groups": []string{"system:masters"}},
		"object":   rawOf(a.Value), "oldObject": nil,
	}
	if a.IsRequested() {
		request = map[string]any{}
		if err := json.Unmarshal(rawOf(a.Request), &request); err != nil {
			panic(err) // it is an object
		}
	}
	return map[string]any{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}
}

// rawOf gives a value as JSON.
func rawOf(value fmt.Stringer) json.RawMessage { return json.RawMessage(value.String()) }

// inventoryOf gives the objects of a file that controls look up, in Gatekeeper's shape.
func inventoryOf(f *file, reads map[string]bool) map[string]any {
	inventory := map[string]any{}
	for _, a := range f.artefacts {
		namespaced, wanted := reads[a.APIVersion+" "+a.Kind]
		if !wanted || a.IsRequested() || a.Name == "" {
			continue
		}
		path := []string{"cluster", a.APIVersion, a.Kind}
		if namespaced {
			namespace := a.Namespace
			if namespace == "" {
				namespace = "default"
			}
			path = []string{"namespace", namespace, a.APIVersion, a.Kind}
		}
		at := inventory
		for _, step := range path {
			next, ok := at[step].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[step] = next
			}
			at = next
		}
		at[a.Name] = rawOf(a.Value)
	}
	return inventory
}

// TestEqualityOfProfiles holds bundles that were built with a profile against the harness with the same
// profile: what is chosen, its parameters, and what is waived.
func TestEqualityOfProfiles(t *testing.T) {
	controls := loaded(t).Controls
	names, err := profile.Names(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	own := filepath.Join(folder, "own.yaml")
	writeFile(t, own, []byte(`apiVersion: guiderail.dev/v1alpha1
kind: Profile
metadata: {name: own}
spec:
  title: A site's own
  extends: xroad-eks
  enforcement: {controls: {podsecurity.privileged: warn}}
  exclude:
    - {controls: [images.digest], reason: Tags are immutable here.}
    - {controls: [resources.limits], namespaces: [default, sidecar, shop], reason: Until they move.}
  parameters:
    images.registry_allowlist: {registries: ['registry\.example\.org']}
`))
	for _, name := range append(names, own) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			p, err := profile.Load(policies.FS, controls, name)
			if err != nil {
				t.Fatal(err)
			}
			files := judgeEach(t, engine(t, p), repository+"/testdata/reference", repository+"/testdata/guide", fixtures+"/images", fixtures+"/podsecurity", fixtures+"/resources")
			c := &channel{name: "OPA server, " + p.Name, limited: map[string]int{}}
			opaRaw(t, serve(t, p), c, files)
			t.Log(c)
			if c.findings < 100 {
				t.Error("it was asked too little")
			}
		})
	}
}
