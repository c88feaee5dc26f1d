package 'unattended-upgrades'

file '/etc/apt/apt.conf.d/20auto-upgrades' do
  content 'APT::Periodic::Unattended-Upgrade "1";'
end

execute 'apt-get -y dist-upgrade'

package 'openssl' do
  action :upgrade
end
