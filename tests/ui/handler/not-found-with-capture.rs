use lychgate::prelude::*;

#[application]
mod site {
    #[not_found]
    fn nothing(name: &str) -> String {
        name.to_owned()
    }

    #[get("^$")]
    fn index() {}
}

fn main() {}
