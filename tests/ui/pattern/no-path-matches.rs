use lychgate::prelude::*;

#[application]
mod site {
    #[get("^a$b")]
    fn handler() {}
}

fn main() {}
