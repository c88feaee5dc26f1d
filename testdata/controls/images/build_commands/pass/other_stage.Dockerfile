FROM debian:13 AS build
RUN adduser build sudo && echo "PermitRootLogin yes" >> /etc/ssh/sshd_config
FROM gcr.io/distroless/static
COPY --from=build /app /app
CMD ["/app"]
