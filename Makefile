.PHONY: help run test check bench schema screens

help: ## list what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## build, make the demo county if need be, and serve it on 127.0.0.1:8080
	CGO_ENABLED=0 go build -o bin/watchword ./cmd/watchword
	./bin/watchword demo

test: ## install what tests need, and run them all
	scripts/tools
	scripts/test

check: ## formatting, vet, the order of the floors
	@test -z "$$(gofmt -l cmd internal scripts | tee /dev/stderr)"
	go vet ./...
	go test ./internal/order

bench: ## measure; figures and machine are in docs/performance.md
	go test -run '^$$' -bench . -benchmem ./...

schema: ## write docs/schema.sql, docs/openapi.yaml and docs/permissions.md anew
	UPDATE=1 go test -count 1 -run 'PageIsTrue|FileIsTrue' ./internal/authz ./internal/server

screens: ## write the pictures of the README anew
	UPDATE=1 go test -count 1 -run Screens ./internal/story
