use lychgate::prelude::*;

#[application]
mod site {
    fn user() -> u8 {
        7
    }

    fn admin() -> u8 {
        1
    }

    #[get("^$")]
    fn index(#[depends(user)] #[depends(admin)] user: u8) -> String {
        format!("{user} {}", admin())
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
