FROM alpine:3.22 AS base
USER app
FROM base
ARG uid=0
# want images.root_user `the image runs as the user 0; set another one with USER`
USER ${uid}
