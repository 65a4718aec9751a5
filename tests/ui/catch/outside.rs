use lychgate::prelude::*;

#[catch]
fn failed(_: &Error) {}

fn main() {}
