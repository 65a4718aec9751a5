"""`wrap`: what Rust does not answer is the other application's, untouched."""

import gc
import sys
import unittest
import weakref
from wsgiref.validate import validator

import site_in_rust
from called import call, environ


class Body:
    """An iterable that notices what is done with it."""

    closed = 0

    def __iter__(self):
        return iter([b"from ", b"Python"])

    def close(self):
        self.closed += 1


def python(variables, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Python: " + variables["PATH_INFO"].encode("latin-1")]


class Wraps(unittest.TestCase):
    def test_routes_answer_first(self):
        both = validator(site_in_rust.wrap(validator(python)))
        for path, method, text in [
            ("/hello/Ann", "GET", "Hello Ann"),
            ("/part/inner", "GET", "/part /inner"),
            ("/flask", "GET", "Python: /flask"),
            # The routes at this path take other methods, and say so when they are alone.
            ("/hello/Ann", "POST", "Python: /hello/Ann"),
            ("/hello/Ann", "OPTIONS", "Python: /hello/Ann"),
            # A path that is no text.
            ("/hello/\xff", "GET", "Python: /hello/\xff"),
        ]:
            self.assertEqual(call(both, path, method).text, text, (method, path))

    def test_a_handlers_own_404_is_an_answer_and_so_is_a_mounts(self):
        both = site_in_rust.wrap(python)
        for path in ["/missing", "/part/nothing"]:
            self.assertEqual(call(both, path).status, "404 Not Found")

    def test_everything_else_is_passed_as_it_is(self):
        seen = []
        body = Body()

        def application(*args, **keywords):
            seen.append((args, keywords))
            return body

        variables, start_response = environ("/flask", "POST", b"body"), object()
        before = dict(variables)
        result = site_in_rust.wrap(application)(variables, start_response)
        self.assertIs(result, body)
        ((args, keywords),) = seen
        self.assertEqual(len(args), 2)
        self.assertIs(args[0], variables)
        self.assertIs(args[1], start_response)
        self.assertEqual(keywords, {})
        self.assertEqual(variables, before)
        self.assertEqual(variables["wsgi.input"].tell(), 0)
        self.assertEqual(body.closed, 0)

    def test_an_exception_is_the_same_with_its_traceback(self):
        error = LookupError("mine")

        def application(variables, start_response):
            raise error

        functions = []
        try:
            site_in_rust.wrap(application)(environ("/flask"), print)
        except LookupError as raised:
            self.assertIs(raised, error)
            traceback = raised.__traceback__
            while traceback:
                functions.append(traceback.tb_frame.f_code.co_name)
                traceback = traceback.tb_next
        self.assertEqual(functions[-1:], ["application"])

    def test_one_behind_the_other(self):
        inner = site_in_rust.wrap(python)
        self.assertIs(inner.application, python)
        self.assertEqual(call(site_in_rust.wrap(inner), "/flask").text, "Python: /flask")

    def test_a_circle_is_collected(self):
        class Site:
            def wsgi_app(self, variables, start_response):
                return python(variables, start_response)

        site = Site()
        site.wsgi_app = site_in_rust.wrap(site.wsgi_app)
        self.assertEqual(call(site.wsgi_app, "/flask").text, "Python: /flask")
        gone = weakref.ref(site)
        del site
        gc.collect()
        self.assertIsNone(gone())

    def test_ten_thousand_requests_leave_nothing_behind(self):
        both = site_in_rust.wrap(python)
        variables = environ("/flask")
        references = sys.getrefcount(variables), sys.getrefcount(python)
        for _ in range(10_000):
            call(both, "/flask")
            both(variables, lambda *args: None)
        self.assertEqual((sys.getrefcount(variables), sys.getrefcount(python)), references)


if __name__ == "__main__":
    unittest.main()
