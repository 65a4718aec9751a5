use lychgate::prelude::*;

#[application]
mod site {
    #[not_found]
    fn first() {}

    #[not_found]
    fn second() {}
}

fn main() {}
