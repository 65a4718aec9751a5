use lychgate::prelude::*;

#[middleware]
fn timing<T>(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

fn main() {}
