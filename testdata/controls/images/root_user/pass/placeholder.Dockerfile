FROM python:3.14
# unknown images.root_user `the user {{user}}, as which the image runs, is still to be filled in`
USER {{user}}
