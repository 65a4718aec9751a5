use lychgate::prelude::*;

#[middleware]
fn login(_environ: &mut Environ, _next: Next<'_>) -> std::result::Result<Response, String> {
    Err("no".to_owned())
}

fn main() {}
