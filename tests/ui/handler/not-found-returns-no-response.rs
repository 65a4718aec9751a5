use lychgate::prelude::*;

#[application]
mod site {
    #[not_found]
    fn nothing() -> u8 {
        7
    }

    #[get("^$")]
    fn index() {}
}

fn main() {}
