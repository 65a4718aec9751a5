use lychgate::prelude::*;

#[application]
mod site {
    #[get("^a{3,1}$")]
    fn handler() {}
}

fn main() {}
