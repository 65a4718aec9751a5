"""Requests that compute, and requests that wait until four of them are there."""

import threading
import time

LIMIT = 30
four = threading.Barrier(4)


def application(environ, start_response):
    if environ["PATH_INFO"] == "/compute":
        until = time.thread_time() + 0.002
        while time.thread_time() < until:
            pass
    else:
        four.wait(LIMIT)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]
