use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^(a|b)/\1$")]
    fn handler() {}
}

fn main() {}
