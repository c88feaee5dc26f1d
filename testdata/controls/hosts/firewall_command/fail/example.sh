#!/bin/sh
sudo ufw enable # want hosts.firewall_command `ufw enable waits for an answer, which no script gives; use ufw --force enable`
ufw default allow incoming # want hosts.firewall_command `ufw allows whatever no rule is about to come in; use ufw default deny incoming`
ufw disable # want hosts.firewall_command `ufw disable turns the firewall off; leave it on`
systemctl disable --now firewalld.service # want hosts.firewall_command `systemctl turns the host's firewall firewalld off; leave it on`
