node default {
  include unattended_upgrades
  package { 'openssl': ensure => latest }
}
