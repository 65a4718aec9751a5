use lychgate::prelude::*;

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> u8 {
    7
}

struct Limiter;

#[middleware]
impl Limiter {
    async fn call(&self, environ: &mut Environ, next: Next<'_>) -> &'static str {
        "limit"
    }
}

fn main() {}
