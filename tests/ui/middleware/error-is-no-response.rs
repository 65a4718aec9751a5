use lychgate::prelude::*;

#[middleware]
fn login(environ: &mut Environ, next: Next<'_>) -> std::result::Result<Response, String> {
    Err("no".to_owned())
}

fn main() {}
