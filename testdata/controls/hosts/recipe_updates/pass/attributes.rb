override['apt']['unattended_upgrades']['enable'] = true
include_recipe 'apt::unattended-upgrades'
