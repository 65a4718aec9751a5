use std::sync::atomic::{AtomicU64, Ordering};
use lychgate::prelude::*;
#[derive(Default)]
struct Counter {
    count: AtomicU64,
}
impl Counter {
    fn count(&self) -> String {
        self.count.load(Ordering::Relaxed).to_string()
    }
    fn add(&self, n: u64) -> Status {
        self.count.fetch_add(n, Ordering::Relaxed);
        Status::ACCEPTED
    }
    fn nothing(&self) -> String {
        format!("nothing but {}", self.count())
    }
}
const _: () = {
    use ::core::primitive::str;
    impl Counter {
        /// The routes, in the order of their declaration.
        pub const ROUTES: &'static [::lychgate::Route] = {
            use ::lychgate::{Methods, Route};
            &[
                Route::new("^count/?$", Methods::GET, "count", &[]),
                Route::new(
                    "^add/(?<n>[0-9]+)$",
                    Methods::GET.or(Methods::POST),
                    "add",
                    &["n"],
                ),
            ]
        };
        /// The route that answers `method` at `path`, or the methods that are allowed there.
        pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
            ::lychgate::Search::new(Self::ROUTES, method, path)
                .ask_if(
                    0,
                    matcher::matches,
                    |index, captures| match index {
                        route::add => {
                            <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
                        }
                        _ => true,
                    },
                )
                .found()
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^count/?$` → `count`
    /// - `GET, POST` `^add/(?<n>[0-9]+)$` → `add`
    impl ::lychgate::Application for Counter {
        fn call<'a>(
            &'a self,
            environ: &'a mut ::lychgate::Environ,
            start_response: ::lychgate::StartResponse<'a>,
        ) -> ::lychgate::Reply<'a> {
            use ::lychgate::{FromCapture, Respond};
            ::lychgate::dispatch(
                environ,
                start_response,
                Self::find,
                |call| match call.route() {
                    route::count => call.respond(self.count()),
                    route::add => {
                        <Status as Respond>::to(
                            call,
                            self.add(FromCapture::of(call, 0)?),
                        )
                    }
                    _ => call.respond_not_found(self.nothing()),
                },
            )
        }
        fn routes(&self) -> &'static [::lychgate::Route] {
            Self::ROUTES
        }
        fn finds(&self, method: &str, path: &str) -> ::core::primitive::bool {
            Self::find(method, path).route().is_some()
        }
    }
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const count: usize = 0;
            pub const add: usize = 1;
        }
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{Accept, accept, end, literal, part, plus, slash_end};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            match b.first() {
                Some(b'a') => {
                    literal(b, 1, b"dd/")?;
                    let e1 = plus(b, 4, u8::is_ascii_digit)?;
                    end(b, e1)?;
                    accept(&[route::add], [part(path, 4, e1)])
                }
                Some(b'c') => {
                    literal(b, 1, b"ount")?;
                    slash_end(b, 5)?;
                    accept(&[route::count], [])
                }
                _ => None,
            }
        }
    }
};
#[allow(unused_imports)]
use ::lychgate::{get as _, route as _, not_found as _};
pub(crate) fn app() -> impl Application {
    Counter::default()
}
