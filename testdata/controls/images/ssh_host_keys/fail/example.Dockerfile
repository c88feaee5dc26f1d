FROM ubuntu:noble
RUN apt-get -qq update \
# want images.ssh_host_keys `installing openssh-server makes SSH host keys that become part of the image; remove /etc/ssh/ssh_host_*key*`
  && apt-get -qq install openssh-server
