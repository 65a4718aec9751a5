use lychgate::prelude::*;

#[application]
pub struct Site {
    name: String,
}

fn main() {}
