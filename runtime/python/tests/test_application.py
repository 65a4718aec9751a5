"""The exported application, called as PEP 3333 says."""

import gc
import io
import sys
import threading
import unittest
from wsgiref.validate import validator

import site_in_rust
from called import call, environ

valid = validator(site_in_rust.application)


class Answers(unittest.TestCase):
    def test_routes(self):
        for path, text in [("/", "Index page"), ("/hello/Ann", "Hello Ann"), ("/later", "later")]:
            answer = call(valid, path)
            self.assertEqual((answer.status, answer.text), ("200 OK", text))
            self.assertEqual(answer.header("content-length"), [str(len(text))])

    def test_one_block_is_a_list(self):
        self.assertEqual(type(call(site_in_rust.application).iterable), list)

    def test_a_path_is_latin_1_of_utf_8(self):
        name = "Zoë".encode().decode("latin-1")
        self.assertEqual(call(valid, f"/hello/{name}").text, f"Hello {name}")
        self.assertEqual(call(valid, "/hello/\xff").status, "400 Bad Request")

    def test_what_no_bytes_stand_for_is_refused(self):
        with self.assertRaises(ValueError):
            call(site_in_rust.application, "/hello/€")

    def test_nothing_matches(self):
        answer = call(valid, "/nothing")
        self.assertEqual((answer.status, answer.text), ("404 Not Found", "Rust has no such page"))

    def test_methods(self):
        head = call(valid, "/hello/Ann", "HEAD")
        self.assertEqual((head.blocks, head.header("content-length")), ([], ["9"]))
        refused = call(valid, "/hello/Ann", "DELETE")
        self.assertEqual(refused.status, "405 Method Not Allowed")
        self.assertEqual(refused.header("allow"), ["GET, HEAD, OPTIONS"])
        self.assertEqual(call(valid, "/nothing-to-say").status, "204 No Content")

    def test_failures(self):
        for path, status in [
            ("/fails", "409 Conflict"),
            ("/panics", "500 Internal Server Error"),
            ("/missing", "404 Not Found"),
        ]:
            self.assertEqual(call(valid, path).status, status)

    def test_headers_are_native_strings(self):
        answer = call(valid, "/latin1")
        self.assertEqual(answer.header("x-name"), ["Zoë"])
        self.assertEqual(answer.header("set-cookie"), ["a=1", "b=2"])

    def test_start_response_has_no_keywords_and_its_exception_comes_back(self):
        error = KeyError("mine")

        def start_response(*args):
            self.assertEqual(len(args), 2)
            raise error

        with self.assertRaises(KeyError) as raised:
            site_in_rust.application(environ(), start_response)
        self.assertIs(raised.exception, error)

    def test_it_takes_two_positional_arguments(self):
        with self.assertRaises(TypeError):
            site_in_rust.application(environ())
        with self.assertRaises(TypeError):
            site_in_rust.application(environ=environ(), start_response=print)


class Bodies(unittest.TestCase):
    def test_the_body_is_read(self):
        self.assertEqual(call(valid, "/echo", "POST", b"some bytes").text, "some bytes")
        self.assertEqual(call(valid, "/lines", "POST", b"a\nb\nc").text, "a|b|c")
        large = b"x" * 300_000
        self.assertEqual(call(valid, "/echo", "POST", large).text.encode(), large)

    def test_no_more_is_read_than_there_is(self):
        class Stream(io.BytesIO):
            def read(stream, size):
                self.assertLessEqual(stream.tell() + size, 4, "beyond CONTENT_LENGTH")
                return super().read(size)

        more = {"CONTENT_LENGTH": "4", "wsgi.input": Stream(b"body and more")}
        self.assertEqual(call(site_in_rust.application, "/echo", "POST", **more).text, "body")

    def test_nothing_is_read_that_is_not_asked_for(self):
        class Stream:
            def read(stream, size):
                self.fail("the body was read")

        more = {"CONTENT_LENGTH": "4", "wsgi.input": Stream()}
        self.assertEqual(call(site_in_rust.application, "/hello/Ann", **more).text, "Hello Ann")

    def test_a_body_without_a_length_ends_where_the_server_says(self):
        more = {"wsgi.input": io.BytesIO(b"chunks"), "wsgi.input_terminated": True}
        self.assertEqual(call(site_in_rust.application, "/echo", "POST", **more).text, "chunks")
        more["wsgi.input_terminated"] = False
        self.assertEqual(call(site_in_rust.application, "/echo", "POST", **more).text, "")

    def test_a_body_that_is_cut_off_is_no_short_body(self):
        answer = call(site_in_rust.application, "/lines", "POST", b"abc", CONTENT_LENGTH="10")
        self.assertEqual(answer.status, "500 Internal Server Error")

    def test_a_stream_is_made_block_by_block_and_closed_once(self):
        def closed():
            return int(call(valid, "/closed").text)

        before = closed()
        self.assertEqual(call(valid, "/stream").blocks, [b"one ", b"", b"two ", b"three"])
        self.assertEqual(closed(), before + 1)

        iterable = site_in_rust.application(environ("/endless"), lambda *args: None)
        self.assertEqual([next(iterable) for _ in range(3)], [b"block "] * 3)
        self.assertEqual(closed(), before + 1)
        iterable.close()
        iterable.close()
        self.assertEqual(closed(), before + 2)
        self.assertEqual(list(iterable), [])

        iterable = site_in_rust.application(environ("/endless"), lambda *args: None)
        next(iterable)
        del iterable
        gc.collect()
        self.assertEqual(closed(), before + 3, "a stream that is dropped is closed")

    def test_a_stream_that_breaks_off_raises(self):
        iterable = site_in_rust.application(environ("/broken"), lambda *args: None)
        self.assertEqual(next(iterable), b"begun")
        with self.assertRaisesRegex(RuntimeError, "broken off"):
            next(iterable)


