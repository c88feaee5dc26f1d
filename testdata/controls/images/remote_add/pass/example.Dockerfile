FROM alpine:3.22
ADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.org/app.tar.gz /tmp/
ADD https://github.com/example/app.git#0123456789abcdef0123456789abcdef01234567 /src
ADD files.tar.gz /
