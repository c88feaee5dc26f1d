# The rules of the cookbook firewall come into force together.
firewall 'default' do
  action :install
end

firewall_rule 'ssh' do
  port 22
  source '10.0.0.0/8'
  command :allow
end
