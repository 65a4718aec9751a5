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
