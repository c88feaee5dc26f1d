# What turns updates off, as manifests of Puppet write it.
class profile::base (
  Boolean $frozen = false,
) {
  class { 'unattended_upgrades': # want hosts.recipe_updates `class unattended_upgrades: updates must stay on`
    upgrade => 0,
    auto    => { 'reboot' => true },
  }

  if $facts['os']['family'] == 'RedHat' {
    package { ['dnf-automatic', 'yum-cron']: # want hosts.recipe_updates `package dnf-automatic: updates must stay on` hosts.recipe_updates `package yum-cron: updates must stay on`
      ensure => absent,
    }
  }

  service { 'unattended-upgrades': ensure => stopped, enable => false } # want hosts.recipe_updates `service unattended-upgrades: updates must stay on`

  exec { '/bin/systemctl mask apt-daily-upgrade.timer': } # want hosts.recipe_updates `exec /bin/systemctl mask apt-daily-upgrade.timer: updates must stay on`

  if $frozen {
    service { 'apt-daily.timer': # unknown hosts.recipe_updates `service apt-daily.timer: updates must stay on`
      ensure => stopped,
    }
  }
}
