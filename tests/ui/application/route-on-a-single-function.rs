use lychgate::prelude::*;

#[application]
#[get("^$")]
fn index() -> &'static str {
    "index"
}

fn main() {}
