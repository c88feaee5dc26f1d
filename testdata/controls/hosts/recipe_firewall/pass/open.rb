package 'ufw' # unknown hosts.recipe_firewall `package ufw: whether a firewall is turned on is not written out; state how hosts are configured with an attestation (HOST-14)`
