use lychgate::prelude::*;

#[middleware]
fn timing(environ: &Environ, next: Next<'_>) -> Response {
    Response::new("")
}

fn main() {}
