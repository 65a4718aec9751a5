use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(error: &Error) -> &str {
        error.message()
    }
}

fn main() {}
