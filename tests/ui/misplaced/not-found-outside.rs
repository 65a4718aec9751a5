use lychgate::prelude::*;

#[not_found]
fn index() {}

fn main() {}
