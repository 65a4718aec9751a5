#![deny(warnings)]

use lychgate::prelude::*;

#[application]
mod site {
    #[get("^used/(?<name>[a-z]+)$")]
    fn used(name: &str) {}
}

fn main() {
    let _ = lychgate::test::Client::new(site::application);
}
