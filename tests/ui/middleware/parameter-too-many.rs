use lychgate::prelude::*;

#[middleware]
fn limit(environ: &mut Environ, next: Next<'_>, _most: usize) -> Response {
    next.call(environ)
}

fn main() {}
