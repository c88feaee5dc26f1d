FROM python:3.14
ARG UID
# unknown images.root_user `the user ${UID}, as which the image runs, is not known`
USER ${UID}
