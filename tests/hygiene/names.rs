//! Every name that an expansion might use is taken by something else.

#[lychgate::application]
mod hostile {
    #![allow(dead_code, non_camel_case_types, unused_macros)]

    pub(super) struct Result;
    pub(super) struct String;
    pub(super) struct str;
    pub(super) struct u8;
    pub(super) struct usize;
    pub(super) struct bool;
    pub(super) struct Dispatcher;
    pub(super) struct Environ;
    pub(super) struct Methods;
    pub(super) struct Respond;
    pub(super) struct FromCapture;
    pub(super) struct FromEnviron;
    pub(super) struct Route;
    pub(super) struct Search;
    pub(super) struct Accept;
    pub(super) enum Option {
        Some,
        None,
    }
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod lychgate {}
    pub(super) mod matching {}
    pub(super) fn accept() {}
    pub(super) fn literal() {}
    pub(super) fn call() {}
    #[allow(non_upper_case_globals)]
    pub(super) const Some: () = ();
    #[allow(non_upper_case_globals)]
    pub(super) const None: () = ();

    macro_rules! matches {
        () => {};
    }
    macro_rules! cfg {
        () => {};
    }

    /// A response under a name that the expansion itself imports.
    impl<'a> ::lychgate::Respond<'a> for Respond {
        fn respond(
            self,
            environ: &'a ::lychgate::Environ,
            start_response: ::lychgate::StartResponse<'a>,
        ) -> ::lychgate::Reply<'a> {
            "mine".respond(environ, start_response)
        }
    }

    impl ::std::str::FromStr for FromCapture {
        type Err = ();

        fn from_str(_: &::core::primitive::str) -> ::core::result::Result<Self, ()> {
            ::core::result::Result::Ok(FromCapture)
        }
    }

    #[get("^(?<a>x|é)(?:/(?<b>[a-z]+))?$")]
    fn captures(a: FromCapture, b: ::core::option::Option<::std::string::String>) -> Respond {
        let _ = (a, b);
        Respond
    }

    #[cfg(not(any()))]
    #[get(r"^(?<word>\w+)-$")]
    fn route(word: ::std::string::String) -> Respond {
        let _ = word;
        Respond
    }

    #[catch]
    fn error(environ: &::lychgate::Error) -> Respond {
        let _ = environ;
        Respond
    }

    #[get("^environ$")]
    fn environ(start_response: &::lychgate::Environ) -> Respond {
        let _ = start_response;
        Respond
    }
}

mod hostile_block {
    #![allow(dead_code, non_camel_case_types)]

    struct Result;
    struct String;
    struct str;
    struct usize;
    struct Option;
    mod core {}
    mod std {}
    mod lychgate {}

    pub(super) struct Block;

    #[::lychgate::application]
    impl Block {
        #[get("^n/(?<n>[0-9]+)$")]
        fn number(&self, n: u16) -> ::std::string::String {
            ::std::string::ToString::to_string(&n)
        }
    }
}

/// The same for middleware and mounts.
mod hostile_layers {
    #![allow(dead_code, non_camel_case_types)]

    pub(super) struct Box;
    pub(super) struct Clone;
    pub(super) struct Copy;
    pub(super) struct Debug;
    pub(super) struct Application;
    pub(super) struct Middleware;
    pub(super) struct Passage;
    pub(super) struct Reply;
    pub(super) struct Layer;
    pub(super) struct Way;
    pub(super) struct Ways;
    pub(super) struct Kept;
    pub(super) struct usize;
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod lychgate {}
    pub(super) fn call() {}
    pub(super) fn environ() {}
    pub(super) fn route() {}

    pub(super) struct Mark(&'static ::core::primitive::str);

    #[::lychgate::middleware]
    impl Mark {
        async fn call(
            &self,
            environ: &mut ::lychgate::Environ,
            next: ::lychgate::Next<'_>,
        ) -> ::lychgate::Response {
            next.call_later(environ).await.header("X-Mark", self.0)
        }
    }

    /// A middleware whose name is one of the expansion's own.
    #[::lychgate::middleware]
    pub(super) fn passage(
        next: &mut ::lychgate::Environ,
        environ: ::lychgate::Next<'_>,
    ) -> ::core::result::Result<::lychgate::Response, ::lychgate::Status> {
        ::core::result::Result::Ok(environ.call(next).header("X-Mark", "passage"))
    }

    #[::lychgate::middleware]
    async fn application(
        next: &mut ::lychgate::Environ,
        environ: ::lychgate::Next<'_>,
    ) -> ::lychgate::Response {
        environ.call_later(next).await.header("X-Mark", "application")
    }

    const LAYER: &::core::primitive::str = "LAYER";
    const APPLICATION: Mark = Mark("APPLICATION");

    pub(super) struct Inner(pub(super) Mark);

    #[::lychgate::application]
    #[with(self::passage, application)]
    impl Inner {
        #[get("^$")]
        #[with(self.0)]
        fn index() -> &'static ::core::primitive::str {
            "inner"
        }
    }

    #[::lychgate::application]
    #[with(super::hostile_layers::passage, Mark(LAYER))]
    pub(super) fn single() -> &'static ::core::primitive::str {
        "single"
    }

    #[::lychgate::application]
    #[with(passage)]
    pub(super) mod site {
        use super::{APPLICATION, Inner, LAYER, Mark, application as outermost, passage};

        #[mount("^LAYER/")]
        #[with(Mark(LAYER), APPLICATION, outermost)]
        fn layer() -> Inner {
            Inner(Mark("inner"))
        }
    }
}

#[test]
fn names_of_the_users_are_not_mistaken_for_those_of_middleware() {
    let marks = |path: &str, application: &dyn lychgate::Application| {
        let answer = lychgate::test::Client::new(application).get(path).send();
        let marks: Vec<_> = answer.headers().get_all("x-mark").iter().cloned().collect();
        (answer.text(), marks.len())
    };
    assert_eq!(marks("/LAYER/", &hostile_layers::site::application), ("inner".to_owned(), 7));
    assert_eq!(marks("/", &hostile_layers::single::application), ("single".to_owned(), 2));
}

#[test]
fn names_of_the_users_are_not_mistaken_for_ours() {
    let client = lychgate::test::Client::new(hostile::application);
    for path in ["/x/y", "/%C3%A9", "/word-", "/environ"] {
        assert_eq!(client.get(path).send().text(), "mine", "{path}");
    }
    let block = lychgate::test::Client::new(hostile_block::Block);
    assert_eq!(block.get("/n/700").send().text(), "700");
    let found = hostile::find("GET", "/x/abc");
    assert_eq!(found.capture("b"), Some("abc"));
}
