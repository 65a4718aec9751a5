use lychgate::prelude::*;

#[application]
mod site {
    #[route("^$", "BREW")]
    fn handler() {}
}

fn main() {}
