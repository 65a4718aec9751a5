use lychgate::prelude::*;

#[application]
mod site {
    #[get("^hello/(?<nmae>[a-z]+)$")]
    fn hello(name: &str) {
        let _ = name;
    }
}

fn main() {}
