use lychgate::prelude::*;

struct Blog;

#[application]
impl Blog {
    #[get("^post/(?<id>[0-9]+)$")]
    fn post(&self, di: u32) -> String {
        di.to_string()
    }

    #[get("^$")]
    fn index(&self) {}
}

fn main() {
    let _ = (Blog.post(1), Blog::ROUTES, Blog::find("GET", "/"));
    let _ = lychgate::test::Client::new(Blog);
}
