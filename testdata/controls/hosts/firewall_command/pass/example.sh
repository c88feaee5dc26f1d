#!/bin/sh
ufw --force reset
ufw default deny incoming
ufw default allow outgoing
ufw allow OpenSSH
ufw --force enable
yes | sudo ufw enable
ufw enable <<END
y
END
systemctl enable ufw
