FROM ubuntu:noble
ARG REPO_KEY
# unknown images.remote_add `whether ADD downloads $REPO_KEY is not known; if it does, it has no checksum`
ADD $REPO_KEY /tmp/
