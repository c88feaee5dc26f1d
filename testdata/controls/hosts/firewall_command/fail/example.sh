#!/bin/sh
sudo ufw enable
ufw default allow incoming
ufw disable
systemctl disable --now firewalld.service
