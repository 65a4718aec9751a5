use lychgate::prelude::*;

#[application]
mod site {
    #[get("^[z-a]$")]
    fn handler() {}
}

fn main() {}
