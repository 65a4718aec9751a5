use lychgate::prelude::*;

#[application]
mod site {
    fn post(id: u32) -> String {
        id.to_string()
    }

    fn text(#[depends(post)] post: String) -> usize {
        post.len()
    }

    #[get("^posts/(?<id>[0-9]+)$")]
    #[get("^posts$")]
    fn show(#[depends(text)] length: usize) -> String {
        length.to_string()
    }

    #[not_found]
    fn nothing(#[depends(post)] post: String) -> String {
        post
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
