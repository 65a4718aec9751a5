//! What `#[application]` and its routes can stand on.

use std::sync::atomic::{AtomicUsize, Ordering};

use lychgate::prelude::*;
use lychgate::test::Client;

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

#[application]
fn bare(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let method = environ.method().to_string();
    Ok(start_response.start("200 OK", &TEXT)?.body(method))
}

#[application]
fn typed(environ: &Environ) -> String {
    format!("typed {}", environ.path_info())
}

#[application]
async fn awaited() -> &'static str {
    "awaited"
}

#[test]
fn a_function_is_an_application() {
    assert_eq!(Client::new(bare).get("/x").send().text(), "GET");
    assert_eq!(Client::new(typed::application).get("/x").send().text(), "typed /x");
    assert_eq!(Client::new(awaited::application).post("/x").send().text(), "awaited");
}

struct Counter {
    calls: AtomicUsize,
}

#[application]
impl Counter {
    fn call(&self, _: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let calls = self.calls.fetch_add(1, Ordering::Relaxed);
        Ok(start_response.start("200 OK", &TEXT)?.body(calls.to_string()))
    }
}

#[test]
fn an_instance_with_call_is_an_application() {
    let client = Client::new(Counter { calls: AtomicUsize::new(3) });
    assert_eq!(client.get("/").send().text(), "3");
    assert_eq!(client.get("/").send().text(), "4");
}

/// PEP 3333's class: made for each request, and itself the iterator of the body.
struct Countdown<'a> {
    environ: &'a Environ,
    left: usize,
}

#[application]
impl<'a> Countdown<'a> {
    fn new(
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Result<(Started<'a>, Self)> {
        let started = start_response.start("200 OK", &[("Content-Type", "text/plain")])?;
        let left = environ.query_string().len();
        Ok((started, Countdown { environ, left }))
    }

    fn path(&self) -> String {
        self.environ.path_info().to_string()
    }
}

impl Iterator for Countdown<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        Some(format!("{} {}\n", self.path(), self.left))
    }
}

/// One that borrows from nothing, with a type of its own.
struct Repeat<T> {
    value: T,
    times: u8,
}

#[application]
impl<T> Repeat<T>
where
    T: Default + Send,
    T: std::fmt::Display,
{
    fn new<'r>(_: &'r Environ, start_response: StartResponse<'r>) -> (Started<'r>, Repeat<T>) {
        let started = start_response.start("202 Accepted", &[("Content-Type", "text/plain")]);
        (started.expect("the header is sound"), Repeat { value: T::default(), times: 3 })
    }
}

impl<T: std::fmt::Display> Iterator for Repeat<T> {
    type Item = Result<Vec<u8>>;

    fn next(&mut self) -> Option<Result<Vec<u8>>> {
        self.times = self.times.checked_sub(1)?;
        Some(Ok(self.value.to_string().into_bytes()))
    }
}

#[test]
fn a_class_is_an_application() {
    let client = Client::new(Countdown::application);
    assert_eq!(client.get("/x?abc").send().text(), "/x 2\n/x 1\n/x 0\n");
    assert_eq!(client.get("/x").send().text(), "");
    let answer = Client::new(Repeat::<u8>::application).get("/").send();
    assert_eq!((answer.status().as_u16(), answer.text().as_str()), (202, "000"));
}

struct Store<T> {
    value: T,
}

#[application]
impl<T> Store<T>
where
    T: std::fmt::Display + Send + Sync,
{
    #[get("^value$")]
    fn value(&self) -> String {
        self.value.to_string()
    }

    #[get("^name$")]
    fn name() -> &'static str {
        "store"
    }

    #[get("^later/(?<n>[0-9]+)$")]
    async fn later(&self, n: u8) -> String {
        format!("{} {n}", self.value)
    }

    #[not_found]
    fn nothing(&self) -> String {
        format!("nothing but {}", self.value)
    }
}

#[test]
fn methods_of_a_generic_type_are_routes() {
    let client = Client::new(Store { value: 7 });
    assert_eq!(client.get("/value").send().text(), "7");
    assert_eq!(client.get("/name").send().text(), "store");
    assert_eq!(client.get("/later/8").send().text(), "7 8");
    let missing = client.get("/else").send();
    assert_eq!((missing.status().as_u16(), missing.text().as_str()), (404, "nothing but 7"));
    assert_eq!(Store::<u8>::ROUTES.len(), 3);
    assert_eq!(Store { value: 1 }.value(), "1", "methods stay methods");
}

mod shop {
    use lychgate::prelude::*;

    /// Not only functions live in such a module.
    #[application]
    pub(crate) mod site {
        use super::{Environ, Status};

        pub(crate) const LIMIT: u32 = 10;

        struct Item {
            id: u32,
        }

        impl Item {
            fn page(&self) -> String {
                format!("item {}", self.id)
            }
        }

        #[get("^items/(?<id>[0-9]+)$")]
        pub(crate) fn item(id: u32) -> Result<String, Status> {
            if id > LIMIT { Err(Status::NOT_FOUND) } else { Ok(Item { id }.page()) }
        }

        /// Two parameters of the request and a capture, in any order.
        #[get("^agent/(?<name>[a-z]+)$")]
        fn agent(environ: &Environ, name: &str, headers: &http::HeaderMap) -> String {
            format!("{name} {} {}", environ.method(), headers.len())
        }

        #[get("^async$")]
        async fn later(environ: &Environ) -> String {
            environ.path_info().to_string()
        }
    }
}

#[test]
fn a_module_may_hold_anything_and_its_functions_stay_functions() {
    let client = Client::new(shop::site::application);
    assert_eq!(client.get("/items/7").send().text(), "item 7");
    assert_eq!(client.get("/items/11").send().status(), 404);
    assert_eq!(client.get("/agent/me").send().text(), "me GET 1");
    assert_eq!(client.get("/async").send().text(), "/async");
    assert_eq!(shop::site::item(shop::site::LIMIT), Ok("item 10".to_owned()));
}

macro_rules! greeter {
    ($name:ident, $pattern:literal, $word:expr) => {
        #[application]
        mod $name {
            #[get($pattern)]
            pub fn greet(name: &str, environ: &lychgate::Environ) -> String {
                format!("{} {name} {}", $word, environ.method())
            }
        }
    };
}

greeter!(from_a_macro, "^greet/(?<name>[a-z]+)$", "Hi");

#[test]
fn an_application_may_come_out_of_a_macro() {
    assert_eq!(
        Client::new(from_a_macro::application).get("/greet/ann").send().text(),
        "Hi ann GET"
    );
}

fn local() -> String {
    #[application]
    mod inner {
        #[route("^$")]
        fn index() -> &'static str {
            "inner"
        }
    }
    Client::new(inner::application).get("/").send().text()
}

#[test]
fn an_application_may_stand_in_a_function() {
    assert_eq!(local(), "inner");
}
