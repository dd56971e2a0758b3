#!/usr/bin/env bash
# A video by REST, with curl and jq: curl.sh PICTURE RECORDING VIDEO
set -euo pipefail
farm=${PARLEY_URL:-http://127.0.0.1:8080}
call() { curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused "$@"; }

picture=$(call --data-binary @"$1" "$farm/v1/uploads" | jq -r .input)
voice=$(call --data-binary @"$2" "$farm/v1/uploads" | jq -r .input)

# pantomime is a quick preview; without "engine" the farm takes its own. The key makes a repeated call the same job.
request=$(jq -n --arg picture "$picture" --arg voice "$voice" \
    '{image: $picture, speakers: [{audio: $voice}], prompt: "a woman talks", engine: "pantomime"}')
job=$(call -H 'Content-Type: application/json' -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
    -d "$request" "$farm/v1/jobs" | jq -r .jobId)

status=accepted
while [[ $status != completed ]]; do
    case $status in failed | rejected | cancelled) echo "job $job is $status" >&2; exit 1 ;; esac
    sleep 1
    status=$(call "$farm/v1/jobs/$job" | jq -r .status)
done
call --output "$3.part" "$farm/v1/jobs/$job/video?stream=true"
mv "$3.part" "$3"
echo "$job"
