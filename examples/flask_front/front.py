"""The shop with two of its routes in Rust: `gunicorn front:application`."""

import flask_front

from shop import app

app.wsgi_app = flask_front.wrap(app.wsgi_app)
application = app
