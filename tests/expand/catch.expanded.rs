use lychgate::prelude::*;
mod site {
    use super::*;
    fn show(id: usize) -> Result<&'static str, Status> {
        ["first post"].get(id).copied().ok_or(Status::NOT_FOUND)
    }
    fn failed(error: &Error, environ: &Environ) -> (Status, String) {
        (error.status(), format!("{} {error}", environ.path_info()))
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[Route::new("^posts/(?<id>[0-9]+)$", Methods::GET, "show", &["id"])]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::show => {
                        <usize as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    _ => true,
                },
            )
            .found()
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^posts/(?<id>[0-9]+)$` → `show`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<1> = {
        use ::lychgate::{FromCapture, FromEnviron, Respond};
        ::lychgate::Dispatcher::new(
                ROUTES,
                find,
                |call| match call.route() {
                    route::show => {
                        <Result<
                            &'static str,
                            Status,
                        > as Respond>::to(call, show(FromCapture::of(call, 0)?))
                    }
                    _ => call.respond_nothing(),
                },
            )
            .catching(|call, error| call.respond(failed(&error, FromEnviron::of(call)?)))
    };
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const show: usize = 0;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, end, literal, part, plus};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            literal(b, 0, b"posts/")?;
            let e1 = plus(b, 6, u8::is_ascii_digit)?;
            end(b, e1)?;
            accept(&[route::show], [part(path, 6, e1)])
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{get as _, catch as _};
}
/// The middleware [`marked`](fn@marked) as a type.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
#[doc(hidden)]
#[allow(non_camel_case_types, unreachable_pub)]
pub struct marked {}
impl ::lychgate::Middleware for marked {
    fn call<'a>(
        &'a self,
        passage: ::lychgate::middleware::Passage<'a>,
    ) -> ::lychgate::Reply<'a> {
        fn marked(environ: &mut Environ, next: Next<'_>) -> Response {
            let response = next.call(environ);
            let error = response.error().map_or(String::new(), ToString::to_string);
            response.header("X-Error", &error)
        }
        passage.through(marked)
    }
}
#[allow(dead_code)]
const fn marked<A: ::lychgate::Application>(inside: A) -> ::lychgate::Layer<marked, A> {
    ::lychgate::Layer::new(marked {}, inside)
}
struct Blog {
    name: &'static str,
}
impl Blog {
    async fn index(&self) -> Result<&'static str> {
        Err(Error::new(Status::GONE, self.name))
    }
    fn site() -> impl Application {
        site::application
    }
    async fn failed(&self, error: &Error) -> Html<String> {
        Html(format!("<h1>{}: {error}</h1>", self.name))
    }
}
const _: () = {
    use ::core::primitive::str;
    impl Blog {
        /// The routes, in the order of their declaration.
        pub const ROUTES: &'static [::lychgate::Route] = {
            use ::lychgate::{Methods, Route};
            &[
                Route::new("^later$", Methods::GET, "index", &[]).through(&["marked"]),
                Route::new("^site/", Methods::ANY, "site", &[])
                    .mounts(0, || mounted::site().routes())
                    .through(&["marked"]),
            ]
        };
        /// The route that answers `method` at `path`, or the methods that are allowed there.
        pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
            ::lychgate::Search::new(Self::ROUTES, method, path)
                .ask(0, matcher::matches)
                .found()
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^later$` → `index`, through `marked`
    /// - `ANY` `^site/` → `site`, mounted, through `marked`
    impl ::lychgate::Application for Blog {
        fn call<'a>(
            &'a self,
            environ: &'a mut ::lychgate::Environ,
            start_response: ::lychgate::StartResponse<'a>,
        ) -> ::lychgate::Reply<'a> {
            use ::lychgate::Respond;
            ::lychgate::dispatch::catch_by(
                self,
                environ,
                start_response,
                Self::find,
                move |call| match call.route() {
                    route::index => {
                        <Result<&'static str> as Respond>::to_later(call, self.index())
                    }
                    _ => call.respond_nothing(),
                },
                move |call, error| {
                    call
                        .later(|mut call| async move {
                            let call = &mut call;
                            <Html<
                                String,
                            > as Respond>::to(call, self.failed(&error).await)
                        })
                },
            )
        }
        fn routes(&self) -> &'static [::lychgate::Route] {
            Self::ROUTES
        }
        fn finds(&self, method: &str, path: &str) -> ::core::primitive::bool {
            Self::find(method, path).route().is_some()
        }
        fn body_limit(
            &self,
            environ: &::lychgate::Environ,
        ) -> ::core::option::Option<::core::primitive::u64> {
            ::lychgate::dispatch::body_limit(self, environ, Self::find)
        }
    }
    impl ::lychgate::dispatch::Ways for Blog {
        fn around(&self) -> ::lychgate::Way<'_> {
            ::lychgate::Way::through([&marked {}])
        }
        fn way(&self, route: ::core::primitive::usize) -> ::lychgate::Way<'_> {
            match route {
                route::site => ::lychgate::Way::mount(mounted::site()),
                _ => ::lychgate::Way::handler(),
            }
        }
    }
    /// The applications that are mounted, each made when it is first asked for.
    #[allow(non_camel_case_types)]
    enum mounted {}
    impl mounted {
        fn site() -> &'static dyn ::lychgate::Application {
            static APPLICATION: ::lychgate::dispatch::Kept<
                dyn ::lychgate::Application,
            > = ::lychgate::dispatch::Kept::new(|| ::std::boxed::Box::new(
                <Blog>::site(),
            ));
            &APPLICATION
        }
    }
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const index: usize = 0;
            pub const site: usize = 1;
        }
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{Accept, accept, end, literal, part};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            match b.first() {
                Some(b'l') => {
                    literal(b, 1, b"ater")?;
                    end(b, 5)?;
                    accept(&[route::index], [])
                }
                Some(b's') => {
                    literal(b, 1, b"ite/")?;
                    if b.len() == 5 {
                        return accept(&[route::site], [part(path, 5, 5)]);
                    }
                    b.get(5)?;
                    accept(&[route::site], [path.get(5..)])
                }
                _ => None,
            }
        }
    }
};
#[allow(unused_imports)]
use ::lychgate::{with as _, get as _, mount as _, catch as _};
struct Draft;
impl Draft {
    fn index(&self) -> Status {
        Status::NO_CONTENT
    }
    #[cfg(not(debug_assertions))]
    fn failed(&self, error: &Error) -> Html<String> {
        Html(format!("<h1>{error}</h1>"))
    }
}
const _: () = {
    use ::core::primitive::str;
    impl Draft {
        /// The routes, in the order of their declaration.
        pub const ROUTES: &'static [::lychgate::Route] = {
            use ::lychgate::{Methods, Route};
            &[Route::new("^$", Methods::GET, "index", &[])]
        };
        /// The route that answers `method` at `path`, or the methods that are allowed there.
        pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 0> {
            ::lychgate::Search::new(Self::ROUTES, method, path)
                .ask(0, matcher::matches)
                .found()
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^$` → `index`
    impl ::lychgate::Application for Draft {
        fn call<'a>(
            &'a self,
            environ: &'a mut ::lychgate::Environ,
            start_response: ::lychgate::StartResponse<'a>,
        ) -> ::lychgate::Reply<'a> {
            #[allow(unused_imports)]
            use ::lychgate::Respond;
            ::lychgate::dispatch::catch(
                environ,
                start_response,
                Self::find,
                |call| match call.route() {
                    route::index => <Status as Respond>::to(call, self.index()),
                    _ => call.respond_nothing(),
                },
                move |call, error| {
                    #[cfg(all(all(not(debug_assertions))))]
                    { <Html<String> as Respond>::to(call, self.failed(&error)) }
                    #[cfg(not(any(all(all(not(debug_assertions))))))]
                    { call.uncaught(error) }
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
            pub const index: usize = 0;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, end};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 0>> {
            let b = path.as_bytes();
            end(b, 0)?;
            accept(&[route::index], [])
        }
    }
};
#[allow(unused_imports)]
use ::lychgate::{get as _, catch as _};
pub(crate) fn app() -> impl Application {
    Blog { name: "a blog" }
}
