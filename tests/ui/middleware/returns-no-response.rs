use lychgate::prelude::*;

#[middleware]
fn timing(_environ: &mut Environ, _next: Next<'_>) -> u8 {
    7
}

struct Limiter;

#[middleware]
impl Limiter {
    async fn call(&self, _environ: &mut Environ, _next: Next<'_>) -> &'static str {
        "limit"
    }
}

fn main() {}
