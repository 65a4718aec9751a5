use lychgate::prelude::*;

#[depends(user)]
fn page(user: u8) -> String {
    user.to_string()
}

#[application]
mod site {
    fn user() -> u8 {
        7
    }

    #[get("^$")]
    #[depends(user)]
    fn index() -> String {
        user().to_string()
    }
}

fn main() {
    page(7);
    lychgate::test::Client::new(site::application);
}
