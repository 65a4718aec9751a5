use lychgate::prelude::*;

#[application]
mod site {
    #[get("^ok/(?<id>[0-9]+)$")]
    pub fn fine(id: u32) -> String {
        id.to_string()
    }

    #[get("^broken/(?<id>[0-9+$")]
    pub fn broken(id: u32) -> String {
        id.to_string()
    }

    #[not_found]
    pub fn nothing() {}
}

fn main() {
    let _ = (site::fine(1), site::broken(1), site::ROUTES, site::find("GET", "/ok/1"));
    let _ = lychgate::test::Client::new(site::application);
}
