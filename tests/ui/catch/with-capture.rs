use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(_: &Error, name: &str) -> String {
        name.to_owned()
    }
}

fn main() {}
