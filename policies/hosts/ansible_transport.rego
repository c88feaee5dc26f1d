# METADATA
# title: Ansible must verify what it fetches and whom it talks to
# description: |
#   What hosts install has to come from whom it claims to come from. This finds certificates, host keys and signatures
#   of packages that are not verified, downloads over http, get_url without a checksum, and scripts that are piped from
#   the network into a shell, in tasks, variables and ansible.cfg. Addresses of the host itself may use http.
# related_resources:
#   - https://docs.ansible.com/ansible/latest/collections/ansible/builtin/get_url_module.html
#   - https://docs.ansible.com/ansible/latest/inventory_guide/connection_details.html
# custom:
#   severity: medium
#   requirements: [HOST-05]
#   match: [ansible_tasks]
#   remediation: Verify certificates, host keys and signatures; download with https and a checksum.
package guiderail.hosts.ansible_transport

import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.ansible_transport

applies if ansible_tasks.document

violation contains {"msg": found.msg, "details": {"path": found.path}} if some found in ansible_transport.offences
