use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch(404)]
    fn failed(_: &Error) {}
}

fn main() {}
