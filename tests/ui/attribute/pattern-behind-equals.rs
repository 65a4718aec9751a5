use lychgate::prelude::*;

#[application]
mod site {
    #[get = "^$"]
    fn handler() {}
}

fn main() {}
