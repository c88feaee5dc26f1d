ARG TAG
# unknown images.base_digest `stage 0: whether the base image debian:${TAG} has a digest is not known`
FROM debian:${TAG}
