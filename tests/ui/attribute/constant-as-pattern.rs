use lychgate::prelude::*;

#[application]
mod site {
    #[get(PATTERN)]
    fn handler() {}
}

fn main() {}
