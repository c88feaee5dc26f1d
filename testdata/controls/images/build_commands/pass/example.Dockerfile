FROM debian:13
RUN apt-get -qq update \
  && apt-get -qq install ca-certificates curl \
  && curl -fsSLo /tmp/install.sh https://example.org/install.sh \
  && echo "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  /tmp/install.sh" | sha256sum -c - \
  && sh /tmp/install.sh \
  && curl -fsSL https://example.org/status | python3 -m json.tool
RUN adduser --system --group app
