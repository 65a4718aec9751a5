use lychgate::prelude::*;

#[application]
#[catch]
fn failed(_: &Error) {}

fn main() {}
