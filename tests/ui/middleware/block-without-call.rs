use lychgate::prelude::*;

struct Limiter;

#[middleware]
impl Limiter {
    fn free(&self) -> usize {
        7
    }
}

struct Gate;

#[middleware]
impl Gate {
    fn calls(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ)
    }
}

#[application]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {
    let _ = Limiter.wrap(Gate.wrap(site::application));
}
