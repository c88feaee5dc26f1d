ARG BASE
# unknown images.root_user `no USER is set, and the base image ${BASE} is not known`
FROM ${BASE}
