use lychgate::prelude::*;

struct User;

#[application]
mod site {
    use super::User;

    fn user() -> User {
        User
    }

    fn admin(#[depends(user)] user: User) -> u8 {
        let User = user;
        7
    }

    #[get("^$")]
    fn index(#[depends(admin)] admin: u8, #[depends(user)] user: User) -> String {
        let User = user;
        admin.to_string()
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
