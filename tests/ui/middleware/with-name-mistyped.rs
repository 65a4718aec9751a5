use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    next.call(environ)
}

#[application]
mod site {
    #[get("^$")]
    #[with(timming)]
    fn index() {}
}

fn main() {
    let _ = timing(site::application);
}
