use lychgate::prelude::*;
/// The middleware [`signed`](fn@signed) as a type.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
#[allow(non_camel_case_types, unreachable_pub)]
pub struct signed {}
impl ::lychgate::Middleware for signed {
    fn call<'a>(
        &'a self,
        passage: ::lychgate::middleware::Passage<'a>,
    ) -> ::lychgate::Reply<'a> {
        fn signed(environ: &mut Environ, next: Next<'_>) -> Response {
            next.call(environ).header("X-Signed", "yes")
        }
        passage.through(signed)
    }
}
/// Says who was here.
#[allow(dead_code)]
pub const fn signed<A: ::lychgate::Application>(
    inside: A,
) -> ::lychgate::Layer<signed, A> {
    ::lychgate::Layer::new(signed {}, inside)
}
/// The middleware [`login`](fn@login) as a type.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
#[doc(hidden)]
#[allow(non_camel_case_types, unreachable_pub)]
pub struct login {}
impl ::lychgate::Middleware for login {
    fn call<'a>(
        &'a self,
        passage: ::lychgate::middleware::Passage<'a>,
    ) -> ::lychgate::Reply<'a> {
        async fn login(
            environ: &mut Environ,
            next: Next<'_>,
        ) -> Result<Response, Status> {
            if environ.query_string() != "open" {
                return Err(Status::UNAUTHORIZED);
            }
            Ok(next.call_later(environ).await)
        }
        passage
            .through_later::<
                Result<Response, Status>,
                _,
            >(&(), |_, environ, next| ::std::boxed::Box::pin(login(environ, next)))
    }
}
#[allow(dead_code)]
const fn login<A: ::lychgate::Application>(inside: A) -> ::lychgate::Layer<login, A> {
    ::lychgate::Layer::new(login {}, inside)
}
struct Limit(usize);
impl Limit {
    fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
        match environ.path_info().len() > self.0 {
            true => Status::URI_TOO_LONG.into(),
            false => next.call(environ),
        }
    }
}
impl ::lychgate::Middleware for Limit {
    fn call<'a>(
        &'a self,
        passage: ::lychgate::middleware::Passage<'a>,
    ) -> ::lychgate::Reply<'a> {
        passage.through(|environ, next| Self::call(self, environ, next))
    }
}
static SHORT: Limit = Limit(30);
mod site {
    use super::*;
    fn index() -> &'static str {
        "Index page"
    }
    fn admin() -> &'static str {
        "Admin page"
    }
    fn nothing() -> &'static str {
        "Not Found Page"
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^$", Methods::GET, "index", &[]).through(&["signed", "SHORT"]),
            Route::new("^admin$", Methods::GET, "admin", &[])
                .through(&["signed", "SHORT", "login", "Limit(20)"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 0> {
        ::lychgate::Search::new(ROUTES, method, path).ask(0, matcher::matches).found()
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^$` → `index`, through `signed`, `SHORT`
    /// - `GET` `^admin$` → `admin`, through `signed`, `SHORT`, `login`, `Limit(20)`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Layer<
        signed,
        ::lychgate::Layer<&'static dyn ::lychgate::Middleware, ::lychgate::Dispatcher<0>>,
    > = signed(
        ::lychgate::Layer::new(
            &SHORT,
            ::lychgate::Dispatcher::new(
                    ROUTES,
                    find,
                    |call| match call.route() {
                        route::index => call.respond(index()),
                        route::admin => call.respond(admin()),
                        _ => call.respond_not_found(nothing()),
                    },
                )
                .by(|route| match route {
                    route::admin => {
                        ::lychgate::Way::through([
                            &login {},
                            {
                                static LAYER: ::lychgate::dispatch::Kept<
                                    dyn ::lychgate::Middleware,
                                > = ::lychgate::dispatch::Kept::new(|| ::std::boxed::Box::new(
                                    Limit(20),
                                ));
                                &LAYER
                            },
                        ])
                    }
                    ::core::primitive::usize::MAX => {
                        ::lychgate::Way::through([&login {}])
                    }
                    _ => ::lychgate::Way::handler(),
                }),
        ),
    );
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const index: usize = 0;
            pub const admin: usize = 1;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, end, literal};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 0>> {
            let b = path.as_bytes();
            if b.is_empty() {
                return accept(&[route::index], []);
            }
            literal(b, 0, b"admin")?;
            end(b, 5)?;
            accept(&[route::admin], [])
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{
        with as _, get as _, get as _, with as _, not_found as _, with as _,
    };
}
struct Blog {
    limit: Limit,
}
impl Blog {
    fn index(&self) -> &'static str {
        "Index page"
    }
}
const _: () = {
    use ::core::primitive::str;
    impl Blog {
        /// The routes, in the order of their declaration.
        pub const ROUTES: &'static [::lychgate::Route] = {
            use ::lychgate::{Methods, Route};
            &[
                Route::new("^$", Methods::GET, "index", &[])
                    .through(&["signed", "self.limit"]),
            ]
        };
        /// The route that answers `method` at `path`, or the methods that are allowed there.
        pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 0> {
            ::lychgate::Search::new(Self::ROUTES, method, path)
                .ask(0, matcher::matches)
                .found()
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^$` → `index`, through `signed`, `self.limit`
    impl ::lychgate::Application for Blog {
        fn call<'a>(
            &'a self,
            environ: &'a mut ::lychgate::Environ,
            start_response: ::lychgate::StartResponse<'a>,
        ) -> ::lychgate::Reply<'a> {
            ::lychgate::dispatch_by(
                self,
                environ,
                start_response,
                Self::find,
                move |call| match call.route() {
                    route::index => call.respond(self.index()),
                    _ => call.respond_nothing(),
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
            ::lychgate::Way::through([&signed {}])
        }
        fn way(&self, route: ::core::primitive::usize) -> ::lychgate::Way<'_> {
            match route {
                route::index => ::lychgate::Way::through([&self.limit]),
                _ => ::lychgate::Way::handler(),
            }
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
use ::lychgate::{with as _, get as _, with as _};
fn single(environ: &Environ) -> String {
    environ.path_info().to_string()
}
/// The function of the same name as an application: `application`.
mod single {
    #[allow(unused_imports)]
    use super::*;
    /// Answers every request.
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Layer<
        super::signed,
        ::lychgate::Dispatcher<0>,
    > = {
        use ::lychgate::FromEnviron;
        super::signed(
            ::lychgate::Dispatcher::single(|call| {
                call.respond(super::single(FromEnviron::of(call)?))
            }),
        )
    };
}
pub(crate) fn app() -> impl Application {
    signed(site::application)
}
