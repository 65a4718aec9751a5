use lychgate::prelude::*;

mod posts {
    pub(crate) fn post(id: u32) -> String {
        id.to_string()
    }
}

#[application]
mod site {
    use super::posts;

    #[get("^posts$")]
    fn show(#[depends(posts::post)] post: String) -> String {
        post
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
