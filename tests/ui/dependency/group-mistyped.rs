use lychgate::prelude::*;

#[application]
mod site {
    fn post(number: u32) -> String {
        number.to_string()
    }

    #[get("^posts/(?<nubmer>[0-9]+)$")]
    fn show(#[depends(post)] post: String) -> String {
        post
    }
}

fn main() {
    lychgate::test::Client::new(site::application);
}
