.DEFAULT_GOAL := help

GUIDERAIL := bin/guiderail

##@ Use

.PHONY: build
build: ## build the command line into bin/, and what renders charts for it
	go build -trimpath -o bin/ ./cmd/...

.PHONY: install
install: ## install the command line where go install puts programs
	go install -trimpath ./cmd/...

.PHONY: demo
demo: build ## check a deployment that is as it should be, and the guides' own examples
	$(GUIDERAIL) check --profile xroad-eks testdata/reference/xroad-eks
	@echo "exit code 0"; echo
	@echo "$(GUIDERAIL) check --profile xroad-eks testdata/guide/as-written"
	@$(GUIDERAIL) check --profile xroad-eks testdata/guide/as-written || { code=$$?; echo "exit code $$code"; test $$code -eq 3; }

BUILDER := podman

.PHONY: image
image: ## build the image guiderail, with podman: BUILDER=docker, BUILDER=buildah; more arguments: IMAGE=…
	$(BUILDER) build -t guiderail -f Containerfile --build-arg VERSION=$$(git describe --tags --always --dirty --match 'v*') $(IMAGE) .

##@ Work

# Tests make garbage all the time and end soon: to collect it a third as often saves a quarter of their processor time.
test race e2e-gatekeeper e2e-bundle: export GOGC ?= 400

.PHONY: test
ifdef CONTROL
test: build
	$(GUIDERAIL) test $(CONTROL)
else
test: ## run every test, the formatters and the linters; of one control: CONTROL=family/name
	@test -z "$$(gofmt -l .)" || { echo "not as gofmt writes them; run: make fmt"; gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go test -timeout 30m $(GOTESTFLAGS) ./...
endif

.PHONY: race
race: ## run what works in several goroutines under the race detector
	go test -race -count=1 -skip TestLimits ./harness/source ./harness/inventory # its bounds are times
	go test -race -count=1 -run 'TestServe' ./harness/bundle
	go test -race -count=1 -run TestSharedValues ./harness/judge/rego/plan
	go test -race -count=1 -run 'TestSameOutput|TestRunsAtTheSameTime|TestRunsThatEndEarly|TestFaultyControls|TestObjectsOfARun|TestSourcesReadAgain|TestOwned' ./harness

.PHONY: cover
cover: ## run the tests of harness and cmd, and hold each package to its floor of coverage; COVER=-update raises the floors
	go run ./internal/cover $(COVER)

FUZZTIME := 10s

.PHONY: fuzz
fuzz: ## fuzz each target on one processor for FUZZTIME (long: 3m), from where it was left; FUZZ=harness/fix chooses targets
	@failed=0; \
	for target in $$(grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z]*' cmd harness internal | sed 's,/[^/]*:func ,:,' | grep -e '$(FUZZ)' | sort); do \
		echo "== $$target"; \
		go test -run '^$$' -fuzz "^$${target#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x -parallel 1 "./$${target%:*}" || failed=1; \
	done; exit $$failed

.PHONY: vuln
vuln: ## look for known vulnerabilities in what is built, if their database can be reached
	@tool=$$(cd internal/vuln && go tool -n govulncheck) || exit 1; \
	said=$$("$$tool" ./cmd/... 2>&1); code=$$?; echo "$$said"; \
	case $$said in *"fetching vulnerabilities: "*) echo "nothing was checked: the database of vulnerabilities is out of reach";; *) exit $$code;; esac

.PHONY: e2e-gatekeeper
e2e-gatekeeper: ## run the policy in a real cluster on loopback: API server, etcd, Gatekeeper
	go vet -tags e2e ./e2e/...
	tools=$$(e2e/tools/build) && GATOR=$$tools/gator go test -count=1 -run TestGator ./harness/gatekeeper && \
		cd e2e && GUIDERAIL_E2E_TOOLS=$$tools go test -tags e2e -count=1 -timeout 60m $(GOTESTFLAGS)

.PHONY: e2e-live
e2e-live: ## audit a real cluster on loopback: API server and etcd
	go vet -tags e2e ./e2e/live
	tools=$$(e2e/tools/build) && GUIDERAIL_E2E_TOOLS=$$tools go test -tags e2e -count=1 -timeout 30m $(GOTESTFLAGS) ./e2e/live

.PHONY: e2e-bundle
e2e-bundle: ## run the policy in the real conftest and in OPA servers that pull it from nginx and a registry
	go vet -tags e2e ./e2e/...
	e2e/bundle/install
	tools=$$(e2e/tools/build) && GUIDERAIL_E2E_TOOLS=$$tools go test -tags e2e -count=1 -timeout 45m -parallel 4 $(GOTESTFLAGS) ./e2e/bundle

.PHONY: e2e-browser
e2e-browser: ## open the pages that guiderail writes in Chromium
	e2e/browser/install
	cd e2e/browser && go vet ./... && go test -count=1 -timeout 20m $(GOTESTFLAGS) ./...

.PHONY: e2e-render
e2e-render: build ## hold what is rendered together with the real Helm and kustomize
	go -C e2e/render/tools build -trimpath -o $(CURDIR)/bin/ tool
	cd e2e && go vet -tags e2e ./render && go test -tags e2e -count=1 -timeout 20m $(GOTESTFLAGS) ./render

.PHONY: e2e-delivery
e2e-delivery: ## install Guiderail by go install, as a hook of pre-commit and as an image
	e2e/delivery/install
	cd e2e && go vet -tags e2e ./delivery && go test -tags e2e -count=1 -timeout 30m $(GOTESTFLAGS) ./delivery

.PHONY: mutate
mutate: build ## change the policies in one place at a time, and list what no test notices; MUTATE="family/control" changes some
	GOGC=200 $(GUIDERAIL) test --mutate --policies policies --jobs 1 $(if $(MUTATE),$(MUTATE),--update)

.PHONY: mutate-changed
mutate-changed: build ## the same for what changed since policies/mutation.json was written, which then has to be written again
	GOGC=200 $(GUIDERAIL) test --mutate --policies policies --changed

.PHONY: new
new: ## write the four files of a new control: make new CONTROL=family/name
	go run ./internal/scaffold $(CONTROL)

.PHONY: generate
generate: build ## write what is derived from the policies
	go run ./internal/generate -guiderail $(GUIDERAIL)

.PHONY: record
record: ## record what a release promises: make record VERSION=1.2.0
	go run ./internal/release $(VERSION)
	$(MAKE) generate

PLATFORMS := linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64

.PHONY: release
release: ## build the archives of this commit into dist/, with checksums and SBOMs; PLATFORMS=linux/amd64 builds one
	go run ./internal/dist -platforms $(PLATFORMS) -sbom "$$(cd internal/dist/tools && go tool -n cyclonedx-gomod)"

.PHONY: bench
bench: ## measure speed beside conftest and beside decoding alone; BENCH="-documents 100 -rounds 1" is quick
	go run ./internal/bench $(BENCH)

.PHONY: bench-gatekeeper
bench-gatekeeper: ## measure what policy costs in a cluster; BENCH="-library DIR" compares with other templates
	tools=$$(e2e/tools/build) && go run ./e2e/bench -tools $$tools $(BENCH)

.PHONY: fmt
fmt: ## format Go and Rego
	gofmt -w .
	go test ./policies -run TestFormat -count 1 -update

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
