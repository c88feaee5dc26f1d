# want images.base_digest `stage 0: the base image alpine:3.22 has no digest, and its tag may be moved; append @sha256:…`
FROM alpine:3.22
USER 1000
CMD ["app"]
