FROM alpine:3.22
# want images.remote_add `ADD downloads https://example.org/app.tar.gz without a checksum; add --checksum=sha256:…`
ADD https://example.org/app.tar.gz /tmp/
