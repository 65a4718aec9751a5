use lychgate::middleware::Passage;
use lychgate::prelude::*;

struct Limiter;

#[middleware]
impl Middleware for Limiter {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        passage.proceed()
    }
}

fn main() {}
