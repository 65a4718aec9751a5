//! Types of one's own in a handler's signature, and what a document says of them.

use lychgate::openapi::Operation;
use lychgate::prelude::*;

/// The program that sends a book, which says so in a header.
#[derive(Clone, Debug)]
pub struct Client(pub String);

impl<'a> FromEnviron<'a> for Client {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let header = environ.get("HTTP_X_CLIENT").map(ToString::to_string);
        let missing = || Rejection::absent("the request has no header X-Client").at("X-Client");
        header.map(Client).ok_or_else(missing)
    }

    fn describe(operation: &mut Operation) {
        operation.reads_header("X-Client");
        operation.refuses(400);
    }
}

/// A table as text.
#[derive(Clone, Debug)]
pub struct Csv(pub String);

impl<'a> Respond<'a> for Csv {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let response = Response::new(self.0).header("Content-Type", "text/csv");
        start_response.respond(environ, response)
    }

    fn describe(operation: &mut Operation) {
        operation.responds(200, "text/csv");
    }
}
