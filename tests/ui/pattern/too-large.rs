use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^(?:\w{500}){500}$")]
    fn handler() {}
}

fn main() {}
