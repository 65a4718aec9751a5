"""The example `flask_front`: Flask alone, with two routes in Rust under gunicorn, and hosted."""

import json
import os
import pathlib
import unittest
from wsgiref.validate import validator

import servers

import shop

PLAIN = shop.app.test_client()
FRONT = pathlib.Path(shop.__file__).parent


class Each:
    def test_the_shop_is_the_same(self):
        with self.start() as server:
            for path in ["/quote/tea?quantity=3", "/quote/cake"]:
                status, text, response = server.request(path)
                self.assertEqual((status, json.loads(text)), (200, PLAIN.get(path).get_json()))
                self.assertEqual(response.getheader("Content-Type"), "application/json")
            path = "/badge/build-passing.svg"
            status, text, response = server.request(path)
            plain = PLAIN.get(path)
            self.assertEqual((status, text), (200, plain.text))
            self.assertEqual(response.getheader("Content-Type"), plain.content_type)
            self.assertEqual(server.request("/")[:2], (200, PLAIN.get("/").text))
            order = json.dumps({"goods": ["tea", "cake"]})
            answer = server.request("/order", "POST", order, **{"Content-Type": "application/json"})
            self.assertEqual((answer[0], json.loads(answer[1])), (201, {"total": 570}))
            self.assertEqual(server.request("/nowhere")[0], 404)
            # Who answered: Flask's page of an error is HTML, and Rust's is text.
            for path, kind in [("/quote/nothing", "text/plain"), ("/nowhere", "text/html")]:
                self.assertTrue(server.request(path)[2].getheader("Content-Type").startswith(kind))


class UnderGunicorn(Each, unittest.TestCase):
    def start(self):
        port = servers.free_port()
        command = servers.gunicorn(port, "front", "--preload", f"--chdir={FRONT}")
        return servers.running(command, port)


class Hosted(Each, unittest.TestCase):
    def start(self):
        port = servers.free_port()
        command = [os.environ["HOST"] + "/flask_host", f"127.0.0.1:{port}"]
        return servers.running(command, port, {"VIRTUAL_ENV": str(servers.VENV)})


class Wrapped(unittest.TestCase):
    def test_flask_passes_the_validator_behind_rust(self):
        import flask_front
        from called import call

        both = validator(flask_front.wrap(validator(shop.app.wsgi_app)))
        self.assertEqual(call(both, "/").text, PLAIN.get("/").text)
        self.assertEqual(call(both, "/quote/tea").status, "200 OK")

    def test_the_wheel_has_types(self):
        import flask_front

        for name in ["__init__.pyi", "py.typed"]:
            self.assertTrue(pathlib.Path(flask_front.__file__).with_name(name).exists(), name)


if __name__ == "__main__":
    unittest.main()
