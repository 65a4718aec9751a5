use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index();
}

fn main() {}
