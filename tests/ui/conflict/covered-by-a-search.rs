use lychgate::prelude::*;

#[application]
mod site {
    #[route("admin", search)]
    fn admin() {}

    #[get("^users/[a-z]+/admin/(?<id>[0-9]+)$")]
    fn user(id: u32) {
        let _ = id;
    }
}

fn main() {}
