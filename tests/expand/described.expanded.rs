use lychgate::prelude::*;
mod api {
    fn ping() -> &'static str {
        "pong"
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        #[allow(unused_imports)]
        use ::lychgate::openapi::told::*;
        &[
            ::lychgate::Route::new("^ping$", ::lychgate::Methods::GET, "ping", &[])
                .described(|operation| {
                    operation.path("/ping");
                    ::lychgate::openapi::Type::<&'static str>::new()
                        .tells_response(operation);
                }),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 0> {
        ::lychgate::Search::new(ROUTES, method, path).ask(0, matcher::matches).found()
    }
    /// Where the routes are: each function makes the URL that leads to its handler with these
    /// captures.
    #[allow(dead_code, private_interfaces, private_bounds, unreachable_pub)]
    pub mod urls {
        #[allow(unused_imports)]
        use super::*;
        /// `/ping` leads to `ping`, by `^ping$`.
        pub fn ping() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/ping")
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^ping$` → `ping()`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<0> = ::lychgate::Dispatcher::new(
        ROUTES,
        find,
        |call| match call.route() {
            route::ping => call.respond(ping()),
            _ => call.respond_nothing(),
        },
    );
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const ping: usize = 0;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, end, literal};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 0>> {
            let b = path.as_bytes();
            literal(b, 0, b"ping")?;
            end(b, 4)?;
            accept(&[route::ping], [])
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::get as _;
}
mod books {
    use super::*;
    /// One book, with its page.
    ///
    /// # Responses
    ///
    /// - 203: as others tell it
    fn book(number: u32, page: Option<u8>, bytes: Bytes) -> Option<(Status, String)> {
        let status = Status::NON_AUTHORITATIVE_INFORMATION;
        (number == 1).then(|| (status, format!("Emma {page:?} {}", bytes.len())))
    }
    fn api() -> impl Application {
        super::api::application
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        #[allow(unused_imports)]
        use ::lychgate::openapi::told::*;
        &[
            ::lychgate::Route::new(
                    r"^books/(?<number>\d+)(?:/(?<page>\d+))?$",
                    ::lychgate::Methods::GET,
                    "book",
                    &["number", "page"],
                )
                .takes(&["number: u32", "page: Option<u8>", "bytes: Bytes"])
                .described(|operation| {
                    operation
                        .says(
                            "One book, with its page.\n\n# Responses\n\n- 203: as others tell it",
                        )
                        .path("/books/{number}")
                        .path("/books/{number}/{page}")
                        .capture("number", "[0-9]+")
                        .capture("page", "[0-9]+");
                    ::lychgate::openapi::Type::<u32>::new()
                        .tells_capture("number", operation);
                    ::lychgate::openapi::Type::<Option<u8>>::new()
                        .tells_capture("page", operation);
                    ::lychgate::openapi::Type::<Bytes>::new().tells_parameter(operation);
                    ::lychgate::openapi::Type::<Option<(Status, String)>>::new()
                        .tells_response(operation);
                }),
            ::lychgate::Route::new("^api/", ::lychgate::Methods::ANY, "api", &[])
                .mounts(0, || mounted::api().routes())
                .described(|operation| {
                    operation.path("/api/");
                }),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 2> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::book => {
                        <u32 as ::lychgate::FromCapture<_>>::admits(captures[0])
                            && <Option<
                                u8,
                            > as ::lychgate::FromOptionalCapture<_>>::admits(captures[1])
                    }
                    _ => true,
                },
            )
            .found()
    }
    /// Where the routes are: each function makes the URL that leads to its handler with these
    /// captures.
    #[allow(dead_code, private_interfaces, private_bounds, unreachable_pub)]
    pub mod urls {
        #[allow(unused_imports)]
        use super::*;
        /// `/books/{number}[/{page}]` leads to `book`, by `^books/(?<number>\d+)(?:/(?<page>\d+))?$`.
        pub fn book(number: u32, page: ::core::option::Option<u8>) -> ::lychgate::Url {
            let url = ::lychgate::url::to(super::ROUTES, super::route::book)
                .text("books/")
                .capture("number", number);
            let url = if let ::core::option::Option::Some(page) = page {
                url.text("/").capture("page", page)
            } else {
                url
            };
            url.url(super::find)
        }
        /// `/api/` leads to `api`, by `^api/`.
        pub fn api(inside: ::lychgate::Url) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::api)
                .text("api/")
                .inside(inside, super::find)
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^books/(?<number>\d+)(?:/(?<page>\d+))?$` → `book(number: u32, page: Option<u8>, bytes: Bytes)`
    /// - `ANY` `^api/` → `api()`, mounted
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<2> = {
        use ::lychgate::{FromCapture, FromEnviron, FromOptionalCapture, Respond};
        ::lychgate::Dispatcher::new(
                ROUTES,
                find,
                |call| match call.route() {
                    route::book => {
                        <Option<
                            (Status, String),
                        > as Respond>::to(
                            call,
                            book(
                                FromCapture::of(call, 0)?,
                                FromOptionalCapture::of(call, 1)?,
                                FromEnviron::of(call)?,
                            ),
                        )
                    }
                    _ => call.respond_nothing(),
                },
            )
            .by(|route| match route {
                route::api => ::lychgate::Way::mount(mounted::api()),
                _ => ::lychgate::Way::handler(),
            })
    };
    /// The applications that are mounted, each made when it is first asked for.
    #[allow(non_camel_case_types)]
    enum mounted {}
    impl mounted {
        fn api() -> &'static dyn ::lychgate::Application {
            static APPLICATION: ::lychgate::dispatch::Kept<
                dyn ::lychgate::Application,
            > = ::lychgate::dispatch::Kept::new(|| ::std::boxed::Box::new(api()));
            &APPLICATION
        }
    }
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const book: usize = 0;
            pub const api: usize = 1;
        }
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{
            Accept, accept, digit, end, literal, part, plus_chars,
        };
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 2>> {
            let b = path.as_bytes();
            match b.first() {
                Some(b'a') => {
                    literal(b, 1, b"pi/")?;
                    if b.len() == 4 {
                        return accept(&[route::api], [part(path, 4, 4)]);
                    }
                    b.get(4)?;
                    accept(&[route::api], [path.get(4..)])
                }
                Some(b'b') => {
                    literal(b, 1, b"ooks/")?;
                    let e1 = plus_chars(path, 6, digit)?;
                    if b.len() == e1 {
                        return accept(&[route::book], [part(path, 6, e1)]);
                    }
                    literal(b, e1, b"/")?;
                    let e2 = plus_chars(path, e1 + 1, digit)?;
                    end(b, e2)?;
                    accept(&[route::book], [part(path, 6, e1), part(path, e1 + 1, e2)])
                }
                _ => None,
            }
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{get as _, mount as _};
}
pub(crate) fn app() -> impl Application {
    books::application
}
