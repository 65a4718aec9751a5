use lychgate::prelude::*;

#[with(timing)]
fn page() {}

#[middleware]
#[with(timing)]
fn login(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

fn main() {
    page();
}
