FROM debian:13
RUN apt-get -qq update && apt-get -qq install ca-certificates curl
RUN curl -fsSL https://example.org/install.sh | sh # want images.build_commands `sh runs what curl downloads; compare its checksum first`
RUN apt-key add /tmp/key.gpg # want images.build_commands `apt-key adds a key that apt trusts for every repository; use signed-by=`
RUN adduser app sudo # want images.build_commands `adduser adds a user to the group sudo, whose members may become root; leave it out`
