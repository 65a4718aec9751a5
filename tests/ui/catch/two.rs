use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    fn first(_: &Error) {}

    #[catch]
    fn second(_: &Error) {}
}

fn main() {}
