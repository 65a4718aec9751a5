use lychgate::prelude::*;

mod auth {
    pub(crate) async fn current_user() -> String {
        "ann".to_owned()
    }
}

#[application]
mod site {
    use super::auth;

    #[get("^$")]
    async fn index(#[depends(auth::current_user)] user: String) -> String {
        user
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
