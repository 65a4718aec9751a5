use lychgate::prelude::*;

#[application]
mod site {
    fn name() -> String {
        "ann".to_owned()
    }

    #[get("^$")]
    fn index(#[depends(name)] name: &str) -> &str {
        name.trim()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
