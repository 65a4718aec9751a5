use lychgate::prelude::*;

#[application]
mod site {
    #[get("^$")]
    fn index() -> String {
        inner::page(7)
    }

    mod inner {
        pub(super) fn page(#[depends(user)] user: u8) -> String {
            user.to_string()
        }
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
