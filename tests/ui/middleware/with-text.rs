use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

#[application]
#[with("timing", 7)]
mod site {
    #[get("^$")]
    #[with(if)]
    fn index() {}

    #[get("^a$")]
    #[with(super::timing login)]
    fn a() {}
}

fn main() {}
