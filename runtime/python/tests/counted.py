"""Counts what is left of requests."""

import gc
import json
import sys

TYPE = "text/plain"


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", TYPE)])
    if environ["PATH_INFO"] == "/page":
        return [b"a page"]
    if environ["PATH_INFO"] == "/blocks":
        return iter([b"a ", b"page"])
    gc.collect()
    with open("/proc/self/statm") as statm:
        memory = int(statm.read().split()[1]) * 4
    counts = {"objects": len(gc.get_objects()), "references": sys.getrefcount(TYPE)}
    return [json.dumps({**counts, "memory": memory}).encode()]
