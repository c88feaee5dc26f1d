.DEFAULT_GOAL := help

GUIDERAIL := bin/guiderail

##@ Use

.PHONY: build
build: ## build the command line into bin/
	go build -trimpath -o $(GUIDERAIL) ./cmd/guiderail

##@ Work

.PHONY: test
test: ## run every test, the formatters and the linters
	@test -z "$$(gofmt -l .)" || { echo "not as gofmt writes them; run: make fmt"; gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go test ./...

.PHONY: bench
bench: ## measure speed beside conftest and beside decoding alone; BENCH="-documents 100 -rounds 1" is quick
	go run ./internal/bench $(BENCH)

.PHONY: fmt
fmt: ## format Go and Rego
	gofmt -w .
	UPDATE=1 go test ./policies -run TestFormat -count 1

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
