use lychgate::prelude::*;

#[application]
mod site {
    fn current_user() -> String {
        "ann".to_owned()
    }

    #[get("^users/(?<user>[a-z]+)$")]
    fn show(#[depends(current_user)] user: String) -> String {
        user
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
