FROM golang AS build
# want images.base_digest `stage run: the base image alpine has no digest, and no tag either; append @sha256:…`
FROM alpine AS run
FROM run
COPY --from=build /app /app
