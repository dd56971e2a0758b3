#!/usr/bin/env python3
"""A video by REST, with Python's standard library: render.py PICTURE RECORDING VIDEO"""
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

FARM = os.environ.get("PARLEY_URL", "http://127.0.0.1:8080")
ENDED = {"completed", "rejected", "failed", "cancelled"}


def call(path, body=None, headers={}, timeout=660):
    """The open answer. What may pass is tried again, when the farm says or after growing pauses."""
    for attempt in range(8):
        request = urllib.request.Request(FARM + path, data=body, headers=headers)
        try:
            return urllib.request.urlopen(request, timeout=timeout)
        except urllib.error.HTTPError as problem:
            if problem.code not in (429, 500, 502, 503, 504) or attempt == 7:
                raise SystemExit(f"{path}: {problem.code} {problem.read().decode()}")
            pause = int(problem.headers.get("Retry-After") or 2**attempt)
        except OSError as broken:
            if attempt == 7:
                raise SystemExit(f"{FARM} cannot be reached: {broken}")
            pause = 2**attempt
        time.sleep(pause)


def upload(file):
    with open(file, "rb") as content, call("/v1/uploads", content.read()) as answer:
        return json.load(answer)["input"]


def states(job):
    """The job's states as server-sent events, connecting again until the last."""
    last = None
    while True:
        try:
            with call(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": last} if last else {}, timeout=60) as stream:
                for line in stream:
                    field, _, value = line.decode().strip().partition(":")
                    if field == "id":
                        last = value.strip()
                    elif field == "data":
                        state = json.loads(value)
                        yield state
                        if state["status"] in ENDED:
                            return
        except OSError:
            pass
        time.sleep(1)


def download(video, path, target):
    """Under its name only when it is whole."""
    part, digest = target + ".part", hashlib.sha256()
    with call(path + "?stream=true", timeout=60) as answer, open(part, "wb") as file:
        while block := answer.read(1 << 16):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != video["sha256"]:
        raise SystemExit("the video is damaged")
    os.replace(part, target)


def main(picture, recording, target):
    request = {
        "image": upload(picture),
        "speakers": [{"audio": upload(recording)}],
        "prompt": "a woman talks",
        "engine": "pantomime",  # a quick preview; leave it out for the farm's own
        "idempotencyKey": str(uuid.uuid4()),  # a repeated call is the same job
    }
    with call("/v1/jobs", json.dumps(request).encode(), {"Content-Type": "application/json"}) as answer:
        job = json.load(answer)["jobId"]
    for state in states(job):
        print(state["status"], state["committedFrames"], file=sys.stderr)
    if state["status"] != "completed":
        raise SystemExit(f"job {job} is {state['status']}: {state.get('message')}")
    download(state["video"], f"/v1/jobs/{job}/video", target)
    print(job)


if __name__ == "__main__":
    main(*sys.argv[1:4])
