FROM node:24-alpine AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci
RUN --mount=type=secret,id=token TOKEN="$(cat /run/secrets/token)" && curl -H "Authorization: Bearer $TOKEN" https://example.org
ENV DB_PASSWORD_FILE=/run/secrets/db DB_PASSWORD='' XROAD_DB_PORT=5432
ARG VERSION=1.2.3
COPY tls/ca.crt keys/release.pub /etc/ssl/
LABEL maintainer="someone@example.org"
CMD ["node", "app.js", "--password-file=/run/secrets/db"]
