"""An application that does, path by path, what PEP 3333 allows, and what it forbids."""

import io
import json
import os
import sys
import tempfile

TEXT = [("Content-Type", "text/plain")]
closed = []


class Body:
    """An iterable that tells when it is closed."""

    def __init__(self, name, blocks):
        self.name, self.blocks = name, iter(blocks)

    def __iter__(self):
        return self.blocks

    def close(self):
        closed.append(self.name)


def ok(start_response, *headers, status="200 OK"):
    start_response(status, [*TEXT, *headers])


def late404(environ, start_response):
    start_response("404 Not Found", TEXT)
    yield b"late"


def nostart(environ, start_response):
    return [b"fabricated"]


def none(environ, start_response):
    ok(start_response)


def str_body(environ, start_response):
    ok(start_response)
    return ["text"]


def dup(environ, start_response):
    ok(start_response)
    start_response("201 Created", TEXT)
    return [b"twice"]


def dup_after_failure(environ, start_response):
    try:
        start_response("bad\r\n", TEXT)
    except ValueError:
        pass
    start_response("200 OK", TEXT)
    return [b"second"]


def raised():
    try:
        raise LookupError("on purpose")
    except LookupError:
        return sys.exc_info()


def exc_before(environ, start_response):
    ok(start_response, ("X-First", "1"))
    start_response("503 Replaced", TEXT, raised())
    return [b"replaced"]


def replace_after_empty(environ, start_response):
    ok(start_response)
    yield b""
    start_response("503 Replaced", TEXT, raised())
    yield b"replaced"


def exc_wrong(environ, start_response):
    start_response("200 OK", TEXT, "no tuple")
    return [b"body"]


same = []


def exc_after(environ, start_response):
    ok(start_response)
    yield b"begun"
    exc_info = raised()
    try:
        start_response("503 Replaced", TEXT, exc_info)
    except LookupError as error:
        same.append(error is exc_info[1] and error.__traceback__ is not None)
        raise
    yield b"never"


def raises(environ, start_response):
    raise LookupError("on purpose")


def raise_mid(environ, start_response):
    ok(start_response, ("Content-Length", "100"))
    yield b"begun"
    raise LookupError("on purpose")


def raise_mid_chunked(environ, start_response):
    ok(start_response)
    yield b"begun"
    raise LookupError("on purpose")


def write(environ, start_response):
    write = start_response("200 OK", TEXT)
    write(b"written ")
    write(b"twice ")
    return [b"returned"]


def cl_short(environ, start_response):
    ok(start_response, ("Content-Length", "100"))
    return [b"short"]


def cl_long(environ, start_response):
    ok(start_response, ("Content-Length", "4"))
    return [b"longer", b" than that"]


def header(name, value, status="200 OK"):
    def application(environ, start_response):
        ok(start_response, (name, value), status=status)
        return [b"body"]

    return application


def hdr_tuple(environ, start_response):
    start_response("200 OK", tuple(TEXT))
    return [b"body"]


def hdr_list(environ, start_response):
    start_response("200 OK", [["Content-Type", "text/plain"]])
    return [b"body"]


def s304_body(environ, start_response):
    start_response("304 Not Modified", [])
    return [b"body"]


def s204_body(environ, start_response):
    start_response("204 No Content", [])
    return [b"body"]


def headbody(environ, start_response):
    ok(start_response, ("Content-Length", "4"))
    return [b"body"]


def headnocl(environ, start_response):
    ok(start_response)
    return Body("headnocl", [b"bo", b"dy"])


