use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() {}
}

#[middleware]
fn timing(_environ: &mut Environ) -> Response {
    Response::new("")
}

#[middleware]
fn nothing() -> Response {
    Response::new("")
}

fn main() {
    let _ = timing(nothing(site::application));
}
