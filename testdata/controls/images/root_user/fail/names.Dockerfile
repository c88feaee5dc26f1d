FROM alpine:3.22
USER app
# want images.root_user `the image runs as the user root:root; set another one with USER`
USER root:root
