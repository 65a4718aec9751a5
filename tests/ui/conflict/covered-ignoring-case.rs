use lychgate::prelude::*;

#[application]
mod site {
    #[get("(?i)^about$")]
    fn any_case() {}

    #[get("^About$")]
    fn one_case() {}
}

fn main() {}
