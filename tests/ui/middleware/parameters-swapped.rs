use lychgate::prelude::*;

#[middleware]
fn timing(next: Next<'_>, environ: &mut Environ) -> Response {
    next.call(environ)
}

fn main() {}
