FROM debian:13
RUN bash -c "$(curl -fsSL https://example.org/a)" # want images.build_commands `bash runs what curl downloads; compare its checksum first`
RUN bash <(curl -fsSL https://example.org/b) # want images.build_commands `bash runs what curl downloads; compare its checksum first`
RUN wget -qO- https://example.org/c | sudo -E bash -s -- --yes # want images.build_commands `bash runs what wget downloads; compare its checksum first`
RUN curl https://example.org/d | gunzip | python3 - # want images.build_commands `python3 runs what curl downloads; compare its checksum first`
RUN <<EOF
set -eux
# want images.build_commands `usermod adds a user to the group wheel, whose members may become root; leave it out`
usermod -aG wheel,app app
# want images.build_commands `curl -k does not verify the server's certificate; leave it out`
curl -k https://example.org/e
# want images.build_commands `yum --nogpgcheck installs packages without a signature; leave it out`
yum install -y --nogpgcheck x
EOF
RUN sed -i 's/#StrictModes yes/StrictModes no/' /etc/ssh/sshd_config # want images.build_commands `the SSH server is set to StrictModes no, and ignores who may write the keys that it trusts; leave it out`
RUN set -e; \
    # a comment between the lines
# want images.build_commands `the SSH server is set to PermitRootLogin yes, and lets root log in; leave it out`
    echo "PermitRootLogin yes" >> /etc/ssh/sshd_config; \
    rm -f /tmp/x
