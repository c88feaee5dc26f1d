firewall { '022 accept ssh':
  proto => 'tcp',
  dport => 22,
  jump  => 'accept',
}

firewallchain { 'INPUT:filter:IPv4':
  ensure => present,
  policy => drop,
}

# The other one goes.
service { 'firewalld': ensure => stopped, enable => false }
