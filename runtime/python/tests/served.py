"""What the servers serve: the module's application in front of one of Python's, with the validator of
the standard library around each."""

import sys
import threading
from wsgiref.validate import validator

import site_in_rust

LOADED = threading.active_count()


def python(environ, start_response):
    if environ["PATH_INFO"] == "/threads":
        text = str(LOADED).encode()
    elif environ["PATH_INFO"] == "/flags":
        text = f"{environ['wsgi.multithread']} {environ['wsgi.multiprocess']}".encode()
    elif environ["PATH_INFO"] == "/raises":
        raise LookupError("raised by Python")
    else:
        text = b"Python: " + environ["REQUEST_METHOD"].encode()
        text += b" " + environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]


application = validator(site_in_rust.wrap(validator(python)))
