ARG BASE
FROM scratch AS a
FROM python:3.14-alpine AS b
FROM cgr.dev/chainguard/python AS c
FROM ${BASE:-alpine:3.22} AS d
RUN <<EOF
apk add curl
EOF
FROM d
