# What takes a firewall away, as manifests of Puppet write it.
class { 'firewall': ensure => stopped } # want hosts.recipe_firewall `class firewall: firewall must stay on`

case $facts['os']['family'] {
  'RedHat': {
    service { 'firewalld': # want hosts.recipe_firewall `service firewalld: firewalld must stay on`
      ensure => stopped,
      enable => false,
    }
  }
  default: {
    package { 'ufw': ensure => purged } # want hosts.recipe_firewall `package ufw: ufw must stay on`
  }
}
