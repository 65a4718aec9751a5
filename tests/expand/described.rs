use lychgate::prelude::*;

#[application]
mod api {
    #[get("^ping$")]
    fn ping() -> &'static str {
        "pong"
    }
}

#[application]
mod books {
    use super::*;

    /// One book, with its page.
    ///
    /// # Responses
    ///
    /// - 203: as others tell it
    #[get(r"^books/(?<number>\d+)(?:/(?<page>\d+))?$")]
    fn book(number: u32, page: Option<u8>, bytes: Bytes) -> Option<(Status, String)> {
        let status = Status::NON_AUTHORITATIVE_INFORMATION;
        (number == 1).then(|| (status, format!("Emma {page:?} {}", bytes.len())))
    }

    #[mount("^api/")]
    fn api() -> impl Application {
        super::api::application
    }
}

pub(crate) fn app() -> impl Application {
    books::application
}
