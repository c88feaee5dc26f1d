FROM golang:1.26 AS build
USER app
# want images.root_user `no USER is set, so that the image runs as root; set one with USER`
FROM scratch
COPY --from=build /app /app
