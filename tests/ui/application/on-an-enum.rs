use lychgate::prelude::*;

#[application]
enum Site {}

fn main() {}
