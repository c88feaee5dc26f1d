FROM node:24-alpine
# want secrets.dockerfile `ENV DB_PASSWORD contains a secret; give it to the container when it runs`
ENV DB_PASSWORD=hunter2
# want secrets.dockerfile `ARG NPM_TOKEN takes a secret, which stays in the image's history; mount it with --mount=type=secret`
ARG NPM_TOKEN
# want secrets.dockerfile `COPY puts id_rsa into a layer of the image; mount it with --mount=type=secret`
COPY id_rsa /root/.ssh/id_rsa
RUN npm config set //registry.example.org/:_authToken=abc123def # want secrets.dockerfile `a command contains a secret in plain text, which becomes part of the image (_authToken, npm config set); mount it with --mount=type=secret`
