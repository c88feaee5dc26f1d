# unknown images.base_digest `stage 0: the base image debian:{{tag}} is still to be filled in`
FROM "debian:{{tag}}"
