package access

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/guiderail/guiderail/harness/artefact"
	"github.com/guiderail/guiderail/harness/flows"
	"github.com/guiderail/guiderail/harness/format"
	"github.com/guiderail/guiderail/harness/inventory"
	"github.com/guiderail/guiderail/harness/judge/rego"
	"github.com/guiderail/guiderail/harness/source"
	"github.com/guiderail/guiderail/harness/value"
)

// AWSRequest is one question: may a pod do this in AWS?
type AWSRequest struct {
	Action string `json:"action"`
	// Resource is the ARN of what it is done to; "" asks whether it may be done to anything.
	Resource string `json:"resource,omitempty"`
}

// ParseAWS reads a question.
func ParseAWS(action, resource string) (AWSRequest, error) {
	if !regexp.MustCompile(`^[A-Za-z0-9-]+:[A-Za-z0-9]+$`).MatchString(action) {
		return AWSRequest{}, fmt.Errorf("%q is not an action; write SERVICE:ACTION, such as s3:GetObject", action)
	}
	if resource != "" && (!strings.HasPrefix(resource, "arn:") || strings.Count(resource, ":") < 5) {
		return AWSRequest{}, fmt.Errorf("%q is not an ARN, such as arn:aws:s3:::bucket/key", resource)
	}
	return AWSRequest{action, resource}, nil
}

// String says it as messages do: s3:GetObject on arn:aws:s3:::bucket/key.
func (r AWSRequest) String() string {
	if r.Resource == "" {
		return r.Action
	}
	return r.Action + " on " + r.Resource
}

// Answer is whether somebody may do something.
type Answer string

// The answers. An answer of "no" is not part of a result.
const (
	Yes     Answer = "yes"
	Unknown Answer = "unknown"
)

// AWSGrant is a service account that has the right that was asked about, or may have it.
type AWSGrant struct {
	Account Subject `json:"account"`
	// Position is where the account is in the files, if it is.
	Position artefact.Position `json:"position,omitzero"`
	Answer   Answer            `json:"answer"`
	// Pods are the pods, or what makes them, that run as the account.
	Pods  []Object  `json:"pods"`
	Roles []AWSRole `json:"roles"`
}

// AWSRole is a role of a service account. One that is not in the files has only a title, which is its ARN.
type AWSRole struct {
	Title    string            `json:"title"`
	Position artefact.Position `json:"position,omitzero"`
	// By is what gives the account the role.
	By       string      `json:"by,omitempty"`
	Answer   Answer      `json:"answer"`
	Policies []AWSPolicy `json:"policies"`
	// Doubts are what is not known of the role.
	Doubts []string `json:"doubts"`
}

// AWSPolicy is a statement that allows it, or a policy of which nobody can tell.
type AWSPolicy struct {
	Title      string            `json:"title"`
	Position   artefact.Position `json:"position,omitzero"`
	Answer     Answer            `json:"answer"`
	Actions    []string          `json:"actions,omitempty"`
	Resources  []string          `json:"resources,omitempty"`
	Conditions []string          `json:"conditions,omitempty"`
}

//go:embed aws.rego
var awsQuery string

// AWS is what the files of a run tell of pods, service accounts and IAM roles.
type AWS struct {
	library     *rego.Library
	documents   []*artefact.Artefact // that make or describe something in AWS
	known       []*artefact.Artefact // objects that give roles to accounts
	objects     []*artefact.Artefact // that may be or make pods
	pods        [][]awsPod           // of each object
	problems    []Problem
	accountsAt  map[Subject]artefact.Position
	allAccounts []Subject
}

type awsPod struct {
	Account string `json:"account"`
	Path    []any  `json:"path"`
}

