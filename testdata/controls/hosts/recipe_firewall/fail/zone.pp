class { 'firewalld': # want hosts.recipe_firewall `class firewalld: default_zone must not be trusted, which lets everything in`
  default_zone => 'trusted',
}
