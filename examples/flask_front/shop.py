"""A small shop in Flask, as it was before two of its routes were moved."""

from flask import Flask, abort, jsonify, render_template, request

GOODS = {"cake": 320, "coffee": 280, "tea": 250}

application = app = Flask(__name__)


@app.get("/")
def index():
    return render_template("index.html", goods=GOODS.items())


@app.post("/order")
def order():
    goods = request.get_json()["goods"]
    return jsonify(total=sum(GOODS[name] for name in goods)), 201


@app.get("/quote/<sku>")
def quote(sku):
    if sku not in GOODS:
        abort(404)
    quantity = int(request.args.get("quantity", 1))
    return jsonify(quantity=quantity, sku=sku, total=GOODS[sku] * quantity)


@app.get("/badge/<label>-<value>.svg")
def badge(label, value):
    left, right = (10 + 7 * len(text) for text in (label, value))
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{left + right}' height='20'>"
        f"<rect width='{left}' height='20' fill='#555'/>"
        f"<rect x='{left}' width='{right}' height='20' fill='#4c1'/>"
        "<g fill='#fff' font-family='sans-serif' font-size='11'>"
        f"<text x='5' y='14'>{label}</text><text x='{left + 5}' y='14'>{value}</text></g></svg>\n"
    )
    return svg, {"Content-Type": "image/svg+xml; charset=utf-8"}
