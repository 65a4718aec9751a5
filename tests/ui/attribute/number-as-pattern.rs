use lychgate::prelude::*;

#[application]
mod site {
    #[get(404)]
    fn handler() {}
}

fn main() {}
