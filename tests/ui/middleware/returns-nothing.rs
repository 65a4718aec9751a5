use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) {
    next.call(environ);
}

fn main() {}
