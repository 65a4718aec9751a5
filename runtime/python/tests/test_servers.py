"""The module under each WSGI server: the validator of the standard library finds nothing."""

import concurrent.futures
import http.client
import tempfile
import unittest

import servers


class Each:
    """What holds under each server; `start` says which."""

    latin_1 = "Zoë"

    def raises(self, server):
        self.assertEqual(server.request("/raises")[0], 500)

    def test_validated(self):
        with self.start() as server:
            self.answers(server)
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                requests = [pool.submit(server.request, f"/hello/n{n}") for n in range(200)]
                texts = [request.result()[1] for request in requests]
            self.assertEqual(texts, [f"Hello n{n}" for n in range(200)])
            self.raises(server)
            log = server.log.read_text()
            self.assertIn("raised by Python", log)
            for word in ["AssertionError", "WSGIWarning", "without being closed", "Exception ignored"]:
                self.assertNotIn(word, log)

    def answers(self, server):
        for path, text in [
            ("/", "Index page"),
            ("/hello/Zo%C3%AB", "Hello Zoë".encode().decode("latin-1")),
            ("/stream", "one two three"),
            ("/part/inner", "/part /inner"),
            ("/elsewhere", "Python: GET "),
        ]:
            self.assertEqual(server.request(path)[:2], (200, text))
        large = b"x" * 200_000
        self.assertEqual(server.request("/echo", "POST", large)[1].encode(), large)
        self.assertEqual(server.request("/lines", "POST", b"a\nb")[1], "a|b")
        self.assertEqual(server.request("/elsewhere", "POST", b"body")[1], "Python: POST body")
        self.assertEqual(server.request("/missing")[0], 404)
        self.assertEqual(server.request("/fails")[0], 409)
        self.assertEqual(server.request("/hello/Ann", "HEAD")[1], "")
        environ = server.request("/environ?q=1", **{"X-Token": "t"})[1]
        for line in ["REQUEST_METHOD=GET", "QUERY_STRING=q=1", "HTTP_X_TOKEN=t"]:
            self.assertIn(f"{line}\n", environ)
        response = server.request("/latin1")[2]
        self.assertEqual(response.getheader("X-Name"), self.latin_1)
        self.assertEqual(response.headers.get_all("Set-Cookie"), ["a=1", "b=2"])


class Wsgiref(Each, unittest.TestCase):
    def start(self):
        port = servers.free_port()
        return servers.running(servers.wsgiref(port, "served"), port)


class GunicornSync(Each, unittest.TestCase):
    arguments = ["--workers=2"]

    def start(self):
        port = servers.free_port()
        return servers.running(servers.gunicorn(port, "served", *self.arguments), port)


class GunicornThreads(GunicornSync):
    arguments = ["--workers=1", "--threads=4"]


class GunicornPreload(GunicornSync):
    """The module is imported before the workers are forked."""

    arguments = ["--workers=2", "--preload"]


class Waitress(Each, unittest.TestCase):
    def start(self):
        port = servers.free_port()
        return servers.running(servers.waitress(port, "served"), port)


class Granian(Each, unittest.TestCase):
    latin_1 = "Zoë".encode().decode("latin-1")  # it sends UTF-8

    def start(self):
        port = servers.free_port()
        return servers.running(servers.granian(port, "served"), port)


class Uwsgi(Each, unittest.TestCase):
    """Imported before the fork, too."""

    def raises(self, server):
        with self.assertRaises(http.client.RemoteDisconnected):  # which is all it says
            server.request("/raises")

    def start(self):
        port = servers.free_port()
        return servers.running(servers.uwsgi(port, "served"), port)


class ModWsgi(Each, unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start(self, *group):
        port = servers.free_port()
        return servers.running(servers.mod_wsgi(port, "served", self.folder, *group), port)

    def test_a_sub_interpreter_is_told_what_to_do(self):
        with self.start("") as server:
            self.assertEqual(server.request("/")[0], 500)
            self.assertIn("set `WSGIApplicationGroup %{GLOBAL}`", server.log.read_text())


if __name__ == "__main__":
    unittest.main()
