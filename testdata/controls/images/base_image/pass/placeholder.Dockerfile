# unknown images.base_image `the base image {{base}} is still to be filled in`
FROM "{{base}}"
