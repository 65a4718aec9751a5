use lychgate::prelude::*;

#[application]
mod site {
    use super::*;

    #[get("^$")]
    fn index() {}

    #[catch]
    fn failed(error: &Error) -> u16 {
        error.status().as_u16()
    }
}

fn main() {}
