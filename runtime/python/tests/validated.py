"""Flask and Django, each in the validator of the standard library."""

import os
import sys

# The host finds them by VIRTUAL_ENV; the tests have none active.
sys.path.append(os.environ["VENV"] + f"/lib/python3.{sys.version_info.minor}/site-packages")

from wsgiref.validate import validator

import django.http
import django.urls
import flask
from django.conf import settings
from django.core.wsgi import get_wsgi_application

flask_app = flask.Flask(__name__)


@flask_app.get("/flask/page")
def page():
    return flask.Response("a page", content_type="text/plain")


@flask_app.post("/flask/echo")
def echo():
    return flask.Response(flask.request.stream.read(1000), content_type="text/plain")


def django_page(request):
    return django.http.HttpResponse("a page", content_type="text/plain")


def django_echo(request):
    return django.http.HttpResponse(request.body, content_type="text/plain")


urlpatterns = [
    django.urls.path("django/page", django_page),
    django.urls.path("django/echo", django_echo),
]
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="of a test")
django_app = validator(get_wsgi_application())
flask_valid = validator(flask_app)


def application(environ, start_response):
    is_flask = environ["PATH_INFO"].startswith("/flask")
    return (flask_valid if is_flask else django_app)(environ, start_response)
