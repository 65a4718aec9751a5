"""The shop's quote without a framework: what Python itself takes."""

import json
from urllib.parse import parse_qs

GOODS = {"cake": 320, "coffee": 280, "tea": 250}


def application(environ, start_response):
    path = environ["PATH_INFO"]
    sku = path.removeprefix("/quote/")
    if sku == path or sku not in GOODS:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"Not Found"]
    quantity = int(parse_qs(environ["QUERY_STRING"]).get("quantity", ["1"])[0])
    text = json.dumps({"quantity": quantity, "sku": sku, "total": GOODS[sku] * quantity}).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(text)))]
    start_response("200 OK", headers)
    return [text]
