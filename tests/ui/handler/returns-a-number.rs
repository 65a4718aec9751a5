use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() -> u32 {
        7
    }
}

fn main() {}
