#!/usr/bin/env bash
# What the GitHub Action in action.yml runs. It annotates the changed lines, writes a summary of the job and a report in
# SARIF, and ends as guiderail check does. The programs are built from the action's own source, so that the commit of the
# action is their version. Later steps of the job find them as guiderail and guiderail-render.
set -euo pipefail

if ! command -v guiderail >/dev/null; then
	if ! command -v go >/dev/null; then
		echo "::error::There is no Go to build guiderail with. Use actions/setup-go before this action."
		exit 1
	fi
	bin=$RUNNER_TEMP/guiderail/
	GOFLAGS='' GOWORK=off GOTOOLCHAIN=auto CGO_ENABLED=0 go build -C "$GITHUB_ACTION_PATH" -trimpath -buildvcs=false \
		-ldflags "-s -w -X main.release=${GUIDERAIL_VERSION:-}" -o "$bin" ./cmd/...
	echo "$bin" >>"$GITHUB_PATH"
	PATH=$bin:$PATH
fi

lines() { # each line of a text as an argument, into the array args
	local line
	while IFS= read -r line; do
		if [ -n "$line" ]; then args+=("$line"); fi
	done <<<"$1"
}

args=(check -o github)
if [ -n "${GUIDERAIL_PROFILE:-}" ]; then args+=(--profile "$GUIDERAIL_PROFILE"); fi
if [ -n "${GUIDERAIL_SARIF:-}" ]; then args+=(--output-file "sarif=$GUIDERAIL_SARIF"); fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then args+=(--output-file "markdown=$GITHUB_STEP_SUMMARY"); fi
lines "${GUIDERAIL_ARGUMENTS:-}"
args+=(--)
lines "${GUIDERAIL_PATHS:-.}"
exec guiderail "${args[@]}"
