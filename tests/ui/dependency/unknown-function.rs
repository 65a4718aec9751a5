use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index(#[depends(current_user)] user: String) -> String {
        user
    }

    #[get("^other$")]
    fn other(#[depends(self::current_user)] user: &str) -> String {
        user.to_owned()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
