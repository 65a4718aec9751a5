use lychgate::prelude::*;
mod auth {
    use super::{Environ, Status};
    pub(crate) fn token(environ: &Environ) -> Result<String, Status> {
        let token = environ.query_string();
        if token.is_empty() { Err(Status::UNAUTHORIZED) } else { Ok(token.to_string()) }
    }
}
mod site {
    use super::{Status, auth};
    #[derive(Clone)]
    struct User(String);
    struct Article {
        id: u32,
        author: User,
    }
    fn current_user(token: &str) -> Result<User, (Status, String)> {
        match token {
            "ann" => Ok(User("Ann".to_owned())),
            other => Err((Status::FORBIDDEN, format!("who is {other}?"))),
        }
    }
    fn article(id: u32, author: User) -> Article {
        Article { id, author }
    }
    async fn draft(article: Article) -> Option<Article> {
        Some(article).filter(|article| article.id > 9)
    }
    fn members_only(user: &User) -> Result<(), Status> {
        if user.0.is_empty() { Err(Status::FORBIDDEN) } else { Ok(()) }
    }
    fn profile(_: (), user: &User) -> String {
        user.0.clone()
    }
    fn show(article: Article, user: User) -> Result<String, Status> {
        Ok(format!("{} of {} for {}", article.id, article.author.0, user.0))
    }
    async fn edit(id: u32, draft: Option<Article>) -> String {
        format!("{id} {}", draft.is_some())
    }
    /// The routes, in the order of their declaration.
    pub static ROUTES: &[::lychgate::Route] = {
        use ::lychgate::{Methods, Route};
        &[
            Route::new("^profile$", Methods::GET, "profile", &[])
                .takes(&["_: ()", "user: &User"]),
            Route::new("^articles/(?<id>[0-9]+)$", Methods::GET, "show", &["id"])
                .takes(&["article: Article", "user: User"]),
            Route::new("^drafts/(?<id>[0-9]+)$", Methods::GET, "edit", &["id"])
                .takes(&["id: u32", "draft: Option<Article>"]),
        ]
    };
    /// The route that answers `method` at `path`, or the methods that are allowed there.
    pub fn find<'p>(method: &str, path: &'p str) -> ::lychgate::Found<'p, 1> {
        ::lychgate::Search::new(ROUTES, method, path)
            .ask_if(
                0,
                matcher::matches,
                |index, captures| match index {
                    route::show => {
                        <u32 as ::lychgate::FromCapture<_>>::admits(captures[0])
                    }
                    route::edit => {
                        <u32 as ::lychgate::FromCapture<_>>::admits(captures[0])
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
        /// `/profile` leads to `profile`, by `^profile$`.
        pub fn profile() -> ::lychgate::Url {
            ::lychgate::Url::fixed("/profile")
        }
        /// `/articles/{id}` leads to `show`, by `^articles/(?<id>[0-9]+)$`.
        pub fn show(id: u32) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::show)
                .text("articles/")
                .capture("id", id)
                .url(super::find)
        }
        /// `/drafts/{id}` leads to `edit`, by `^drafts/(?<id>[0-9]+)$`.
        pub fn edit(id: u32) -> ::lychgate::Url {
            ::lychgate::url::to(super::ROUTES, super::route::edit)
                .text("drafts/")
                .capture("id", id)
                .url(super::find)
        }
    }
    /// Answers each request by the first of its routes that matches:
    /// - `GET` `^profile$` → `profile(_: (), user: &User)`
    /// - `GET` `^articles/(?<id>[0-9]+)$` → `show(article: Article, user: User)`
    /// - `GET` `^drafts/(?<id>[0-9]+)$` → `edit(id: u32, draft: Option<Article>)`
    #[allow(non_upper_case_globals)]
    pub static application: ::lychgate::Dispatcher<1> = {
        use ::lychgate::{FromCapture, Respond};
        #[allow(unused_imports)]
        use ::lychgate::dependency::OrRefuse as _;
        ::lychgate::Dispatcher::new(
            ROUTES,
            find,
            |call| match call.route() {
                route::profile => {
                    let token = call.depend(auth::token)?.or_refuse()?;
                    let current_user = call.given(current_user(&token)).or_refuse()?;
                    let () = call.given(members_only(&current_user)).or_refuse()?;
                    call.respond(profile((), &current_user))
                }
                route::show => {
                    let token = call.depend(auth::token)?.or_refuse()?;
                    let current_user = call.given(current_user(&token)).or_refuse()?;
                    let article = call
                        .given(
                            article(FromCapture::of(call, 0)?, call.share(&current_user)),
                        )
                        .or_refuse()?;
                    <Result<
                        String,
                        Status,
                    > as Respond>::to(call, show(article, current_user))
                }
                route::edit => {
                    call.later(|mut call| async move {
                        let call = &mut call;
                        let token = call.depend(auth::token)?.or_refuse()?;
                        let current_user = call.given(current_user(&token)).or_refuse()?;
                        let article = call
                            .given(article(FromCapture::of(call, 0)?, current_user))
                            .or_refuse()?;
                        let draft = call.given(draft(article).await).or_refuse()?;
                        call.respond(edit(FromCapture::of(call, 0)?, draft).await)
                    })
                }
                _ => call.respond_nothing(),
            },
        )
    };
    use matcher::route;
    /// Which routes match a path, and where their captures lie.
    mod matcher {
        #[allow(non_upper_case_globals, unreachable_pub)]
        pub(super) mod route {
            pub const profile: usize = 0;
            pub const show: usize = 1;
            pub const edit: usize = 2;
        }
        use ::core::option::Option::{self, None, Some};
        use ::lychgate::matching::{Accept, accept, end, literal, part, plus};
        pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
            let b = path.as_bytes();
            match b.first() {
                Some(b'a') => {
                    literal(b, 1, b"rticles/")?;
                    let e1 = plus(b, 9, u8::is_ascii_digit)?;
                    end(b, e1)?;
                    accept(&[route::show], [part(path, 9, e1)])
                }
                Some(b'd') => {
                    literal(b, 1, b"rafts/")?;
                    let e1 = plus(b, 7, u8::is_ascii_digit)?;
                    end(b, e1)?;
                    accept(&[route::edit], [part(path, 7, e1)])
                }
                Some(b'p') => {
                    literal(b, 1, b"rofile")?;
                    end(b, 7)?;
                    accept(&[route::profile], [])
                }
                _ => None,
            }
        }
    }
    #[allow(unused_imports)]
    use ::lychgate::{
        get as _, get as _, get as _, depends as _, depends as _, depends as _,
        depends as _, depends as _, depends as _, depends as _, depends as _,
        depends as _,
    };
}
pub(crate) fn app() -> impl Application {
    site::application
}
