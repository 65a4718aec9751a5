use lychgate::prelude::*;

#[application]
mod api {
    #[get("^$")]
    fn index() {}
}

struct Site<T>(T);

#[application]
impl<T: Send + Sync> Site<T> {
    #[mount("^api/")]
    fn api() -> impl Application {
        api::application
    }
}

fn main() {
    let _ = Site(1).0;
}
