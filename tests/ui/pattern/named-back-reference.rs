use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^(?<x>a|b)/\k<x>$")]
    fn handler() {}
}

fn main() {}
