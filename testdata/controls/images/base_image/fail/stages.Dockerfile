ARG VERSION=noble
# want images.base_image `the base image docker.io/library/ubuntu:noble is not in the list of allowed bases; use a distroless image, Alpine or another base of the list`
FROM --platform=$BUILDPLATFORM docker.io/library/ubuntu:${VERSION} AS Base
RUN apt-get -qq update

FROM alpine:3.22 AS unused
RUN apk add git

FROM base
CMD ["app"]
