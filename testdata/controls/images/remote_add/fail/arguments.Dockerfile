FROM ubuntu:noble
ARG REPO=https://example.org/debian
ARG REPO_KEY=${REPO}/key.gpg
# want images.remote_add `ADD downloads https://example.org/debian/key.gpg without a checksum; add --checksum=sha256:…`
ADD ["$REPO_KEY","/tmp/repokey.gpg"]
# want images.remote_add `ADD clones git@github.com:example/app.git without a commit; append # and the commit, or add --checksum=`
ADD --keep-git-dir=true git@github.com:example/app.git /src
# want images.remote_add `ADD downloads https://…@example.org/x without a checksum; add --checksum=sha256:…`
ONBUILD ADD https://me:hunter2@example.org/x?token=hunter2 /x