def twocookies(environ, start_response):
    ok(start_response, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    return [b"body"]


def answer(function):
    def application(environ, start_response):
        text = json.dumps(function(environ["wsgi.input"], environ))
        ok(start_response)
        return [text.encode()]

    return application


def decoded(blocks):
    return [block.decode("latin-1") for block in blocks]


def noread(environ, start_response):
    ok(start_response)
    return [b"unread"]


def stream(environ, start_response):
    """The second block is made when a file says so: the client has the first one by then."""
    ok(start_response)
    yield b"first"
    with open(environ["QUERY_STRING"]) as signal:  # a pipe
        signal.read()
    yield b"second"


def opened():
    file = tempfile.TemporaryFile()
    file.write(b"0123456789")
    file.seek(3)
    return file


def file(environ, start_response):
    ok(start_response)
    wrapper = environ["wsgi.file_wrapper"](opened())
    wrapped.append(wrapper)
    return wrapper


wrapped = []


def file_cl(environ, start_response):
    ok(start_response, ("Content-Length", "4"))
    return environ["wsgi.file_wrapper"](opened(), 3)


class FileLike(io.BytesIO):
    """Has no descriptor."""

    def fileno(self):
        raise io.UnsupportedOperation("fileno")

    def close(self):
        closed.append("filelike")
        super().close()


def filelike(environ, start_response):
    ok(start_response)
    return environ["wsgi.file_wrapper"](FileLike(b"like a file"))


def described(environ, start_response):
    ok(start_response)
    kinds = {key: type(value).__name__ for key, value in environ.items()}
    texts = {key: value for key, value in environ.items() if isinstance(value, str)}
    flags = {key: value for key, value in environ.items() if isinstance(value, (bool, tuple))}
    text = {"environ": type(environ).__name__, "kinds": kinds, "texts": texts, "flags": flags}
    return [json.dumps(text).encode()]


def empty(environ, start_response):
    ok(start_response)
    return []


def closes(environ, start_response):
    ok(start_response)
    return Body("whole", [b"a", b"b"])


def breaks(environ, start_response):
    def blocks():
        yield b"a"
        raise LookupError("on purpose")

    ok(start_response)
    return Body("broken", blocks())


def endless(environ, start_response):
    def blocks():
        while True:
            yield b"block" * 10_000

    ok(start_response)
    return Body("endless", blocks())


def late(environ, start_response):
    """Begins when a pipe says so: nobody may be there any more."""

    def blocks():
        while True:
            yield b"block" * 10_000

    with open(environ["QUERY_STRING"]) as signal:
        signal.read()
    ok(start_response)
    return Body("late", blocks())


class Watched:
    """An iterable that remembers which of its attributes are used."""

    names = []

    def __init__(self):
        self.blocks = iter([b"a", b"b"])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.blocks)

    def __getattr__(self, name):
        self.names.append(name)
        raise AttributeError(name)


def watched(environ, start_response):
    ok(start_response)
    return Watched()


class AppClass:
    """PEP 3333's application that is a class."""

    def __init__(self, environ, start_response):
        self.start_response = start_response

    def __iter__(self):
        self.start_response("200 OK", TEXT)
        yield b"from a class"


def told(environ, start_response):
    ok(start_response)
    state = {"closed": closed, "same": same, "names": Watched.names, "pid": os.getpid()}
    state["arguments"] = sorted(set(arguments))
    return [json.dumps(state).encode()]


ROUTES = {
    name: value
    for name, value in list(globals().items())
    if callable(value) and value.__module__ == __name__
} | {
    "hop": header("Connection", "close"),
    "hop_te": header("Transfer-Encoding", "chunked"),
    "hop_upgrade": header("Upgrade", "h2c"),
    "crlf_hdr": header("X-A", "1\r\nX-Injected: 2"),
    "crlf_status": header("X-A", "1", "200 OK\r\nX-Injected: 2"),
    "nonlatin": header("X-A", "€"),
    "latin1": header("X-A", "é"),
    "hdr_colon": header("X:A", "1"),
    "status_short": header("X-A", "1", "200"),
    "status_bad": header("X-A", "1", "abc"),
    "reason": header("X-A", "1", "299 Own words"),
    "date": header("Date", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "overread": answer(lambda stream, _: decoded([stream.read(100), stream.read(100), stream.read(1)])),
    "readall": answer(lambda stream, _: decoded([stream.read(2), stream.read(-1), stream.read()])),
    "readnone": answer(lambda stream, _: decoded([stream.read(None)])),
    "lines": answer(
        lambda stream, _: decoded([stream.readline(), stream.readline(3), *stream])
    ),
    "readlines": answer(lambda stream, _: decoded(stream.readlines())),
    "readlines_hint": answer(lambda stream, _: decoded(stream.readlines(3))),
    "echo1": answer(lambda stream, environ: decoded(
        [stream.read(int(environ["CONTENT_LENGTH"])), stream.read(1)]
    )),
    "errors": answer(lambda _, environ: [
        environ["wsgi.errors"].write("€\U0010ffff\n") is None,
        environ["wsgi.errors"].writelines(["one\n", "two\n"]),
        environ["wsgi.errors"].flush(),
    ]),
}
arguments = []


def application(*positional, **keywords):
    arguments.append((len(positional), len(keywords)))
    environ, start_response = positional
    name = environ["PATH_INFO"].strip("/").split("/")[0]
    return ROUTES[name](environ, start_response)
