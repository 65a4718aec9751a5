use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^\p{Klingon}$")]
    fn handler() {}
}

fn main() {}
