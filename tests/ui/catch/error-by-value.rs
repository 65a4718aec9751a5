use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(error: Error) -> String {
        error.to_string()
    }
}

fn main() {}
