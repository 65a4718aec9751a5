from _typeshed.wsgi import WSGIApplication

application: WSGIApplication

def wrap(application: WSGIApplication, /) -> WSGIApplication: ...
