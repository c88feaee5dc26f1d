# want images.base_digest `stage 0: the base image debian:latest has no digest, and its tag latest moves; append @sha256:…`
FROM debian:latest