// ReadAWS reads what the sources hold.
func ReadAWS(ctx context.Context, policies *rego.Policies, formats format.Set, sources iter.Seq[source.Found], options source.Options) (*AWS, error) {
	library, err := policies.Library(nil, map[string]string{"aws.rego": awsQuery})
	if err != nil {
		return nil, fmt.Errorf("reading the policies: %w", err)
	}
	a := &AWS{library: library, accountsAt: map[Subject]artefact.Position{}}
	parse := func(_ context.Context, s *source.Step) (*AWS, error) {
		part := &AWS{}
		switch {
		case s.Error != nil:
			part.problems = []Problem{fileProblem(s.Error)}
		case s.Notice != nil:
			part.problems = []Problem{{Position: s.Notice.Position, Message: s.Notice.Message}}
		default:
			part.take(formats.Parse(s.Document).In(s.Document))
		}
		return part, nil
	}
	for part, err := range source.Each(ctx, sources, options, parse) {
		if err != nil {
			return nil, err
		}
		a.documents = append(a.documents, part.documents...)
		a.known = append(a.known, part.known...)
		a.objects = append(a.objects, part.objects...)
		a.problems = append(a.problems, part.problems...)
	}
	return a, a.resolve(ctx)
}

// AWSKinds lists the kinds that ReadAWS reads of a cluster: those by which service accounts get roles, and those that are or
// make pods.
func AWSKinds() []schema.GroupKind {
	return append(flows.PodKinds(), schema.GroupKind{Kind: ServiceAccount}, schema.GroupKind{Group: "eks.services.k8s.aws", Kind: "PodIdentityAssociation"})
}

func (a *AWS) take(read format.Parsed) {
	for _, err := range read.Errors {
		a.problems = append(a.problems, fileProblem(err))
	}
	for _, notice := range read.Notices {
		a.problems = append(a.problems, Problem{Position: notice.Position, Message: notice.Message})
	}
	for _, one := range read.Artefacts {
		switch {
		case one.IsSnapshot():
			a.problems = append(a.problems, lacking(one, AWSKinds())...)
		case one.Embedded || one.IsRequested():
		case inventory.IsInfrastructure(one):
			a.documents = append(a.documents, one)
		case one.Type != artefact.Kubernetes || one.Name == "":
		case one.APIVersion == "v1" && one.Kind == ServiceAccount, one.APIVersion == "eks.services.k8s.aws/v1alpha1" && one.Kind == "PodIdentityAssociation":
			a.known = append(a.known, one)
		case one.Value.Get("spec").Exists():
			a.objects = append(a.objects, one)
		}
	}
}

// resolve finds the pods and the accounts.
func (a *AWS) resolve(ctx context.Context) error {
	var objects []value.Value
	for _, one := range a.objects {
		objects = append(objects, one.Value)
	}
	input := value.NewObject(value.Member{Name: "objects", Value: value.NewList(objects...)})
	if err := a.library.Ask(ctx, "data.guiderail_access.pods", rego.InputOf(input), &a.pods); err != nil {
		return err
	}
	if len(a.pods) != len(a.objects) {
		return errors.New("asking for the pods: not every object has an answer")
	}
	isKnown := map[Subject]bool{}
	add := func(s Subject) {
		if !isKnown[s] {
			isKnown[s] = true
			a.allAccounts = append(a.allAccounts, s)
		}
	}
	for _, one := range a.known {
		if one.Kind == ServiceAccount {
			s := accountOf(one, one.Name)
			a.accountsAt[s] = one.Position([]any{"metadata", "name"})
			add(s)
		}
	}
	for i, pods := range a.pods {
		for _, pod := range pods {
			add(accountOf(a.objects[i], pod.Account))
		}
	}
	slices.SortFunc(a.allAccounts, compareSubjects)
	return nil
}

func accountOf(a *artefact.Artefact, name string) Subject {
	return Subject{ServiceAccount, cmp.Or(a.Namespace, "default"), name}
}

// Problems returns what is wrong in the files, in their order.
func (a *AWS) Problems() []Problem { return a.problems }

// awsAnswer is what the query says of an account.
type awsAnswer struct {
	Missing []string `json:"missing"`
	Roles   []struct {
		File, Title, By, Answer string
		Path                    []any
		Doubts                  []string
		Policies                []struct {
			Title, File, Answer            string
			Path                           []any
			Actions, Resources, Conditions []string
		}
	} `json:"roles"`
}