class Environ(unittest.TestCase):
    def test_rust_sees_what_the_server_says(self):
        variables = environ(
            "/environ?q=%C3%A9",
            SCRIPT_NAME="/at",
            REMOTE_ADDR="192.0.2.1",
            REMOTE_PORT="4000",
            REMOTE_USER="ann",
            HTTP_X_TOKEN="t",
            HTTP_COOKIE="a=1; b=2",
            SERVER_PROTOCOL="HTTP/1.0",
            **{"wsgi.url_scheme": "https", "wsgi.multithread": True, "some.object": object()},
        )
        text = site_in_rust.application(variables, lambda *args: None)[0].decode()
        seen = dict(line.split("=", 1) for line in text.splitlines())
        for key in [
            "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME",
            "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER",
            "HTTP_HOST", "HTTP_X_TOKEN", "HTTP_COOKIE", "wsgi.url_scheme",
        ]:
            self.assertEqual(seen.get(key), variables[key], key)
        self.assertEqual(seen["wsgi.multithread"], "true")
        self.assertEqual(seen["wsgi.multiprocess"], "false")
        self.assertEqual(seen["HTTPS"], "on")
        self.assertEqual(seen["REQUEST_URI"], "/at/environ?q=%C3%A9")
        self.assertNotIn("CONTENT_LENGTH", seen)
        self.assertNotIn("some.object", seen)

    def test_a_mount_knows_where_it_is(self):
        self.assertEqual(call(valid, "/part/inner", SCRIPT_NAME="/at").text, "/at/part /inner")

    def test_an_empty_path_is_the_root(self):
        self.assertEqual(call(valid, "", SCRIPT_NAME="/at").text, "Index page")


class Process(unittest.TestCase):
    def test_python_goes_on_while_rust_works(self):
        texts = []
        waiting = threading.Thread(target=lambda: texts.append(call(valid, "/wait").text))
        waiting.start()
        texts.append(call(valid, "/go").text)
        waiting.join()
        self.assertEqual(sorted(texts), ["gone", "waited"])

    def test_no_thread_is_started(self):
        call(valid, "/stream")
        with open("/proc/self/status") as status:
            threads = next(line for line in status if line.startswith("Threads:"))
        self.assertEqual(int(threads.split()[1]), threading.active_count())

    def test_ten_thousand_requests_leave_nothing_behind(self):
        def requests(count):
            for n in range(count):
                call(site_in_rust.application, f"/hello/Ann?{n}")
                call(site_in_rust.application, "/stream")
                call(site_in_rust.application, "/echo", "POST", b"some bytes")

        def resident():
            with open("/proc/self/statm") as statm:
                return int(statm.read().split()[1]) * 4

        requests(1000)
        gc.collect()
        objects, references, memory = len(gc.get_objects()), sys.getrefcount("text/plain"), resident()
        requests(10_000)
        gc.collect()
        self.assertAlmostEqual(len(gc.get_objects()), objects, delta=50)
        self.assertAlmostEqual(sys.getrefcount("text/plain"), references, delta=2)
        self.assertLess(resident() - memory, 2048, "KiB more")


if __name__ == "__main__":
    unittest.main()
