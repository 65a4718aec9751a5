use lychgate::prelude::*;

#[application]
const SITE: u8 = 0;

fn main() {}
