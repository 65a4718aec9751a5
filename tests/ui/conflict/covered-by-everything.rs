use lychgate::prelude::*;

#[application]
mod site {
    #[route("^")]
    fn everything() {}

    #[get("^$")]
    fn index() {}

    #[get("^about$")]
    fn about() {}
}

fn main() {}
