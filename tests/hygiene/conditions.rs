//! Routes under `#[cfg(…)]`.

use lychgate::prelude::*;
use lychgate::test::Client;

#[application]
mod site {
    #[cfg(any())]
    use nowhere::Missing;

    #[cfg(any())]
    #[get("^page$")]
    fn page() -> Missing {
        Missing
    }

    #[cfg(not(any()))]
    #[get("^page$")]
    fn page() -> &'static str {
        "here"
    }

    #[cfg(any())]
    #[get("^gone/(?<id>[0-9]+)$")]
    fn gone(id: Missing) -> Missing {
        id
    }

    #[cfg(any(unix, not(unix)))]
    #[cfg(not(any()))]
    #[get("^both/(?<id>[0-9]+)$")]
    fn both(id: u8) -> String {
        format!("both {id}")
    }

    #[cfg(any())]
    #[not_found]
    fn nothing() -> Missing {
        Missing
    }

    #[cfg(not(any()))]
    #[not_found]
    fn nothing() -> &'static str {
        "nothing"
    }
}

#[test]
fn a_route_that_is_not_there_answers_nothing() {
    let client = Client::new(site::application);
    assert_eq!(client.get("/page").send().text(), "here");
    assert_eq!(client.get("/both/7").send().text(), "both 7");
    assert_eq!(client.get("/both/700").send().text(), "nothing");
    let gone = client.get("/gone/7").send();
    assert_eq!((gone.status().as_u16(), gone.text().as_str()), (404, "nothing"));
    assert!(site::ROUTES[0].methods.is_empty(), "it has its place in the table, and no method");
}

#[application]
mod perhaps {
    #[cfg(any())]
    #[not_found]
    fn nothing() -> Missing {}

    #[cfg(any())]
    #[route("^x$")]
    fn hidden() -> Missing {}

    #[route("^x$")]
    fn shown() -> &'static str {
        "shown"
    }
}

#[test]
fn without_any_the_defaults_are_back() {
    let client = Client::new(perhaps::application);
    assert_eq!(client.get("/x").send().text(), "shown");
    assert_eq!(client.get("/y").send().text(), "404 Not Found\n");
}

#[cfg(any())]
#[application]
fn single(missing: Missing) -> Missing {}

#[cfg(not(any()))]
#[application]
fn single() -> &'static str {
    "single"
}

#[test]
fn so_for_functions() {
    assert_eq!(Client::new(single::application).get("/").send().text(), "single");
}
