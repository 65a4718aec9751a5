use lychgate::prelude::*;

#[application]
#[with]
mod site {
    #[get("^$")]
    #[with()]
    fn index() {}

    #[get("^a$")]
    #[with = timing]
    fn a() {}
}

fn main() {
    let _ = site::application;
}
