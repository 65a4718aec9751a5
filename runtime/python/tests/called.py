"""Calls a WSGI application without a server, as PEP 3333 says."""

import io
import sys
from wsgiref.util import setup_testing_defaults


def environ(path="/", method="GET", body=b"", **more):
    """The variables of a request."""
    path, _, query = path.partition("?")
    variables = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    if body:
        variables["CONTENT_LENGTH"] = str(len(body))
        variables["CONTENT_TYPE"] = "text/plain"
    setup_testing_defaults(variables)
    variables.update(more)
    return variables


class Answer:
    """What an application answered."""

    def __init__(self, application, variables):
        self.status = self.headers = self.exc_info = None
        self.iterable = application(variables, self.start_response)
        try:
            self.blocks = list(self.iterable)
        finally:
            if hasattr(self.iterable, "close"):
                self.iterable.close()
        self.text = b"".join(self.blocks).decode("latin-1")

    def start_response(self, status, headers, exc_info=None):
        self.status, self.headers, self.exc_info = status, headers, exc_info
        return lambda block: None

    def header(self, name):
        return [value for key, value in self.headers if key.lower() == name]


def call(application, path="/", method="GET", body=b"", **more):
    return Answer(application, environ(path, method, body, **more))
