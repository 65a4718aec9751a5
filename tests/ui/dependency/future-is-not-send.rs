use std::rc::Rc;

use lychgate::prelude::*;

#[application]
mod site {
    use super::Rc;

    fn count() -> Rc<u8> {
        Rc::new(7)
    }

    async fn user() -> u8 {
        7
    }

    #[get("^$")]
    fn index(#[depends(count)] count: Rc<u8>, #[depends(user)] user: u8) -> String {
        format!("{count} {user}")
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
