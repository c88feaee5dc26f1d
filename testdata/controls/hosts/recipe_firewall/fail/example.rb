# What takes a firewall away, as recipes of Chef write it.
firewall 'default' do # want hosts.recipe_firewall `firewall default: the firewall must stay on`
  action :disable
end

include_recipe 'firewall::disable_firewall' # want hosts.recipe_firewall `include_recipe firewall::disable_firewall: the firewall must stay on`

%w(ufw firewalld).each do |name|
  service name do # want hosts.recipe_firewall `service ufw: ufw must stay on` hosts.recipe_firewall `service firewalld: firewalld must stay on`
    action [:stop, :disable]
    only_if { ::File.exist?("/lib/systemd/system/#{name}.service") }
  end
end

service 'nftables' do # unknown hosts.recipe_firewall `service nftables: nftables must stay on`
  if node['site']['nft']
    action %i(enable start)
  else
    action :stop
  end
end

override['firewall']['ufw']['defaults'] = { # want hosts.recipe_firewall `the attribute firewall.ufw.defaults: the firewall must deny by default what comes in`
  ipv6: 'yes',
  policy: { input: 'ACCEPT', output: 'ACCEPT' },
}
