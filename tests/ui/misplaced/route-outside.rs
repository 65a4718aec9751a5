use lychgate::prelude::*;

#[route("^$")]
fn index() {}

fn main() {}
