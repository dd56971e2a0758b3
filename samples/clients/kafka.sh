#!/usr/bin/env bash
# A video by Kafka alone, with the console tools of any Kafka: kafka.sh PICTURE RECORDING
# The inputs travel in the record, so they must be small (a broker takes 1 MB); larger ones are uploaded, as in curl.sh.
set -euo pipefail
kafka=${PARLEY_KAFKA:-127.0.0.1:9092}
job=$(cat /proc/sys/kernel/random/uuid)
events=$(mktemp)

kafka-console-consumer.sh --bootstrap-server "$kafka" --topic parley.events --from-beginning > "$events" &
consumer=$!
trap 'kill $consumer; rm -f "$events"' EXIT

printf '{"jobId":"%s","image":"data:image/png;base64,%s","speakers":[{"audio":"data:audio/wav;base64,%s"}],%s}\n' \
    "$job" "$(base64 -w0 "$1")" "$(base64 -w0 "$2")" '"prompt":"a woman talks","engine":"pantomime"' |
    kafka-console-producer.sh --bootstrap-server "$kafka" --topic parley.requests

# The events of a job have its id as their subject; the first of these four types is the end.
ended="\"type\":\"dev.parley.job.(completed|rejected|failed|cancelled)\".*\"subject\":\"$job\""
until end=$(grep -m1 -E "$ended" "$events"); do
    kill -0 $consumer
    sleep 1
done
echo "$end"
[[ $end == *job.completed* ]]
