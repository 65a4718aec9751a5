use lychgate::prelude::*;

#[application]
mod site {
    fn user() -> u8 {
        7
    }

    #[get("^bare$")]
    fn bare(#[depends] user: u8) -> String {
        user.to_string()
    }

    #[get("^empty$")]
    fn empty(#[depends()] user: u8) -> String {
        user.to_string()
    }

    #[get("^equals$")]
    fn equals(#[depends = "user"] user: u8) -> String {
        user.to_string()
    }

    #[get("^quoted$")]
    fn quoted(#[depends("user")] user: u8) -> String {
        user.to_string()
    }

    #[get("^called$")]
    fn called(#[depends(self::user())] user: u8) -> String {
        user.to_string()
    }

    #[get("^two$")]
    fn two(#[depends(user, other)] user: u8) -> String {
        user.to_string()
    }

    #[get("^closure$")]
    fn closure(#[depends(|| 7)] user: u8) -> String {
        user.to_string()
    }

    #[get("^symbols$")]
    fn symbols(#[depends(=> 7)] user: u8) -> String {
        user.to_string()
    }

    #[get("^right$")]
    fn right(#[depends(user)] user: u8) -> String {
        user.to_string()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
