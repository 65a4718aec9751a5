//! Both in front of a handler: middleware is passed first, and what is inside of it depends on what
//! it has left in the request.

use std::sync::atomic::{AtomicUsize, Ordering};

use lychgate::middleware::BodyLimit;
use lychgate::prelude::*;
use lychgate::test::Client;

use crate::middleware::{login, note};

#[middleware]
fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
    note(environ, "timing");
    let response = next.call(environ);
    let why = response.error().map_or_else(String::new, ToString::to_string);
    response.header("X-Why", &why)
}

#[middleware]
async fn audit(environ: &mut Environ, next: Next<'_>) -> Response {
    std::future::ready(()).await;
    note(environ, "audit");
    next.call_later(environ).await
}

fn way(environ: &Environ) -> String {
    environ.get("app.passed").map(ToString::to_string).unwrap_or_default()
}

#[application]
#[with(timing)]
mod site {
    use super::*;

    pub(super) static POSTS: AtomicUsize = AtomicUsize::new(0);

    /// A dependency with a capture.
    async fn post(id: u8, #[depends(super::way)] way: &str) -> Result<String> {
        std::future::ready(()).await;
        POSTS.fetch_add(1, Ordering::Relaxed);
        if id > 9 {
            return Err(Error::new(Status::GONE, format!("post {id} was taken down")));
        }
        Ok(format!("post {id} by {way}"))
    }

    #[get("^posts/(?<id>[0-9]+)$")]
    #[with(login, audit)]
    fn show(#[depends(post)] post: String) -> String {
        post
    }

    #[get("^later/(?<id>[0-9]+)$")]
    #[with(audit)]
    async fn later(id: &str, #[depends(post)] post: &str) -> String {
        std::future::ready(()).await;
        format!("{id}: {post}")
    }

    #[mount("^part/")]
    #[with(audit)]
    fn part() -> impl Application {
        part::application
    }

    #[not_found]
    #[with(audit)]
    fn nothing(#[depends(super::way)] way: String) -> String {
        format!("nothing by {way}")
    }
}

#[application]
mod part {
    use super::*;

    fn name(name: &str) -> Result<String, Status> {
        if name == "x" { Err(Status::FORBIDDEN) } else { Ok(name.to_uppercase()) }
    }

    #[middleware]
    fn loud(environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ).map_blocks(|block| block.to_ascii_uppercase().into())
    }

    #[get("^(?<name>[a-z]+)$")]
    #[with(loud)]
    fn show(#[depends(name)] upper: String, #[depends(way)] way: &str) -> String {
        format!("{upper} by {way}")
    }
}

#[application]
#[with(timing, audit)]
fn single(#[depends(way)] way: String) -> String {
    way
}

struct Shop {
    name: String,
    limit: BodyLimit,
}

#[application]
#[with(timing)]
impl Shop {
    async fn name(&self) -> &str {
        std::future::ready(()).await;
        &self.name
    }

    #[post("^name$")]
    #[with(audit, self.limit)]
    async fn show(&self, #[depends(name)] name: &str, #[depends(way)] way: &str) -> String {
        format!("{name} by {way}")
    }

    #[get("^name$")]
    fn only(#[depends(name)] name: &str) -> String {
        name.to_owned()
    }
}

struct Once(Option<String>);

#[application]
#[with(timing, audit)]
impl Once {
    fn new<'a>(
        environ: &'a Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        let started = start_response.start("200 OK", &[("Content-Type", "text/plain")])?;
        Ok((started, Once(Some(way(environ)))))
    }
}

impl Iterator for Once {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.0.take()
    }
}

#[test]
fn middleware_is_passed_before_dependencies_are_called() {
    let client = Client::new(site::application);
    let logged_in = |path: &str| client.get(path).header("Authorization", "me").send();
    assert_eq!(logged_in("/posts/7").text(), "post 7 by timing audit ");
    assert_eq!(site::POSTS.load(Ordering::Relaxed), 1);
    assert_eq!(client.get("/posts/7").send().status(), 401);
    assert_eq!(site::POSTS.load(Ordering::Relaxed), 1, "middleware that refuses is asked first");
    assert_eq!(client.get("/later/8").send().text(), "8: post 8 by timing audit ");

    let gone = logged_in("/posts/10");
    assert_eq!((gone.status().as_u16(), gone.text().as_str()), (410, "post 10 was taken down\n"));
    assert_eq!(gone.header("x-why"), Some("410 Gone: post 10 was taken down"));

    let other = client.get("/posts/300").send();
    assert_eq!((other.status().as_u16(), other.text().as_str()), (404, "nothing by timing audit "));
    assert_eq!(client.get("/part/name").send().text(), "NAME BY TIMING AUDIT ");
    assert_eq!(client.get("/part/x").send().status(), 403);
}

#[test]
fn every_form_has_both() {
    assert_eq!(Client::new(single::application).get("/").send().text(), "timing audit ");
    assert_eq!(Client::new(Once::application).get("/").send().text(), "timing audit ");
    let limit = BodyLimit::new(4);
    let shop = Client::new(Shop { name: "shop".to_owned(), limit });
    assert_eq!(shop.post("/name").body("1234").send().text(), "shop by timing audit ");
    assert_eq!(shop.post("/name").body("12345").send().status(), 413);
    assert_eq!(shop.get("/name").send().text(), "shop");
}
