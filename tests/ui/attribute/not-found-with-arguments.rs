use lychgate::prelude::*;

#[application]
mod site {
    #[not_found("^$")]
    fn handler() {}
}

fn main() {}
