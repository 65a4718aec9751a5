use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: u8) -> Response {
    Response::new("")
}

fn main() {}
