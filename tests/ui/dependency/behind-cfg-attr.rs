use lychgate::prelude::*;

#[application]
mod site {
    fn user() -> u8 {
        7
    }

    #[get("^$")]
    fn index(#[cfg_attr(unix, depends(user))] user: u8) -> String {
        user.to_string()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
