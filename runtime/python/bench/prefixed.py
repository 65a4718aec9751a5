"""The shop below a prefix that no route in Rust knows."""

from shop import app


def application(environ, start_response):
    environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/flask")
    return app(environ, start_response)
