use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    #[middleware]
    fn index() -> &'static str {
        ""
    }
}

#[middleware]
#[get("^$")]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

fn main() {}
