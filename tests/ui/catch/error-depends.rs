use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() {}

    fn error() -> u8 {
        7
    }

    #[catch]
    fn failed(#[depends(error)] error: u8) -> String {
        error.to_string()
    }
}

fn main() {}
