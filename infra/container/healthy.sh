#!/bin/bash
# Checks whether the service in this container is ready, without curl. The port is set by the container's environment.
export LC_ALL=C
exec 3<>"/dev/tcp/127.0.0.1/${PARLEY_HTTP_PORT:?the port this service listens on}" || exit 1
printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
head -n 1 <&3 | grep -q ' 200 '
