# want secrets.dockerfile `ARG BUILD_PASSWORD has a secret as its default; mount it with --mount=type=secret`
ARG BUILD_PASSWORD=hunter2
FROM debian:13 AS build
ENV LANG=C \
# want secrets.dockerfile `ENV XROAD_TOKEN_PIN contains a secret; give it to the container when it runs`
    XROAD_TOKEN_PIN="1234567"
# want secrets.dockerfile `ENV API_TOKEN contains a secret; give it to the container when it runs`
ENV API_TOKEN abc123def456
# want secrets.dockerfile `ARG DB_PWD takes a secret, which stays in the image's history; mount it with --mount=type=secret`
ARG DB_PWD
# want secrets.dockerfile `ENV DB_PWD takes its value from an argument, and keeps it in the image; give it to the container when it runs`
ENV DB_PWD=${DB_PWD}
# want secrets.dockerfile `LABEL remote contains a secret; leave it out`
LABEL remote="https://me:hunter2@git.example.org/app.git"
ARG KUBE=.kube
# want secrets.dockerfile `COPY puts .kube/config into a layer of the image; mount it with --mount=type=secret`
COPY --chown=1000 ["${KUBE}/config", "server.p12.example", "/root/"]
# want secrets.dockerfile `ADD puts secrets.env into a layer of the image; mount it with --mount=type=secret`
ADD secrets.env /
# want secrets.dockerfile `COPY puts keystore.p12 into a layer of the image; mount it with --mount=type=secret`
ONBUILD COPY keystore.p12 /
RUN rm /secrets.env
RUN <<EOF
# want secrets.dockerfile `a command contains a secret in plain text, which becomes part of the image (PGPASSWORD); mount it with --mount=type=secret`
export PGPASSWORD=hunter2
# want secrets.dockerfile `a command contains a secret in plain text, which becomes part of the image (mysql -p); mount it with --mount=type=secret`
mysql -uroot -phunter2 -e 'select 1'
EOF
RUN useradd -m xroad -p '$6$abcdefgh$0123456789' # want secrets.dockerfile `a command contains a secret in plain text, which becomes part of the image (useradd -p); mount it with --mount=type=secret`
FROM scratch
# want secrets.dockerfile `a command contains a secret in plain text, which becomes part of the image (--password); mount it with --mount=type=secret`
CMD ["/app", "--password=hunter2"]
