#!/bin/sh
sudo ufw enable # want hosts.firewall_command `ufw enable waits for an answer, which no script gives; use ufw --force enable`
ufw default allow incoming # want hosts.firewall_command `ufw allows whatever no rule is about to come in; use ufw default deny incoming`
ufw disable # want hosts.firewall_command `ufw disable turns the firewall off; leave it on`
systemctl disable --now firewalld.service # want hosts.firewall_command `systemctl turns the host's firewall firewalld off; leave it on`
iptables -P INPUT ACCEPT # want hosts.firewall_command `iptables lets in whatever no rule is about; use iptables -P INPUT DROP`
firewall-cmd --set-default-zone trusted # want hosts.firewall_command `firewall-cmd lets everything in; use another zone than trusted`
