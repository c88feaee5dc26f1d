ARG BASE
# unknown images.base_image `the base image ${BASE} is not known; give the ARG a default, or check the file with the base filled in`
FROM ${BASE}
CMD ["app"]
