use lychgate::prelude::*;

struct Limiter;

#[middleware]
impl Limiter {
    fn call(environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ)
    }
}

struct Counter(usize);

#[middleware]
impl Counter {
    fn call(&mut self, environ: &mut Environ, next: Next<'_>) -> Response {
        self.0 += 1;
        next.call(environ)
    }
}

fn main() {}
