use lychgate::prelude::*;

#[middleware]
struct Limiter;

fn main() {
    let _ = Limiter;
}
