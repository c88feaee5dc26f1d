# What turns updates off, as recipes of Chef write it.
package 'unattended-upgrades' do # want hosts.recipe_updates `package unattended-upgrades: updates must stay on`
  action :purge
end

%w[apt-daily.timer apt-daily-upgrade.timer].each do |timer|
  service timer do # want hosts.recipe_updates `service apt-daily.timer: updates must stay on` hosts.recipe_updates `service apt-daily-upgrade.timer: updates must stay on`
    action %i[stop disable]
  end
end

case node['platform_family']
when 'rhel'
  service 'dnf-automatic.timer' do # want hosts.recipe_updates `service dnf-automatic.timer: updates must stay on`
    action :mask
  end
end

file '/etc/apt/apt.conf.d/20auto-upgrades' do # want hosts.recipe_updates `file /etc/apt/apt.conf.d/20auto-upgrades: updates must stay on`
  content <<~CONF
    APT::Periodic::Update-Package-Lists "1";
    APT::Periodic::Unattended-Upgrade "0";
  CONF
end

if node['site']['frozen']
  service 'unattended-upgrades' do # unknown hosts.recipe_updates `service unattended-upgrades: updates must stay on`
    action :disable
  end
end

override['apt']['unattended_upgrades']['enable'] = false # want hosts.recipe_updates `the attribute apt.unattended_upgrades.enable: updates must stay on`
default['apt']['unattended_upgrades']['enable'] = false # unknown hosts.recipe_updates `the attribute apt.unattended_upgrades.enable: updates must stay on`
