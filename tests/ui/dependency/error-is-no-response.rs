use lychgate::prelude::*;

struct Broken;

fn elsewhere() -> Result<u8, Broken> {
    Err(Broken)
}

#[application]
mod site {
    use super::{Broken, elsewhere};

    fn user() -> Result<u8, Broken> {
        elsewhere()
    }

    #[get("^own$")]
    fn own(#[depends(user)] user: u8) -> String {
        user.to_string()
    }

    #[get("^elsewhere$")]
    fn other(#[depends(elsewhere)] user: u8) -> String {
        user.to_string()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
