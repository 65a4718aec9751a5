from wsgiref.types import WSGIApplication

application: WSGIApplication

def wrap(application: WSGIApplication, /) -> WSGIApplication: ...
