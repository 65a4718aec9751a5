"""Measures in one run, in turns, what is to be compared; figures of different runs are not."""

import contextlib
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time
import timeit

import servers
from called import environ

QUICK = "--quick" in sys.argv
ROUNDS, SECONDS = (3, 1) if QUICK else (7, 3)
QUOTE = "/quote/tea?quantity=3"
SHOP = pathlib.Path(__import__("shop").__file__).parent


def calls():
    """One request without a server."""
    import bare
    import flask_front
    import shop

    variables = environ(
        QUOTE, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64)", HTTP_ACCEPT="*/*",
        HTTP_ACCEPT_ENCODING="gzip, deflate, br", HTTP_ACCEPT_LANGUAGE="en", REMOTE_PORT="40000",
        SERVER_SOFTWARE="bench", REMOTE_ADDR="127.0.0.1", RAW_URI=QUOTE,
    )
    variables["wsgi.file_wrapper"] = None
    elsewhere = dict(variables, PATH_INFO="/elsewhere", RAW_URI="/elsewhere")

    def nothing(environ, start_response):
        return []

    def call(application, variables):
        def one():
            body = application(dict(variables), lambda status, headers, exc_info=None: None)
            for _ in body:
                pass
            if hasattr(body, "close"):
                body.close()

        return one

    contestants = {
        "the route in Rust": call(flask_front.application, variables),
        "the route in Flask": call(shop.app.wsgi_app, variables),
        "the route in bare Python": call(bare.application, variables),
        "an empty Python function": call(nothing, elsewhere),
        "the same, behind Rust": call(flask_front.wrap(nothing), elsewhere),
    }
    count = 2000 if QUICK else 10_000
    times = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, one in contestants.items():
            times[name].append(timeit.timeit(one, timer=time.process_time, number=count) / count * 1e6)
    medians = {name: min(values) for name, values in times.items()}
    print("One call, without a server, in processor time\n")
    for name, median in medians.items():
        print(f"  {name:<28}{median:8.1f} µs")
    ratio = medians["the route in Flask"] / medians["the route in Rust"]
    print(f"\n  Flask takes {ratio:.1f} times as long as Rust\n")


def tree(process):
    """A process and all that it has started."""
    yield process
    with contextlib.suppress(OSError):
        for task in pathlib.Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))


def seconds_used(process):
    ticks = 0
    for one in set(tree(process)):
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(") ", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def load(server, path):
    """Requests in a second, and the processor time of each in the server, in µs."""
    before = seconds_used(server.process.pid)
    url = f"http://127.0.0.1:{server.port}{path}"
    command = ["wrk", "--threads=1", "--connections=16", f"--duration={SECONDS}s", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if re.search("Non-2xx|Socket errors.*(connect [1-9]|timeout [1-9])", text):
        raise AssertionError(text)
    requests = int(re.search(r"(\d+) requests in", text)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    return rate, (seconds_used(server.process.pid) - before) / requests * 1e6


def compare(title, path, commands, prefixes={}):
    """All servers at once, each measured in its turn; the path has a prefix with some of them."""
    print(f"{title}\n\n  {'':<28}{'requests/s':>12}{'processor':>16}")
    with contextlib.ExitStack() as stack:
        running = {}
        for name, command in commands.items():
            port = servers.free_port()
            virtual = {"VIRTUAL_ENV": str(servers.VENV)}
            running[name] = stack.enter_context(servers.running(command(port), port, virtual))
            asked = prefixes.get(name, "") + path
            status, text, _ = running[name].request(asked)  # uWSGI loads what it serves at last
            if status != 200:
                raise AssertionError(f"{name}: {status} {text}")
        measured = {name: [] for name in running}
        for turn in range(ROUNDS + 1):
            for name, server in running.items():
                result = load(server, prefixes.get(name, "") + path)
                if turn:  # the first one warms up
                    measured[name].append(result)
    medians = {}
    for name, results in measured.items():
        medians[name] = [statistics.median(column) for column in zip(*results)]
        rate, used = medians[name]
        print(f"  {name:<28}{rate:12.0f}{used:10.0f} µs each")
    print()
    return medians


def gunicorn(module, *arguments):
    return lambda port: servers.gunicorn(port, module, f"--chdir={SHOP}", *arguments)


def uwsgi(module, *arguments):
    return lambda port: [*servers.uwsgi(port, module), "--disable-logging", *arguments]


def ours(*arguments):
    return lambda port: [os.environ["HOST"] + "/flask_host", f"127.0.0.1:{port}", *arguments]


def routes():
    kinds = {"Rust": "front", "Flask": "shop", "bare Python": "bare"}
    for title, command in [
        ("gunicorn, one worker", lambda module: gunicorn(module, "--workers=1")),
        ("uWSGI, one process", lambda module: uwsgi(module, "--processes=1", "--threads=1")),
        ("granian, one worker", lambda module: lambda port: servers.granian(port, module)),
    ]:
        contestants = {
            f"the route in {kind}": command(module) for kind, module in kinds.items()
        }
        tell(compare(f"The route under {title}", QUOTE, contestants))
    # Both in one program; what has the prefix is Flask's, behind the routes in Rust.
    contestants = {"the route in Rust": ours(), "the route in Flask": ours("prefixed:application")}
    prefixes = {"the route in Flask": "/flask"}
    tell(compare("The route under our server", QUOTE, contestants, prefixes))


def tell(medians):
    (fast, few), (slow, many) = medians["the route in Rust"], medians["the route in Flask"]
    print(f"  Rust: {fast / slow:.1f} times the requests of Flask, at 1/{many / few:.1f} of the time\n")


def hosts():
    compare(
        "Flask's page of the shop, one process each, four threads",
        "/",
        {
            "lychgate": ours(),
            "granian": lambda port: [*servers.granian(port, "shop"), "--blocking-threads=4"],
            "granian, as it comes": lambda port: servers.granian(port, "shop"),
            "gunicorn": gunicorn("shop", "--workers=1", "--threads=4"),
            "uWSGI": uwsgi("shop", "--processes=1", "--threads=4"),
            "waitress": lambda port: servers.waitress(port, "shop"),
        },
    )


calls()
routes()
hosts()
