use lychgate::prelude::*;

fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

#[application]
mod site {
    use super::*;

    #[get("^$")]
    #[with(timing)]
    fn index() {}
}

fn main() {}
