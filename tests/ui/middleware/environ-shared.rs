use lychgate::prelude::*;

#[middleware]
fn timing(_environ: &Environ, _next: Next<'_>) -> Response {
    Response::new("")
}

fn main() {}
