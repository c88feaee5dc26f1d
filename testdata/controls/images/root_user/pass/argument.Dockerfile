FROM python:3.14
ARG uid=1001
USER ${uid}
