use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$"u8)]
    fn handler() {}
}

fn main() {}
