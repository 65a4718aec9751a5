use lychgate::prelude::*;

struct Limiter;

impl Limiter {
    #[middleware]
    fn limit(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ)
    }
}

fn main() {
    let _ = Limiter::limit;
}
