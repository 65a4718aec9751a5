use lychgate::prelude::*;

#[application]
mod site {
    #[get("^(?<year>[0-9]{4})/(?<month>[0-9]{2})$")]
    fn archive(yaer: u16, month: u8) {
        let _ = (yaer, month);
    }
}

fn main() {}
