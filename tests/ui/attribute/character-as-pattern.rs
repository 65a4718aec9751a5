use lychgate::prelude::*;

#[application]
mod site {
    #[get('a')]
    fn handler() {}
}

fn main() {}
