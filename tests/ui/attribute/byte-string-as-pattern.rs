use lychgate::prelude::*;

#[application]
mod site {
    #[get(b"^$")]
    fn handler() {}
}

fn main() {}
