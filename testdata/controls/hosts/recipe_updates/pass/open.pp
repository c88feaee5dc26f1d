# Hiera may say anything.
class profile::updates (String $ensure = 'installed') {
  package { 'unattended-upgrades': # unknown hosts.recipe_updates `package unattended-upgrades: whether updates are installed is not written out; state how hosts are configured with an attestation (HOST-14)`
    ensure => $ensure,
  }
}
