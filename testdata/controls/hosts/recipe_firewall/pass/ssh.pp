include ufw # unknown hosts.recipe_firewall `class ufw: whether SSH is let in before it is on is not written out; state how hosts are configured with an attestation (HOST-14)`
