# METADATA
# title: Until when operating systems are supported
# description: |
#   The last days on which releases of distributions get fixes from those who make them, for free. Distributions without
#   releases are not here.
# related_resources:
#   - https://endoflife.date/
#   - https://www.debian.org/releases/
#   - https://alpinelinux.org/releases/
#   - https://ubuntu.com/about/release-cycle
package lib.guiderail.operating_systems

# METADATA
# description: The ends by distribution and release, as scanners name them.
ends := {
	"alma 8": "2029-03-01", "alma 9": "2032-05-31", "alma 10": "2035-05-31",
	"alpine 3.3": "2017-11-01", "alpine 3.4": "2018-05-01", "alpine 3.5": "2018-11-01",
	"alpine 3.10": "2021-05-01", "alpine 3.11": "2021-11-01", "alpine 3.12": "2022-05-01",
	"alpine 3.13": "2022-11-01", "alpine 3.14": "2023-05-01", "alpine 3.15": "2023-11-01",
	"alpine 3.16": "2024-05-23", "alpine 3.17": "2024-11-22", "alpine 3.18": "2025-05-09",
	"alpine 3.19": "2025-11-01", "alpine 3.20": "2026-04-01", "alpine 3.21": "2026-11-01",
	"alpine 3.22": "2027-05-01", "alpine 3.23": "2027-11-01", "alpine 3.6": "2019-05-01", "alpine 3.7": "2019-11-01",
	"alpine 3.8": "2020-05-01", "alpine 3.9": "2020-11-01",
	"amazon 1": "2023-12-31", "amazon 2": "2026-06-30", "amazon 2023": "2029-06-30",
	"centos 6": "2020-11-30", "centos 7": "2024-06-30", "centos 8": "2021-12-31",
	"debian 7": "2018-05-31", "debian 8": "2020-06-30", "debian 9": "2022-06-30", "debian 10": "2024-06-30",
	"debian 11": "2026-08-31", "debian 12": "2028-06-30", "debian 13": "2030-06-30",
	"fedora 37": "2023-12-05", "fedora 38": "2024-05-21", "fedora 39": "2024-11-26",
	"fedora 40": "2025-05-13", "fedora 41": "2025-12-15", "fedora 42": "2026-05-13",
	"fedora 43": "2026-12-09",
	"oracle 6": "2021-03-31", "oracle 7": "2024-12-31", "oracle 8": "2029-07-31", "oracle 9": "2032-06-30",
	"redhat 6": "2020-11-30", "redhat 7": "2024-06-30", "redhat 8": "2029-05-31",
	"redhat 9": "2032-05-31", "redhat 10": "2035-05-31",
	"rocky 8": "2029-05-31", "rocky 9": "2032-05-31", "rocky 10": "2035-05-31",
	"ubuntu 14.04": "2019-04-25", "ubuntu 16.04": "2021-04-30", "ubuntu 18.04": "2023-05-31",
	"ubuntu 20.04": "2025-05-31", "ubuntu 22.04": "2027-04-30", "ubuntu 23.04": "2024-01-20",
	"ubuntu 23.10": "2024-07-12", "ubuntu 24.04": "2029-05-31", "ubuntu 24.10": "2025-07-10",
	"ubuntu 25.04": "2026-01-17", "ubuntu 25.10": "2026-07-01", "ubuntu 26.04": "2031-04-30",
}

# METADATA
# description: The end of a system with `family` and `version`, by a table such as `ends`; "" if it is not in it.
end(system, table) := min(ends_of_it) if {
	ends_of_it := {table[release] |
		some release in _releases(_family(lower(sprintf("%v", [system.family]))), sprintf("%v", [system.version]))
	}
	count(ends_of_it) > 0
} else := ""

_family(name) := object.get(_names, name, name)

# How scanners and distributions name themselves.
_names := {
	"almalinux": "alma",
	"amazonlinux": "amazon",
	"amzn": "amazon",
	"ol": "oracle",
	"oraclelinux": "oracle",
	"red hat enterprise linux": "redhat",
	"rhel": "redhat",
	"rockylinux": "rocky",
}

# 12.8 is a release of Debian 12, but 3.18.4 one of Alpine 3.18, and 22.04 is one of its own. A release has one name in
# the table.
_releases(family, version) := {sprintf("%s %s", [family, release]) |
	parts := split(split(version, " ")[0], ".")
	some n in [1, 2]
	release := concat(".", array.slice(parts, 0, n))
}
