use lychgate::prelude::*;

struct Site;

#[application]
impl Site {}

fn main() {}
