use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() {}
}

fn main() {
    let _ = lychgate::test::Client::new(site::ROUTES);
}
