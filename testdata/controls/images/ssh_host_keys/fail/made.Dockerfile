FROM alpine:3.22
RUN rm -f /etc/ssh/ssh_host_*
RUN apk add openssh && ssh-keygen -A # want images.ssh_host_keys `ssh-keygen -A makes SSH host keys that become part of the image; remove /etc/ssh/ssh_host_*key*`
