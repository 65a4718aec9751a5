use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[get("^failed$")]
    #[catch]
    fn failed(_: &Error) {}
}

fn main() {}
