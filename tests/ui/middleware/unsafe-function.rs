use lychgate::prelude::*;

#[middleware]
unsafe fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

fn main() {}
