#!/usr/bin/env python3
"""Receives webhooks and checks their signatures (Standard Webhooks): WEBHOOK_SECRET=whsec_... webhook.py PORT"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
TOLERANCE = 300  # seconds; an older call may be one that somebody recorded
LARGEST = 1 << 20


def is_genuine(headers, body):
    said, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent.isascii() or not sent.isdigit() or abs(time.time() - int(sent[:12])) > TOLERANCE:
        return False
    digest = hmac.new(KEY, f"{said}.{sent}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    # Several signatures while a secret is being changed; one that fits is enough.
    return any(hmac.compare_digest(expected, given.encode()) for given in headers.get("webhook-signature", "").split())


class Receiver(BaseHTTPRequestHandler):
    # Connections stay open: some callers use one again even after an answer in HTTP/1.0, which says that it is closed.
    protocol_version = "HTTP/1.1"
    timeout = 15

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True  # the body was not read
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not is_genuine(self.headers, body):
            return self.answer(401)
        call = json.loads(body)
        # The same webhook-id again is the same call: a farm that did not hear our answer repeats it.
        print(self.headers["webhook-id"], call["type"], call["data"]["jobId"], flush=True)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *ignored):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()
