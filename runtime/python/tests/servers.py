"""Starts servers, and talks to them."""

import contextlib
import http.client
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
VENV = pathlib.Path(os.environ["VENV"])
LIMIT = 60  # seconds, until what hangs is given up


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port, process, log):
    """Waits until somebody listens at the port."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {log.read_text()}")
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nobody listens: {log.read_text()}")


class Server:
    """A running server, and its log."""

    def __init__(self, port, process, log):
        self.port, self.process, self.log = port, process, log

    def request(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode("latin-1"), response


@contextlib.contextmanager
def running(command, port, environ=None):
    """Runs a command that serves at a port, with its log in a file."""
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("w") as output:
            environ = {**os.environ, **(environ or {})}
            process = subprocess.Popen(command, cwd=HERE, stdout=output, stderr=output, env=environ)
        try:
            wait_for(port, process, log)
            yield Server(port, process, log)
        finally:
            process.terminate()
            try:
                process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wsgiref(port, module):
    return [sys.executable, "-c", f"""
from wsgiref.simple_server import make_server
from {module} import application
make_server("127.0.0.1", {port}, application).serve_forever()"""]


def gunicorn(port, module, *arguments):
    bind = f"--bind=127.0.0.1:{port}"
    return [VENV / "bin/gunicorn", bind, "--no-control-socket", *arguments, f"{module}:application"]


def waitress(port, module):
    return [VENV / "bin/waitress-serve", f"--listen=127.0.0.1:{port}", f"{module}:application"]


def granian(port, module):
    host = ["--host=127.0.0.1", f"--port={port}", "--interface=wsgi"]
    return [VENV / "bin/granian", *host, f"{module}:application"]


def uwsgi(port, module):
    # It is Debian's Python that reads what is in the virtual environment.
    packages = VENV / "lib/python3.11/site-packages"
    paths = [HERE, packages, *os.environ["PYTHONPATH"].split(":")]
    paths = [f"--pythonpath={path}" for path in paths]
    return [
        "uwsgi", "--plugin=python3", f"--http-socket=127.0.0.1:{port}", "--master", "--need-app",
        "--processes=2", "--enable-threads", "--threads=2", "--die-on-term", *paths,
        f"--module={module}",
    ]


APACHE = """
ServerRoot {folder}
PidFile {folder}/pid
Listen 127.0.0.1:{port}
ServerName localhost
ErrorLog /dev/stderr
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule wsgi_module /usr/lib/apache2/modules/mod_wsgi.so
{user}
WSGIPythonPath {paths}
WSGIRestrictStdin Off
{group}
WSGIScriptAlias / {folder}/{module}.py
<Directory {folder}>
    Require all granted
</Directory>
"""


def mod_wsgi(port, module, folder, group="WSGIApplicationGroup %{GLOBAL}"):
    """Apache in the foreground. It reads what any user may read, so all is copied to `folder`."""
    folder = pathlib.Path(folder)
    folder.chmod(0o755)
    for path in [HERE, os.environ["PYTHONPATH"].split(":")[0]]:
        shutil.copytree(path, folder, dirs_exist_ok=True)
    user = "User www-data\nGroup www-data" if os.getuid() == 0 else ""
    configuration = APACHE.format(
        folder=folder, port=port, paths=folder, module=module, group=group, user=user
    )
    (folder / "apache.conf").write_text(configuration)
    return ["apache2", "-DFOREGROUND", "-f", folder / "apache.conf"]
