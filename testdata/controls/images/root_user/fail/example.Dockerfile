# want images.root_user `no USER is set, so that the image runs as root unless its base image alpine:3.22 sets another user; set one with USER`
FROM alpine:3.22
RUN adduser -D -u 10001 app
CMD ["app"]
