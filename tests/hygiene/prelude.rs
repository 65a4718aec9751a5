//! Nothing is in scope: no prelude, no macros of `std`.

#[lychgate::application]
#[no_implicit_prelude]
mod bare {
    use ::std::string::String;

    #[lychgate::get("^$")]
    fn index() -> &'static str {
        "index"
    }

    #[lychgate::get("^n/(?<n>[0-9]+)(?:/(?<rest>.*))?$")]
    fn number(n: u8, rest: ::std::option::Option<&str>) -> String {
        ::std::format!("{n} {rest:?}")
    }

    #[lychgate::route("x+y", search, GET, POST)]
    async fn search(environ: &::lychgate::Environ) -> String {
        ::std::string::ToString::to_string(environ.path_info())
    }

    #[lychgate::not_found]
    fn nothing() -> ::lychgate::Status {
        ::lychgate::Status::GONE
    }
}

struct Block;

mod block {
    #![no_implicit_prelude]

    use super::Block;
    use ::lychgate::application;

    #[application]
    impl Block {
        #[get("^block/(?<word>\\w+)$")]
        fn word(&self, word: &str) -> ::std::string::String {
            ::std::string::ToString::to_string(word)
        }
    }

    #[application]
    pub(super) fn typed(environ: &::lychgate::Environ) -> ::std::string::String {
        ::std::string::ToString::to_string(environ.path_info())
    }

    #[application]
    pub(super) fn by_hand(
        _: &mut ::lychgate::Environ,
        start_response: ::lychgate::StartResponse<'_>,
    ) -> ::lychgate::Result<::lychgate::Reply<'static>> {
        ::std::result::Result::Ok(
            start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body("by hand"),
        )
    }
}

#[test]
fn expansions_need_no_prelude() {
    let client = lychgate::test::Client::new(bare::application);
    assert_eq!(client.get("/").send().text(), "index");
    assert_eq!(client.get("/n/7/x").send().text(), "7 Some(\"x\")");
    assert_eq!(client.post("/axxy").send().text(), "/axxy");
    assert_eq!(client.get("/else").send().status(), 410);
    assert_eq!(lychgate::test::Client::new(Block).get("/block/a").send().text(), "a");
    assert_eq!(
        lychgate::test::Client::new(block::typed::application).get("/x").send().text(),
        "/x"
    );
    assert_eq!(lychgate::test::Client::new(block::by_hand).get("/").send().text(), "by hand");
}
