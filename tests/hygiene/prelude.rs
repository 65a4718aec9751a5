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

    #[::lychgate::middleware]
    async fn signed(
        environ: &mut ::lychgate::Environ,
        next: ::lychgate::Next<'_>,
    ) -> ::lychgate::Response {
        next.call_later(environ).await.header("X-Signed", "yes")
    }

    pub(super) struct Mark(&'static str);

    #[::lychgate::middleware]
    impl Mark {
        fn call(
            &self,
            environ: &mut ::lychgate::Environ,
            next: ::lychgate::Next<'_>,
        ) -> ::std::result::Result<::lychgate::Response, ::lychgate::Status> {
            ::std::result::Result::Ok(next.call(environ).header("X-Mark", self.0))
        }
    }

    pub(super) struct Whole(pub(super) Block);

    #[application]
    #[with(signed, Mark("a"))]
    impl Whole {
        #[mount("^a/")]
        #[with(Mark("b"))]
        fn part(&self) -> &Block {
            &self.0
        }

        #[mount("^b")]
        fn made() -> Block {
            Block
        }
    }

    #[application]
    #[with(signed, Mark("a"))]
    pub(super) fn around(environ: &::lychgate::Environ) -> ::std::string::String {
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
    let whole = lychgate::test::Client::new(block::Whole(Block));
    assert_eq!(whole.get("/a/block/x").send().text(), "x");
    assert_eq!(whole.get("/b/block/x").send().header("x-signed"), Some("yes"));
    let around = lychgate::test::Client::new(block::around::application);
    assert_eq!(around.get("/x").send().header("x-mark"), Some("a"));
    assert_eq!(lychgate::test::Client::new(block::by_hand).get("/").send().text(), "by hand");
}
