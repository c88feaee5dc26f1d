# unknown images.base_image `the base image sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef is a digest without a repository, which may be any image`
FROM sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
