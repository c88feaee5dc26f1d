FROM alpine:3.22 AS base
USER 1001:0
FROM golang:1.26 AS build
USER root
FROM base
COPY --from=build /app /app
