use lychgate::prelude::*;

#[middleware]
fn timing(_environ: &mut Environ, _next: u8) -> Response {
    Response::new("")
}

fn main() {}
