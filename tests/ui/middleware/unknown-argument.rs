use lychgate::prelude::*;

#[middleware(outermost)]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

fn main() {}
