use lychgate::prelude::*;

#[application]
mod site {
    #[get(r"^(?-u:\xFF)$")]
    fn handler() {}
}

fn main() {}
