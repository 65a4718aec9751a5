use lychgate::prelude::*;

#[application]
fn hello(name: &str) -> String {
    name.to_owned()
}

fn main() {}
