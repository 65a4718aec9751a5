use lychgate::prelude::*;

#[application]
mod site {
    #[get("^(?<a>x)/(?<a>y)$")]
    fn handler(a: &str) -> String {
        a.to_owned()
    }
}

fn main() {}
