use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^a\yb$")]
    fn handler() {}
}

fn main() {}
