FROM ubuntu:noble
RUN apt-get -qq update \
  && apt-get -qq install openssh-server \
  && rm -f /etc/ssh/ssh_host_*key*
