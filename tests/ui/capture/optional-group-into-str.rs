use lychgate::prelude::*;

#[application]
mod site {
    #[get("^(?:a/(?<a>x)|b/(?<b>y))$")]
    fn either(a: Option<&str>, b: &str) {
        let _ = (a, b);
    }
}

fn main() {}
