"""A Python application behind our server: the 48 rules that WSGI servers were measured by."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import servers

HOST = os.environ["HOST"] + "/host"


class Response:
    """What came over a socket: the status line, the headers, and all that followed."""

    def __init__(self, raw):
        self.raw = raw
        head, _, self.rest = raw.partition(b"\r\n\r\n")
        self.status, *lines = head.decode("latin-1").split("\r\n")
        self.code = int(self.status.split()[1]) if raw else 0
        self.headers = [tuple(line.split(": ", 1)) for line in lines]

    def header(self, name):
        return [value for key, value in self.headers if key.lower() == name]

    @property
    def body(self):
        """The body, and whether it ended as it was announced."""
        if self.header("transfer-encoding"):
            blocks, rest = [], self.rest
            while rest:
                size, _, rest = rest.partition(b"\r\n")
                if not size or int(size, 16) == 0:
                    return b"".join(blocks), size == b"0" and rest == b"\r\n"
                blocks.append(rest[: int(size, 16)])
                rest = rest[int(size, 16) + 2 :]
            return b"".join(blocks), False
        length = self.header("content-length")
        return self.rest, not length or len(self.rest) == int(length[0])

    @property
    def json(self):
        return json.loads(self.body[0])


@contextlib.contextmanager
def hosting(name, *arguments):
    """A running host of an application, its port, and its log."""
    with tempfile.TemporaryFile("w+") as log:
        environ = {**os.environ, "MARK_OF_THE_PROCESS": "1"}
        process = subprocess.Popen(
            [HOST, name, *arguments], cwd=servers.HERE, env=environ,
            stdout=subprocess.PIPE, stderr=log, text=True,
        )
        try:
            port = process.stdout.readline()
            if not port:
                log.seek(0)
                raise AssertionError(log.read())
            yield Host(int(port), process, log)
        finally:
            process.terminate()
            process.wait(servers.LIMIT)
            process.stdout.close()


class Host:
    def __init__(self, port, process, file):
        self.port, self.process, self.file = port, process, file

    def log(self):
        self.file.seek(0)
        return self.file.read()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), servers.LIMIT)

    def send(self, request):
        """Sends a request, and reads until the server closes the connection."""
        with self.connect() as connection:
            connection.sendall(request)
            blocks = []
            with contextlib.suppress(ConnectionResetError):
                while block := connection.recv(65536):
                    blocks.append(block)
            return Response(b"".join(blocks))

    def get(self, path, method="GET", version="1.1", headers="", body=b""):
        head = f"{method} {path} HTTP/{version}\r\nHost: localhost\r\nConnection: close\r\n{headers}"
        if body:
            head += f"Content-Length: {len(body)}\r\n"
        return self.send(head.encode("latin-1") + b"\r\n" + body)


class Probe(unittest.TestCase):
    """In the order of the rules; each is named as it was measured."""

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(hosting("probed:application"))

    def is_error(self, path):
        response = self.host.get(f"/{path}")
        self.assertEqual(response.code, 500, path)
        self.assertNotIn(b"Injected", response.raw)
        return response

    def answers(self, path, code, body, **more):
        response = self.host.get(f"/{path}", **more)
        self.assertEqual((response.code, *response.body), (code, body, True), path)
        return response

    def test_s01_to_s09_starting(self):
        self.answers("late404", 404, b"late")
        for path in ["nostart", "none", "str_body", "dup", "dup_after_failure", "exc_wrong", "raises"]:
            self.is_error(path)
        self.assertEqual(self.answers("exc_before", 503, b"replaced").header("x-first"), [])
        self.assertEqual(
            self.answers("replace_after_empty", 503, b"replaced").status, "HTTP/1.1 503 Replaced"
        )
        self.assertEqual(self.host.get("/exc_after").body, (b"begun", False))
        self.assertEqual(self.host.get("/told").json["same"], [True])

    def test_s10_to_s14_lengths(self):
        for path in ["raise_mid", "raise_mid_chunked"]:
            self.assertEqual(self.host.get(f"/{path}").body, (b"begun", False), path)
        self.answers("write", 200, b"written twice returned")
        self.assertEqual(self.host.get("/cl_short").body, (b"short", False))
        self.answers("cl_long", 200, b"long")

    def test_s15_to_s26_heads(self):
        for path in [
            "hop", "hop_te", "hop_upgrade", "crlf_hdr", "crlf_status", "nonlatin", "hdr_colon",
            "hdr_tuple", "hdr_list", "status_short", "status_bad",
        ]:
            self.is_error(path)
        self.assertEqual(self.host.get("/latin1").header("x-a"), ["é"])
        self.assertIn(b"\xe9\r\n", self.host.get("/latin1").raw)
        self.assertEqual(self.host.get("/reason").status, "HTTP/1.1 299 Own words")
        self.assertEqual(self.host.get("/date").header("date"), ["Thu, 01 Jan 1970 00:00:00 GMT"])

    def test_s27_to_s31_bodies_that_are_none(self):
        for path, code in [("s204_body", 204), ("s304_body", 304)]:
            response = self.answers(path, code, b"")
            self.assertEqual(response.header("transfer-encoding"), [])
        self.assertEqual(self.host.get("/s204_body").header("content-length"), [])
        head = self.host.get("/headbody", "HEAD")
        self.assertEqual((head.rest, head.header("content-length")), (b"", ["4"]))
        self.assertEqual(self.host.get("/headnocl", "HEAD").rest, b"")
        self.assertEqual(self.host.get("/twocookies").header("set-cookie"), ["a=1", "b=2"])

    def test_s32_to_s37_input(self):
        self.assertEqual(self.host.get("/overread", body=b"hello").json, ["hello", "", ""])
        self.assertEqual(self.host.get("/readall", body=b"hello").json, ["he", "llo", ""])
        self.assertEqual(self.host.get("/readnone", body=b"hello").json, ["hello"])
        lines = b"a\nbcdef\ng"
        self.assertEqual(self.host.get("/lines", body=lines).json, ["a\n", "bcd", "ef\n", "g"])
        self.assertEqual(self.host.get("/readlines", body=lines).json, ["a\n", "bcdef\n", "g"])
        self.assertEqual(self.host.get("/readlines_hint", body=lines).json, ["a\n", "bcdef\n"])
        chunked = (
            b"POST /echo1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
            b"\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
        )
        self.assertEqual(self.host.send(chunked).json, ["hello world", ""])
        cut = chunked.replace(b"6\r\n", b"z\r\n")
        self.assertEqual(self.host.send(cut).code, 400)
        unread = b"POST /noread HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
        after = b"GET /empty HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        both = self.host.send(unread + after).raw
        self.assertEqual(both.count(b"HTTP/1.1 200 OK"), 2)

    def test_s38_expect(self):
        with self.host.connect() as connection:
            connection.sendall(
                b"POST /echo1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
            )
            self.assertTrue(connection.recv(100).startswith(b"HTTP/1.1 100 "))
            connection.sendall(b"hello")
            self.assertIn(b'["hello", ""]', connection.makefile("rb").read())

    def test_s39_blocks_are_sent_as_they_are_made(self):
        with tempfile.TemporaryDirectory() as folder, self.host.connect() as connection:
            pipe = f"{folder}/pipe"
            os.mkfifo(pipe)
            connection.sendall(
                f"GET /stream?{pipe} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b""
            while b"first" not in answer:
                answer += connection.recv(1000)
            self.assertNotIn(b"second", answer)
            pathlib.Path(pipe).write_text("go on")
            self.assertIn(b"second", connection.makefile("rb").read())

    def test_s40_s41_files(self):
        self.answers("file", 200, b"3456789")
        self.answers("file_cl", 200, b"3456")
        self.answers("filelike", 200, b"like a file")
        self.wait_for_closed("filelike")

    def test_s42_to_s46_environ(self):
        seen = self.host.get("/described/%C3%A9?q=%20", version="1.0", headers="X-A: \xe9\r\n")
        self.assertEqual(seen.header("transfer-encoding"), [])
        seen = seen.json
        self.assertEqual(seen["environ"], "dict")
        for key, kind in seen["kinds"].items():
            if "." not in key:
                self.assertEqual(kind, "str", key)
        texts = seen["texts"]
        for key, text in {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": "/described/Ã©",
            "QUERY_STRING": "q=%20", "SERVER_NAME": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.0",
            "SERVER_PORT": str(self.host.port), "HTTP_X_A": "\xe9", "wsgi.url_scheme": "http",
        }.items():
            self.assertEqual(texts[key], text, key)
        for key in ["HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "MARK_OF_THE_PROCESS", "PATH"]:
            self.assertNotIn(key, texts)
        self.assertEqual(
            seen["flags"],
            {
                "wsgi.version": [1, 0], "wsgi.multithread": True, "wsgi.multiprocess": False,
                "wsgi.run_once": False, "wsgi.input_terminated": True,
            },
        )
        self.assertEqual(self.host.get("/headnocl", version="1.0").header("transfer-encoding"), [])

    def test_s47_an_empty_iterable(self):
        self.assertEqual(self.answers("empty", 200, b"").header("content-length"), ["0"])

    def wait_for_closed(self, name):
        end = time.monotonic() + servers.LIMIT
        while name not in (closed := self.host.get("/told").json["closed"]):
            self.assertLess(time.monotonic(), end, "it was not closed")
        self.assertEqual(closed.count(name), 1)

    def test_s48_close(self):
        self.answers("closes", 200, b"ab")
        self.host.get("/breaks")
        with self.host.connect() as connection:
            connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            connection.recv(1000)
        for name in ["whole", "broken", "endless"]:
            self.wait_for_closed(name)

    def test_a_client_may_go_before_the_response_begins(self):
        with tempfile.TemporaryDirectory() as folder:
            pipe = f"{folder}/pipe"
            os.mkfifo(pipe)
            with self.host.connect() as connection:
                connection.sendall(f"GET /late?{pipe} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
                signal = open(pipe, "w")  # waits until the application has it open
            signal.close()
            self.wait_for_closed("late")

    def test_more_than_was_measured(self):
        self.answers("AppClass", 200, b"from a class")
        self.answers("watched", 200, b"ab")
        told = self.host.get("/told").json
        self.assertLessEqual(set(told["names"]), {"close", "__len__"})
        self.assertEqual(told["arguments"], [[2, 0]])
        self.answers("rust", 200, b"Rust")
        self.host.get("/errors")
        self.assertIn("\none\ntwo\n", self.host.log())

    def test_the_log_has_tracebacks(self):
        self.host.get("/raises")
        log = self.host.log()
        self.assertIn("Traceback (most recent call last)", log)
        self.assertIn("in raises", log)
        self.assertIn("LookupError: on purpose", log)


class Running(unittest.TestCase):
    def test_one_thread_says_so(self):
        with hosting("probed:application", "1") as host:
            self.assertFalse(host.get("/described").json["flags"]["wsgi.multithread"])

    def test_flask_and_django_pass_the_validator(self):
        with hosting("validated:application") as host:
            for framework in ["flask", "django"]:
                self.assertEqual(host.get(f"/{framework}/page").body, (b"a page", True))
                self.assertEqual(host.get(f"/{framework}/echo", "POST", body=b"text").body[0], b"text")
                chunked = host.send(
                    f"POST /{framework}/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".encode()
                    + b"Transfer-Encoding: chunked\r\n\r\n4\r\ntext\r\n0\r\n\r\n"
                )
                self.assertEqual(chunked.body[0], b"text", framework)
            self.assertNotIn("AssertionError", host.log())

    def test_threads_that_computed_still_wait_at_the_same_time(self):
        # To compute, one thread is enough; as many as wait for each other are needed again then.
        def at_once(host, path, each):
            def some(_):
                return [host.get(path).body for _ in range(each)]

            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                return [body for bodies in pool.map(some, range(4)) for body in bodies]

        with hosting("meeting:application", "4") as host:
            for _ in range(3):
                self.assertEqual(at_once(host, "/compute", 100), [(b"done", True)] * 400)
                for _ in range(5):
                    self.assertEqual(at_once(host, "/meet", 1), [(b"done", True)] * 4)

    def test_signals_stop_it(self):
        for number in [signal.SIGINT, signal.SIGTERM]:
            with hosting("probed:application") as host:
                host.get("/empty")
                host.process.send_signal(number)
                self.assertEqual(host.process.wait(servers.LIMIT), 0)

    def test_a_name_that_is_none_is_explained(self):
        for name, word in [
            ("nowhere:application", "No module named 'nowhere'"),
            ("probed:nothing", "has no attribute 'nothing'"),
            ("probed:closed", "closed of probed is not callable"),
        ]:
            ended = subprocess.run([HOST, name], cwd=servers.HERE, capture_output=True, text=True)
            self.assertNotEqual(ended.returncode, 0)
            self.assertIn("`module:callable`", ended.stderr)
            self.assertIn(word, ended.stderr)

    def test_ten_thousand_requests_leave_nothing_behind(self):
        with hosting("counted:application") as host:
            def requests(count):
                def some():
                    with host.connect() as connection:
                        answers = connection.makefile("rb")
                        for _ in range(count // 4):
                            connection.sendall(b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
                            while answers.readline() != b"\r\n":
                                pass
                            self.assertEqual(answers.read(6), b"a page")
                        connection.sendall(b"GET /blocks HTTP/1.0\r\n\r\n")
                        self.assertTrue(answers.read().endswith(b"a page"))

                threads = [threading.Thread(target=some) for _ in range(4)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

            requests(1000)
            before = host.get("/count").json
            requests(10_000)
            after = host.get("/count").json
            self.assertAlmostEqual(after["objects"], before["objects"], delta=50)
            self.assertAlmostEqual(after["references"], before["references"], delta=5)
            self.assertLess(after["memory"] - before["memory"], 2048, "KiB more")


if __name__ == "__main__":
    unittest.main()
