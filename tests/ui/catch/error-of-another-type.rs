use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(error: &std::fmt::Error) -> String {
        error.to_string()
    }
}

fn main() {}
