FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .

# want images.base_image `the base image ubuntu:noble is not in the list of allowed bases; use a distroless image, Alpine or another base of the list`
FROM ubuntu:noble
COPY --from=build /app /app
ENTRYPOINT ["/app"]
