#!/bin/sh
kubectl -n kubernetes-dashboard create token admin-user --duration=8760h # want dashboard.static_token `kubectl create token makes a token that is valid for 8760h, longer than 43200 seconds; leave out --duration`
sudo kubectl create token admin-user --duration "$DURATION" # unknown dashboard.static_token `how long the token is valid that kubectl create token makes is not known`
