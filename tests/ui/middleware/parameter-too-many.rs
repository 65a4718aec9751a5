use lychgate::prelude::*;

#[middleware]
fn limit(environ: &mut Environ, next: Next<'_>, most: usize) -> Response {
    next.call(environ)
}

fn main() {}
