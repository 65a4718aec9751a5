use lychgate::prelude::*;

#[application(overlap)]
mod site {
    #[get("^$")]
    pub fn index() {}
}

fn main() {
    site::index();
    let _ = lychgate::test::Client::new(site::application);
}
