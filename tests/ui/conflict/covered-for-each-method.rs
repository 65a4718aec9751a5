use lychgate::prelude::*;

#[application]
mod site {
    #[get("^a/.*$")]
    fn read() {}

    #[post("^a/.*$")]
    fn write() {}

    #[route("^a/b$", GET, POST)]
    fn both() {}
}

fn main() {}
