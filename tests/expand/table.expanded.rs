use lychgate::prelude::*;
mod site {
    fn index() -> &'static str {
        "index"
    }
    fn users() -> &'static str {
        "users"
    }
    fn create_user() -> &'static str {
        "create_user"
    }
    fn user(id: u64) -> String {
        format!("user {id}")
    }
    fn replace_user(id: u64) -> String {
        format!("replace_user {id}")
    }
    fn delete_user(id: u64) -> String {
        format!("delete_user {id}")
    }
    fn posts(id: u64) -> String {
        format!("posts {id}")
    }
    fn post(id: u64, post: u64) -> String {
        format!("post {id} {post}")
    }
    fn create_post(id: u64) -> String {
        format!("create_post {id}")
    }
    fn about() -> &'static str {
        "about"
    }
    fn team() -> &'static str {
        "team"
    }
    fn admin() -> &'static str {
        "admin"
    }
    fn login() -> &'static str {
        "login"
    }
    fn logout() -> &'static str {
        "logout"
    }
    fn search(query: &str) -> String {
        format!("search {query}")
    }
    fn style(path: &str) -> String {
        format!("style {path}")
    }
    fn tag(tag: &str) -> String {
        format!("tag {tag}")
    }
    fn feed(tag: &str, format: &str) -> String {
        format!("feed {tag} {format}")
    }
    fn robots() -> &'static str {
        "robots"
    }
    fn favicon() -> &'static str {
        "favicon"
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^$", Methods::ANY, "index", &[]),
            Route::new("^users/?$", Methods::GET, "users", &[]),
            Route::new("^users/?$", Methods::POST, "create_user", &[]),
            Route::new(r"^users/(?<id>\d+)/?$", Methods::GET, "user", &["id"])
                .takes(&["id: u64"]),
            Route::new(r"^users/(?<id>\d+)/?$", Methods::PUT, "replace_user", &["id"])
                .takes(&["id: u64"]),
            Route::new(r"^users/(?<id>\d+)/?$", Methods::DELETE, "delete_user", &["id"])
                .takes(&["id: u64"]),
            Route::new(r"^users/(?<id>\d+)/posts/?$", Methods::GET, "posts", &["id"])
                .takes(&["id: u64"]),
            Route::new(
                    r"^users/(?<id>\d+)/posts/(?<post>\d+)/?$",
                    Methods::GET,
                    "post",
                    &["id", "post"],
                )
                .takes(&["id: u64", "post: u64"]),
            Route::new(
                    r"^users/(?<id>\d+)/posts/?$",
                    Methods::POST,
                    "create_post",
                    &["id"],
                )
                .takes(&["id: u64"]),
            Route::new("^about/?$", Methods::GET, "about", &[]),
            Route::new("^about/team/?$", Methods::GET, "team", &[]),
            Route::new("^admin/?$", Methods::GET, "admin", &[]),
            Route::new("^admin/login/?$", Methods::ANY, "login", &[]),
            Route::new("^admin/logout/?$", Methods::POST, "logout", &[]),
            Route::new("^search/(?<query>.+)$", Methods::GET, "search", &["query"])
                .takes(&["query: &str"]),
            Route::new(r"^static/(?<path>.+)\.css$", Methods::GET, "style", &["path"])
                .takes(&["path: &str"]),
            Route::new("^tags/(?<tag>[a-z-]+)$", Methods::GET, "tag", &["tag"])
                .takes(&["tag: &str"]),
            Route::new(
                    r"^tags/(?<tag>[a-z-]+)\.(?<format>json|xml)$",
                    Methods::GET,
                    "feed",
                    &["tag", "format"],
                )
                .takes(&["tag: &str", "format: &str"]),
            Route::new(r"^robots\.txt$", Methods::GET, "robots", &[]),
            Route::new(r"^favicon\.ico$", Methods::GET, "favicon", &[]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 2> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::user => {
                        <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    route::replace_user => {
                        <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    route::delete_user => {
                        <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    route::posts => {
                        <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    route::post => {
                        <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
                            && <u64 as ::lychgate::FromCapture<_>>::admits(captures[1])
                    }
                    route::create_post => {
                        <u64 as ::lychgate::FromCapture<_>>::admits(captures[0])
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
        /// `/` leads to `index`, by `^$`.
        pub fn index() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/")
        }
        /// `/users` leads to `users`, by `^users/?$`.
        pub fn users() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/users")
        }
        /// `/users` leads to `create_user`, by `^users/?$`.
        pub fn create_user() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/users")
        }
        /// `/users/{id}` leads to `user`, by `^users/(?<id>\d+)/?$`.
        pub fn user(id: u64) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::user)
                .text("users/")
                .capture("id", id)
                .url(super::find)
        }
        /// `/users/{id}` leads to `replace_user`, by `^users/(?<id>\d+)/?$`.
        pub fn replace_user(id: u64) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::replace_user)
                .text("users/")
                .capture("id", id)
                .url(super::find)
        }
        /// `/users/{id}` leads to `delete_user`, by `^users/(?<id>\d+)/?$`.
        pub fn delete_user(id: u64) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::delete_user)
                .text("users/")
                .capture("id", id)
                .url(super::find)
        }
        /// `/users/{id}/posts` leads to `posts`, by `^users/(?<id>\d+)/posts/?$`.
        pub fn posts(id: u64) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::posts)
                .text("users/")
                .capture("id", id)
                .text("/posts")
                .url(super::find)
        }
        /// `/users/{id}/posts/{post}` leads to `post`, by `^users/(?<id>\d+)/posts/(?<post>\d+)/?$`.
        pub fn post(id: u64, post: u64) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::post)
                .text("users/")
                .capture("id", id)
                .text("/posts/")
                .capture("post", post)
                .url(super::find)
        }
        /// `/users/{id}/posts` leads to `create_post`, by `^users/(?<id>\d+)/posts/?$`.
        pub fn create_post(id: u64) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::create_post)
                .text("users/")
                .capture("id", id)
                .text("/posts")
                .url(super::find)
        }
        /// `/about` leads to `about`, by `^about/?$`.
        pub fn about() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/about")
        }
        /// `/about/team` leads to `team`, by `^about/team/?$`.
        pub fn team() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/about/team")
        }
        /// `/admin` leads to `admin`, by `^admin/?$`.
        pub fn admin() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/admin")
        }
        /// `/admin/login` leads to `login`, by `^admin/login/?$`.
        pub fn login() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/admin/login")
        }
        /// `/admin/logout` leads to `logout`, by `^admin/logout/?$`.
        pub fn logout() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/admin/logout")
        }
        /// `/search/{query}` leads to `search`, by `^search/(?<query>.+)$`.
        pub fn search(query: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::search)
                .text("search/")
                .capture("query", query)
                .url(super::find)
        }
        /// `/static/{path}.css` leads to `style`, by `^static/(?<path>.+)\.css$`.
        pub fn style(path: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::style)
                .text("static/")
                .capture("path", path)
                .text(".css")
                .url(super::find)
        }
        /// `/tags/{tag}` leads to `tag`, by `^tags/(?<tag>[a-z-]+)$`.
        pub fn tag(tag: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::tag)
                .text("tags/")
                .capture("tag", tag)
                .url(super::find)
        }
        /// `/tags/{tag}.{format}` leads to `feed`, by `^tags/(?<tag>[a-z-]+)\.(?<format>json|xml)$`.
        pub fn feed(tag: &str, format: &str) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::feed)
                .text("tags/")
                .capture("tag", tag)
                .text(".")
                .capture("format", format)
                .url(super::find)
        }
        /// `/robots.txt` leads to `robots`, by `^robots\.txt$`.
        pub fn robots() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/robots.txt")
        }
        /// `/favicon.ico` leads to `favicon`, by `^favicon\.ico$`.
        pub fn favicon() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/favicon.ico")
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `ANY` `^$` → `index()`
    /// - `GET` `^users/?$` → `users()`
    /// - `POST` `^users/?$` → `create_user()`
    /// - `GET` `^users/(?<id>\d+)/?$` → `user(id: u64)`
    /// - `PUT` `^users/(?<id>\d+)/?$` → `replace_user(id: u64)`
    /// - `DELETE` `^users/(?<id>\d+)/?$` → `delete_user(id: u64)`
    /// - `GET` `^users/(?<id>\d+)/posts/?$` → `posts(id: u64)`
    /// - `GET` `^users/(?<id>\d+)/posts/(?<post>\d+)/?$` → `post(id: u64, post: u64)`
    /// - `POST` `^users/(?<id>\d+)/posts/?$` → `create_post(id: u64)`
    /// - `GET` `^about/?$` → `about()`
    /// - `GET` `^about/team/?$` → `team()`
    /// - `GET` `^admin/?$` → `admin()`
    /// - `ANY` `^admin/login/?$` → `login()`
    /// - `POST` `^admin/logout/?$` → `logout()`
    /// - `GET` `^search/(?<query>.+)$` → `search(query: &str)`
    /// - `GET` `^static/(?<path>.+)\.css$` → `style(path: &str)`
    /// - `GET` `^tags/(?<tag>[a-z-]+)$` → `tag(tag: &str)`
    /// - `GET` `^tags/(?<tag>[a-z-]+)\.(?<format>json|xml)$` → `feed(tag: &str, format: &str)`
    /// - `GET` `^robots\.txt$` → `robots()`
    /// - `GET` `^favicon\.ico$` → `favicon()`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<2> = {
        use ::lychgate::FromCapture;
        ::lychgate::Dispatcher::new(
            ROUTES,
            find,
            |call| match call.route() {
                route::index => call.respond(index()),
                route::users => call.respond(users()),
                route::create_user => call.respond(create_user()),
                route::user => call.respond(user(FromCapture::of(call, 0)?)),
                route::replace_user => {
                    call.respond(replace_user(FromCapture::of(call, 0)?))
                }
                route::delete_user => {
                    call.respond(delete_user(FromCapture::of(call, 0)?))
                }
                route::posts => call.respond(posts(FromCapture::of(call, 0)?)),
                route::post => {
                    call.respond(
                        post(FromCapture::of(call, 0)?, FromCapture::of(call, 1)?),
                    )
                }
                route::create_post => {
                    call.respond(create_post(FromCapture::of(call, 0)?))
                }
                route::about => call.respond(about()),
                route::team => call.respond(team()),
                route::admin => call.respond(admin()),
                route::login => call.respond(login()),
                route::logout => call.respond(logout()),
                route::search => call.respond(search(call.text(0)?)),
                route::style => call.respond(style(call.text(0)?)),
                route::tag => call.respond(tag(call.text(0)?)),
                route::feed => call.respond(feed(call.text(0)?, call.text(1)?)),
                route::robots => call.respond(robots()),
                route::favicon => call.respond(favicon()),
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
            pub const users: usize = 1;
            pub const create_user: usize = 2;
            pub const user: usize = 3;
            pub const replace_user: usize = 4;
            pub const delete_user: usize = 5;
            pub const posts: usize = 6;
            pub const post: usize = 7;
            pub const create_post: usize = 8;
            pub const about: usize = 9;
            pub const team: usize = 10;
            pub const admin: usize = 11;
            pub const login: usize = 12;
            pub const logout: usize = 13;
            pub const search: usize = 14;
            pub const style: usize = 15;
            pub const tag: usize = 16;
            pub const feed: usize = 17;
            pub const robots: usize = 18;
            pub const favicon: usize = 19;
        }
        use ::core::matches;
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{
            Accept, accept, digit, end, held, literal, one_char, part, plus, plus_chars,
            plus_until, slash_end, star,
        };
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 2>> {
            let b = path.as_bytes();
            match b.first() {
                None => accept(&[route::index], []),
                Some(b'a') => after_a(path),
                Some(b'f') => {
                    literal(b, 1, b"avicon.ico")?;
                    end(b, 11)?;
                    accept(&[route::favicon], [])
                }
                Some(b'r') => {
                    literal(b, 1, b"obots.txt")?;
                    end(b, 10)?;
                    accept(&[route::robots], [])
                }
                Some(b's') => after_s(path),
                Some(b't') => {
                    literal(b, 1, b"ags/")?;
                    let e1 = plus(b, 5, |c| matches!(c, b'-' | b'a'..= b'z'))?;
                    if b.len() == e1 {
                        return accept(&[route::tag], [part(path, 5, e1)]);
                    }
                    literal(b, e1, b".")?;
                    match b.get(e1 + 1) {
                        Some(b'j') => {
                            literal(b, e1 + 2, b"son")?;
                            end(b, e1 + 5)?;
                            accept(
                                &[route::feed],
                                [part(path, 5, e1), part(path, e1 + 1, e1 + 5)],
                            )
                        }
                        Some(b'x') => {
                            literal(b, e1 + 2, b"ml")?;
                            end(b, e1 + 4)?;
                            accept(
                                &[route::feed],
                                [part(path, 5, e1), part(path, e1 + 1, e1 + 4)],
                            )
                        }
                        _ => None,
                    }
                }
                Some(b'u') => {
                    literal(b, 1, b"sers")?;
                    after_users(path)
                }
                _ => None,
            }
        }
        fn after_a(path: &str) -> Option<Accept<'_, 2>> {
            let b = path.as_bytes();
            match b.get(1) {
                Some(b'b') => {
                    literal(b, 2, b"out")?;
                    if slash_end(b, 5).is_some() {
                        return accept(&[route::about], []);
                    }
                    literal(b, 5, b"/team")?;
                    slash_end(b, 10)?;
                    accept(&[route::team], [])
                }
                Some(b'd') => {
                    literal(b, 2, b"min")?;
                    if slash_end(b, 5).is_some() {
                        return accept(&[route::admin], []);
                    }
                    literal(b, 5, b"/log")?;
                    match b.get(9) {
                        Some(b'i') => {
                            literal(b, 10, b"n")?;
                            slash_end(b, 11)?;
                            accept(&[route::login], [])
                        }
                        Some(b'o') => {
                            literal(b, 10, b"ut")?;
                            slash_end(b, 12)?;
                            accept(&[route::logout], [])
                        }
                        _ => None,
                    }
                }
                _ => None,
            }
        }
        fn after_s(path: &str) -> Option<Accept<'_, 2>> {
            let b = path.as_bytes();
            match b.get(1) {
                Some(b'e') => {
                    literal(b, 2, b"arch/")?;
                    let e1 = plus_until(b, 7, b'\n')?;
                    end(b, e1)?;
                    accept(&[route::search], [part(path, 7, e1)])
                }
                Some(b't') => {
                    literal(b, 2, b"atic/")?;
                    let e1 = one_char(path, 7, |c| c != '\n')?;
                    loop_after_static(path, e1, 7, 0)
                }
                _ => None,
            }
        }
        fn after_users(path: &str) -> Option<Accept<'_, 2>> {
            let b = path.as_bytes();
            if slash_end(b, 5).is_some() {
                return accept(&[route::users, route::create_user], []);
            }
            literal(b, 5, b"/")?;
            let e1 = plus_chars(path, 6, digit)?;
            if slash_end(b, e1).is_some() {
                return accept(
                    &[route::user, route::replace_user, route::delete_user],
                    [part(path, 6, e1)],
                );
            }
            literal(b, e1, b"/posts")?;
            if slash_end(b, e1 + 6).is_some() {
                return accept(&[route::posts, route::create_post], [part(path, 6, e1)]);
            }
            literal(b, e1 + 6, b"/")?;
            let e2 = plus_chars(path, e1 + 7, digit)?;
            slash_end(b, e2)?;
            accept(&[route::post], [part(path, 6, e1), part(path, e1 + 7, e2)])
        }
        fn loop_after_static(
            path: &str,
            mut i: usize,
            r0: usize,
            r1: usize,
        ) -> Option<Accept<'_, 2>> {
            let b = path.as_bytes();
            let mut registers = [r1];
            let [r1] = held(&mut registers);
            let mut state = 0;
            loop {
                match state {
                    0 => {
                        i = star(b, i, |c| !matches!(c, b'\n' | b'.'));
                        literal(b, i, b".")?;
                        *r1 = i;
                        i += 1;
                        state = 1;
                    }
                    1 => {
                        match b.get(i) {
                            Some(b'.') => {
                                *r1 = i;
                                i += 1;
                                state = 1;
                            }
                            Some(b'c') if literal(b, i + 1, b"ss").is_some() => {
                                i += 3;
                                state = 2;
                            }
                            Some(b'\n') | None => return None,
                            Some(_) => {
                                state = 0;
                            }
                        }
                    }
                    _ => {
                        match b.get(i) {
                            None => return accept(&[route::style], [part(path, r0, *r1)]),
                            Some(b'.') => {
                                *r1 = i;
                                i += 1;
                                state = 1;
                            }
                            Some(b'\n') => return None,
                            Some(_) => {
                                state = 0;
                            }
                        }
                    }
                }
            }
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{
        route as _, get as _, post as _, get as _, put as _, delete as _, get as _,
        get as _, post as _, get as _, get as _, get as _, route as _, post as _,
        get as _, get as _, get as _, get as _, get as _, get as _,
    };
}
pub(crate) fn app() -> impl Application {
    site::application
}
