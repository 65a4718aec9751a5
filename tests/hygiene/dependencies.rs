//! `#[depends(…)]` and classes where names are hostile, lints strict, and preludes absent.

use lychgate::test::Client;

/// No prelude, and each name that the lines of a dependency might use is taken.
#[lychgate::application]
#[no_implicit_prelude]
mod hostile {
    #![allow(dead_code, non_upper_case_globals)]

    use ::std::string::String;

    struct OrRefuse;
    struct Given;
    struct Result;
    mod dependency {}

    trait Refusing {
        fn or_refuse(self) -> u8
        where
            Self: ::core::marker::Sized,
        {
            7
        }
    }

    mod elsewhere {
        pub(super) fn call(_: &::lychgate::Environ) -> u8 {
            2
        }

        pub(super) fn application() -> ::core::primitive::u8 {
            3
        }

        #[derive(::core::clone::Clone)]
        pub(super) struct Tuple(pub(super) u8);
    }

    fn call() -> u8 {
        1
    }

    fn shared(#[depends(call)] n: u8) -> elsewhere::Tuple {
        elsewhere::Tuple(n)
    }

    fn r#type(#[depends(shared)] shared: elsewhere::Tuple) -> u8 {
        shared.0 + 10
    }

    async fn later(#[depends(r#type)] n: u8) -> ::core::option::Option<u8> {
        ::core::option::Option::Some(n)
    }

    /// It is named as what the handler depends on from elsewhere.
    #[get("^sync$")]
    fn index(
        #[depends(call)] a: u8,
        #[depends(elsewhere::call)] b: u8,
        #[depends(r#type)] c: u8,
        #[depends(shared)] d: elsewhere::Tuple,
        #[depends(inner::index)] e: &str,
    ) -> String {
        ::std::format!("{a} {b} {c} {} {e}", d.0)
    }

    mod inner {
        pub(super) fn index() -> &'static str {
            "inner"
        }
    }

    #[get("^async$")]
    async fn awaited(
        #[depends(later)] later: &::core::option::Option<u8>,
        #[depends(elsewhere::call)] n: u8,
    ) -> String {
        ::std::format!("{later:?} {n}")
    }
}

#[test]
fn names_of_the_users_are_not_mistaken_for_ours() {
    let client = Client::new(hostile::application);
    assert_eq!(client.get("/sync").send().text(), "1 2 11 1 inner");
    assert_eq!(client.get("/async").send().text(), "Some(11) 2");
}

/// A site as its writer documents it.
pub(crate) mod strict {
    #![deny(warnings, clippy::all, clippy::pedantic, missing_docs, unsafe_code, unused)]
    #![deny(rust_2018_idioms, unreachable_pub, unused_qualifications, single_use_lifetimes)]
    #![deny(missing_debug_implementations, unused_results, let_underscore_drop)]

    use lychgate::prelude::*;

    /// The application.
    #[application]
    pub(crate) mod site {
        use super::{Environ, Result, Status};

        #[derive(Clone, Debug)]
        pub(crate) struct User(u8);

        fn check(environ: &Environ) -> Result<(), Status> {
            if environ.query_string() == "closed" { Err(Status::GONE) } else { Ok(()) }
        }

        fn number() -> u8 {
            7
        }

        fn user(#[depends(number)] number: u8, #[depends(check)] (): ()) -> User {
            User(number)
        }

        async fn later(#[depends(user)] user: &User) -> u8 {
            std::future::ready(()).await;
            user.0
        }

        #[get("^$")]
        pub(crate) fn index(
            #[depends(check)] (): (),
            #[depends(number)] number: u8,
            #[depends(user)] user: &User,
        ) -> String {
            format!("{number} {}", user.0)
        }

        #[get("^later$")]
        async fn awaited(#[depends(later)] later: u8, #[depends(user)] user: User) -> String {
            std::future::ready(()).await;
            format!("{later} {}", user.0)
        }
    }

    /// A class.
    #[derive(Debug)]
    pub(crate) struct Once<'a>(Option<&'a Environ>);

    #[application]
    impl<'a> Once<'a> {
        /// An instance.
        pub(crate) fn new(
            environ: &'a mut Environ,
            start: StartResponse<'a>,
        ) -> Result<(Started<'a>, Self)> {
            let started = start.start("200 OK", &[("Content-Type", "text/plain")])?;
            Ok((started, Once(Some(environ))))
        }
    }

    impl Iterator for Once<'_> {
        type Item = String;

        fn next(&mut self) -> Option<String> {
            self.0.take().map(|environ| environ.path_info().to_string())
        }
    }
}

#[test]
fn the_strictest_lints_are_content() {
    let client = Client::new(strict::site::application);
    assert_eq!(client.get("/").send().text(), "7 7");
    assert_eq!(client.get("/?closed").send().status(), 410);
    assert_eq!(client.get("/later").send().text(), "7 7");
    assert_eq!(Client::new(strict::Once::application).get("/x").send().text(), "/x");
}

macro_rules! site {
    ($name:ident, $provider:ident, $parameter:ident: $type:ty, $shared:ty) => {
        #[lychgate::application]
        mod $name {
            fn $provider(id: u8) -> $type {
                id.into()
            }

            #[get("^(?<id>[0-9]+)$")]
            fn show(
                #[depends($provider)] $parameter: $type,
                #[depends(twice)] n: $shared,
            ) -> String {
                format!("{} {n}", $parameter)
            }

            fn twice(#[depends($provider)] n: $type) -> u32 {
                n * 2
            }
        }
    };
}

site!(from_a_macro, number, number: u32, &u32);

#[test]
fn dependencies_come_out_of_macros() {
    assert_eq!(Client::new(from_a_macro::application).get("/7").send().text(), "7 14");
}
