use lychgate::prelude::*;

#[application]
mod site;

fn main() {}
