use lychgate::prelude::*;

#[application]
mod site {
    fn user(#[depends(session)] session: u8) -> u8 {
        session
    }

    fn session(#[depends(settings)] settings: u8) -> u8 {
        settings
    }

    fn settings(#[depends(user)] user: u8) -> u8 {
        user
    }

    #[get("^$")]
    fn index(#[depends(user)] user: u8) -> String {
        user.to_string()
    }

    #[get("^other/(?<id>[0-9]+)$")]
    fn other(#[depends(itself)] user: u8) -> String {
        user.to_string()
    }

    fn itself(id: u8, #[depends(itself)] other: u8) -> u8 {
        id + other
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