// WhoCan returns the service accounts that may do what is asked, and those of which that is not known, in the order of
// their names.
func (a *AWS) WhoCan(ctx context.Context, request AWSRequest) ([]AWSGrant, error) {
	members := []value.Member{{Name: "action", Value: value.NewText(request.Action)}}
	if request.Resource != "" {
		members = append(members, value.Member{Name: "resource", Value: value.NewText(request.Resource)})
	}
	text := func(name, says string) value.Member { return value.Member{Name: name, Value: value.NewText(says)} }
	var documents []value.Member
	for i, one := range a.documents {
		documents = append(documents, value.Member{Name: strconv.Itoa(i), Value: one.Value})
	}
	var known, accounts []value.Value
	for _, one := range a.known {
		known = append(known, value.NewObject(text("namespace", cmp.Or(one.Namespace, "default")), text("name", one.Name), value.Member{Name: "object", Value: one.Value}))
	}
	for _, s := range a.allAccounts {
		accounts = append(accounts, value.NewObject(text("namespace", s.Namespace), text("name", s.Name)))
	}
	members = append(members,
		value.Member{Name: "documents", Value: value.NewObject(documents...)},
		value.Member{Name: "known", Value: value.NewList(known...)},
		value.Member{Name: "accounts", Value: value.NewList(accounts...)},
	)
	var answers []awsAnswer
	if err := a.library.Ask(ctx, "data.guiderail_access.accounts", rego.InputOf(value.NewObject(members...)), &answers); err != nil {
		return nil, err
	}
	if len(answers) != len(a.allAccounts) {
		return nil, errors.New("asking for the accounts: not every account has an answer")
	}
	var grants []AWSGrant
	for i := range answers {
		if grant := a.grant(a.allAccounts[i], &answers[i]); len(grant.Roles) > 0 {
			grants = append(grants, grant)
		}
	}
	return grants, nil
}

func (a *AWS) grant(account Subject, said *awsAnswer) AWSGrant {
	grant := AWSGrant{Account: account, Position: a.accountsAt[account], Answer: Unknown, Pods: a.podsOf(account)}
	for i := range said.Roles {
		found := &said.Roles[i]
		if found.Answer == "no" {
			continue
		}
		document := a.document(found.File)
		role := AWSRole{
			Title: found.Title, Position: document.Position(path(found.Path)), By: found.By, Answer: answerOf(found.Answer),
			Policies: []AWSPolicy{}, Doubts: append([]string{}, found.Doubts...),
		}
		for _, p := range found.Policies {
			policy := AWSPolicy{Title: p.Title, Answer: answerOf(p.Answer), Actions: p.Actions, Resources: p.Resources, Conditions: p.Conditions}
			if len(p.Path) > 0 {
				policy.Position = a.document(p.File).Position(path(p.Path))
			}
			role.Policies = append(role.Policies, policy)
		}
		if role.Answer == Yes {
			grant.Answer = Yes
		}
		grant.Roles = append(grant.Roles, role)
	}
	for _, arn := range said.Missing {
		grant.Roles = append(grant.Roles, AWSRole{Title: arn, Answer: Unknown, Policies: []AWSPolicy{}, Doubts: []string{"the role is not in these files"}})
	}
	return grant
}

func (a *AWS) podsOf(account Subject) []Object {
	objects := []Object{}
	for i, pods := range a.pods {
		one := a.objects[i]
		at := slices.IndexFunc(pods, func(p awsPod) bool { return accountOf(one, p.Account) == account })
		if at >= 0 {
			objects = append(objects, Object{one.Kind, account.Namespace, one.Name, one.Position(path(pods[at].Path))})
		}
	}
	return objects
}

func (a *AWS) document(key string) *artefact.Artefact {
	i, err := strconv.Atoi(key)
	if err != nil || i >= len(a.documents) {
		return &artefact.Artefact{}
	}
	return a.documents[i]
}

// path returns a path as artefacts have it, with whole numbers for indexes.
func path(steps []any) []any {
	whole := make([]any, len(steps))
	for i, step := range steps {
		if n, ok := step.(float64); ok {
			step = int(n)
		}
		whole[i] = step
	}
	return whole
}

func answerOf(said string) Answer {
	if said == "yes" {
		return Yes
	}
	return Unknown
}
