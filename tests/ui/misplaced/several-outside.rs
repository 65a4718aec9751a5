use lychgate::prelude::*;

#[get("^$")]
#[post("^$")]
fn index() {}

fn main() {}
