use lychgate::prelude::*;
mod site {
    fn index() -> &'static str {
        "Index page"
    }
    fn hello() -> &'static str {
        "Hello page"
    }
    fn greet(name: &str) -> String {
        format!("Hello {name}")
    }
    fn not_found() -> &'static str {
        "Not Found Page"
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^$", Methods::ANY, "index", &[]),
            Route::new("^hello/?$", Methods::ANY, "hello", &[]),
            Route::new(r"^hello/(?<name>\w+)/?$", Methods::GET, "greet", &["name"])
                .takes(&["name: &str"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
        ::lychgate::Search::new(ROUTES, method, path).ask(0, matcher::matches).found()
    }
    /// Where the routes are: each function makes the URL that leads to its handler with these
    /// captures.
    #[allow(dead_code, private_interfaces, private_bounds, unreachable_pub)]
    pub mod urls {
        #[allow(unused_imports)]
        use super::*;
        /// `/` leads to `index`, by `^$`.
        pub fn index() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/")
        }
        /// `/hello` leads to `hello`, by `^hello/?$`.
        pub fn hello() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/hello")
        }
        /// `/hello/{name}` leads to `greet`, by `^hello/(?<name>\w+)/?$`.
        pub fn greet(name: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::greet)
                .text("hello/")
                .capture("name", name)
                .url(super::find)
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `ANY` `^$` → `index()`
    /// - `ANY` `^hello/?$` → `hello()`
    /// - `GET` `^hello/(?<name>\w+)/?$` → `greet(name: &str)`
    /// - any other path → `not_found()`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<1> = ::lychgate::Dispatcher::new(
        ROUTES,
        find,
        |call| match call.route() {
            route::index => call.respond(index()),
            route::hello => call.respond(hello()),
            route::greet => call.respond(greet(call.text(0)?)),
            _ => call.respond_not_found(not_found()),
        },
    );
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const index: usize = 0;
            pub const hello: usize = 1;
            pub const greet: usize = 2;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{
            Accept, accept, literal, part, plus_chars, slash_end, word,
        };
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            if b.is_empty() {
                return accept(&[route::index], []);
            }
            literal(b, 0, b"hello")?;
            if slash_end(b, 5).is_some() {
                return accept(&[route::hello], []);
            }
            literal(b, 5, b"/")?;
            let e1 = plus_chars(path, 6, word)?;
            slash_end(b, e1)?;
            accept(&[route::greet], [part(path, 6, e1)])
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{route as _, route as _, get as _, not_found as _};
}
pub(crate) fn app() -> impl Application {
    site::application
}
