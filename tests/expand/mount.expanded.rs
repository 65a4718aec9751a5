use lychgate::prelude::*;
mod api {
    fn index() -> &'static str {
        "API"
    }
    fn user(id: u32) -> String {
        format!("user {id}")
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^$", Methods::GET, "index", &[]),
            Route::new("^users/(?<id>[0-9]+)$", Methods::GET, "user", &["id"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::user => {
                        <u32 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    _ => true,
                },
            )
            .found()
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^$` → `index`
    /// - `GET` `^users/(?<id>[0-9]+)$` → `user`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<1> = {
        use ::lychgate::FromCapture;
        ::lychgate::Dispatcher::new(
            ROUTES,
            find,
            |call| match call.route() {
                route::index => call.respond(index()),
                route::user => call.respond(user(FromCapture::of(call, 0)?)),
                _ => call.respond_nothing(),
            },
        )
    };
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const index: usize = 0;
            pub const user: usize = 1;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, end, literal, part, plus};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            if b.is_empty() {
                return accept(&[route::index], []);
            }
            literal(b, 0, b"users/")?;
            let e1 = plus(b, 6, u8::is_ascii_digit)?;
            end(b, e1)?;
            accept(&[route::user], [part(path, 6, e1)])
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{get as _, get as _};
}
mod site {
    use super::*;
    fn index() -> &'static str {
        "Index page"
    }
    fn api() -> impl Application {
        super::api::application
    }
    fn old() -> impl Application {
        super::api::application
    }
    fn edit(id: u32) -> String {
        format!("edit {id}")
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^$", Methods::GET, "index", &[]),
            Route::new("^api/", Methods::ANY, "api", &[])
                .mounts(0, || mounted::api().routes()),
            Route::new("^(?:old|older)/api", Methods::ANY, "old", &[])
                .mounts(0, || mounted::old().routes()),
            Route::new("^posts/(?<id>[0-9]+)/edit$", Methods::GET, "edit", &["id"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::edit => {
                        <u32 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    _ => true,
                },
            )
            .found()
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^$` → `index`
    /// - `ANY` `^api/` → `api`, mounted
    /// - `ANY` `^(?:old|older)/api` → `old`, mounted
    /// - `GET` `^posts/(?<id>[0-9]+)/edit$` → `edit`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<1> = {
        use ::lychgate::FromCapture;
        ::lychgate::Dispatcher::new(
                ROUTES,
                find,
                |call| match call.route() {
                    route::index => call.respond(index()),
                    route::edit => call.respond(edit(FromCapture::of(call, 0)?)),
                    _ => call.respond_nothing(),
                },
            )
            .by(|route| match route {
                route::api => ::lychgate::Way::mount(mounted::api()),
                route::old => ::lychgate::Way::mount(mounted::old()),
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
        fn old() -> &'static dyn ::lychgate::Application {
            static APPLICATION: ::lychgate::dispatch::Kept<
                dyn ::lychgate::Application,
            > = ::lychgate::dispatch::Kept::new(|| ::std::boxed::Box::new(old()));
            &APPLICATION
        }
    }
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const index: usize = 0;
            pub const api: usize = 1;
            pub const old: usize = 2;
            pub const edit: usize = 3;
        }
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{Accept, accept, end, literal, part, plus};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            match b.first() {
                None => accept(&[route::index], []),
                Some(b'a') => {
                    literal(b, 1, b"pi/")?;
                    if b.len() == 4 {
                        return accept(&[route::api], [part(path, 4, 4)]);
                    }
                    b.get(4)?;
                    accept(&[route::api], [path.get(4..)])
                }
                Some(b'o') => {
                    literal(b, 1, b"ld")?;
                    match b.get(3) {
                        Some(b'/') => {
                            literal(b, 4, b"api")?;
                            if b.len() == 7 {
                                return accept(&[route::old], [part(path, 7, 7)]);
                            }
                            literal(b, 7, b"/")?;
                            accept(&[route::old], [path.get(7..)])
                        }
                        Some(b'e') => {
                            literal(b, 4, b"r/api")?;
                            if b.len() == 9 {
                                return accept(&[route::old], [part(path, 9, 9)]);
                            }
                            literal(b, 9, b"/")?;
                            accept(&[route::old], [path.get(9..)])
                        }
                        _ => None,
                    }
                }
                Some(b'p') => {
                    literal(b, 1, b"osts/")?;
                    let e1 = plus(b, 6, u8::is_ascii_digit)?;
                    literal(b, e1, b"/edit")?;
                    end(b, e1 + 5)?;
                    accept(&[route::edit], [part(path, 6, e1)])
                }
                _ => None,
            }
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{get as _, mount as _, mount as _, get as _};
}
struct Whole {
    title: &'static str,
    part: Part,
}
struct Part;
impl Part {
    fn name(&self) -> &'static str {
        "part"
    }
}
const _: () = {
    use ::core::primitive::str;
    impl Part {
        /// The routes, in the order of their declaration.
        pub const ROUTES: &'static [::lychgate::Route] = {
            use ::lychgate::{Methods, Route};
            &[Route::new("^name$", Methods::GET, "name", &[])]
        };
        /// The route that answers `method` at `path`, or the methods that are allowed there.
        pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 0> {
            ::lychgate::Search::new(Self::ROUTES, method, path)
                .ask(0, matcher::matches)
                .found()
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^name$` → `name`
    impl ::lychgate::Application for Part {
        fn call<'a>(
            &'a self,
            environ: &'a mut ::lychgate::Environ,
            start_response: ::lychgate::StartResponse<'a>,
        ) -> ::lychgate::Reply<'a> {
            ::lychgate::dispatch(
                environ,
                start_response,
                Self::find,
                |call| match call.route() {
                    route::name => call.respond(self.name()),
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
    }
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const name: usize = 0;
        }
        use ::core::option::Option;
        use ::lychgate::matching::{Accept, accept, end, literal};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 0>> {
            let b = path.as_bytes();
            literal(b, 0, b"name")?;
            end(b, 4)?;
            accept(&[route::name], [])
        }
    }
};
#[allow(unused_imports)]
use ::lychgate::get as _;
impl Whole {
    fn title(&self) -> &'static str {
        self.title
    }
    fn part(&self) -> &impl Application {
        &self.part
    }
    fn site() -> impl Application {
        site::application
    }
}
const _: () = {
    use ::core::primitive::str;
    impl Whole {
        /// The routes, in the order of their declaration.
        pub const ROUTES: &'static [::lychgate::Route] = {
            use ::lychgate::{Methods, Route};
            &[
                Route::new("^title$", Methods::GET, "title", &[]),
                Route::new("^part/", Methods::ANY, "part", &[]).mounts(0, || &[]),
                Route::new("^", Methods::ANY, "site", &[])
                    .mounts(0, || mounted::site().routes()),
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
    /// - `GET` `^title$` → `title`
    /// - `ANY` `^part/` → `part`, mounted
    /// - `ANY` `^` → `site`, mounted
    impl ::lychgate::Application for Whole {
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
                    route::title => call.respond(self.title()),
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
    impl ::lychgate::dispatch::Ways for Whole {
        fn way(&self, route: ::core::primitive::usize) -> ::lychgate::Way<'_> {
            match route {
                route::part => ::lychgate::Way::mount(self.part()),
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
                <Whole>::site(),
            ));
            &APPLICATION
        }
    }
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const title: usize = 0;
            pub const part: usize = 1;
            pub const site: usize = 2;
        }
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{Accept, accept, literal, part};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            match b.first() {
                None => accept(&[route::site], [path.get(..0)]),
                Some(b'p') if literal(b, 1, b"art/").is_some() => {
                    if b.len() == 5 {
                        return accept(&[route::part], [part(path, 5, 5)]);
                    }
                    b.get(5)?;
                    accept(&[route::part], [path.get(5..)])
                }
                Some(b't') if literal(b, 1, b"itle").is_some() => {
                    if b.len() == 5 {
                        return accept(&[route::title, route::site], [path.get(..5)]);
                    }
                    b.get(5)?;
                    accept(&[route::site], [Some(path)])
                }
                Some(_) => {
                    b.first()?;
                    accept(&[route::site], [Some(path)])
                }
            }
        }
    }
};
#[allow(unused_imports)]
use ::lychgate::{get as _, mount as _, mount as _};
pub(crate) fn app() -> impl Application {
    Whole {
        title: "Title",
        part: Part,
    }
}
