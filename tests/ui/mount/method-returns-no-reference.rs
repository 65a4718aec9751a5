use lychgate::prelude::*;

#[derive(Clone)]
struct Api;

#[application]
impl Api {
    #[get("^$")]
    fn index() {}
}

struct Site {
    api: Api,
}

#[application]
impl Site {
    #[mount("^api/")]
    fn api(&self) -> Api {
        self.api.clone()
    }

    #[mount("^b/")]
    fn b(&self) {}
}

fn main() {
    let _ = Site { api: Api }.api();
}
