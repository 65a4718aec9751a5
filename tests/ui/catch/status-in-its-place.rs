use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(status: u16) -> String {
        status.to_string()
    }
}

fn main() {}
