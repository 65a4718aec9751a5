//! The attribute macros of lychgate: entry points and their documentation. Use them through the
//! `lychgate` crate, which re-exports them; what they do is in `lychgate-compiler`.

use lychgate_compiler::expand::{self, Options};
use proc_macro::TokenStream;

/// Makes an application of a module, an impl block or a function.
///
/// # On a module
///
/// The functions with a route become the routes, in the order of their declaration; the module gets
/// `application` (what a server calls), `find` (which route answers), `ROUTES` (the table) and
/// `urls` (the paths that lead to the routes).
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[route("^$")]
///     fn index() -> &'static str { "Index page" }
///
///     #[get(r"^hello/(?<name>\w+)/?$")]
///     fn greet(name: &str) -> String { format!("Hello {name}") }
///
///     #[not_found]
///     fn not_found() -> &'static str { "Not Found Page" }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/hello/Ann").send().text(), "Hello Ann");
///     assert_eq!(client.get("/nothing").send().status(), 404);
/// }
/// ```
///
/// # On an impl block
///
/// The routes are methods that take `&self`; the type gets `ROUTES`, `find` and `urls()`, and is an
/// `Application`. A block with `fn call(&self, environ, start_response)` and no routes is an
/// application as it stands.
///
/// A block with `fn new(environ: &mut Environ, start_response: StartResponse<'_>)` and no routes is a
/// class (PEP 3333, `AppClass`): each request has an instance of its own, which is the iterator of
/// the body. The type gets a function `application`, which is what a server calls.
///
/// ```
/// use lychgate::prelude::*;
///
/// struct Countdown<'a> {
///     environ: &'a Environ,
///     left: u32,
/// }
///
/// #[application]
/// impl<'a> Countdown<'a> {
///     fn new(
///         environ: &'a mut Environ,
///         start_response: StartResponse<'a>,
///     ) -> Result<(Started<'a>, Self)> {
///         let started = start_response.start("200 OK", &[("Content-Type", "text/plain")])?;
///         Ok((started, Countdown { environ, left: 2 }))
///     }
/// }
///
/// impl Iterator for Countdown<'_> {
///     type Item = String;
///
///     fn next(&mut self) -> Option<String> {
///         self.left = self.left.checked_sub(1)?;
///         Some(format!("{} {}\n", self.environ.method(), self.left))
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(Countdown::application);
///     assert_eq!(client.get("/").send().text(), "GET 1\nGET 0\n");
/// }
/// ```
///
/// # On a function
///
/// A function of `(environ: &mut Environ, start_response: StartResponse<'_>)` is an application as
/// it stands, which the attribute has checked. Any other function gets a module of its name beside
/// it, with its `application`, which answers every path.
///
/// # Middleware and mounts
///
/// [`#[with(timing, login)]`](macro@with) below the attribute puts middleware around all of it, on a
/// function with a route around that alone. [`#[mount("^api/")]`](macro@mount) on a function has
/// another application answer below a prefix.
///
/// # URLs
///
/// `urls` has a function for each handler, which makes the path that leads there by the first of its
/// routes that can be turned round: `urls::greet("Ann")` is `/hello/Ann`. In a type they are methods of
/// what `urls()` returns: `Blog::urls().post(7)`. The arguments are the groups, in the order of the
/// pattern, with the types of the handler's parameters: text as `&str`, numbers as they are, other types
/// by reference, with [`Display`](std::fmt::Display); an `Option` where a group may take no part. A
/// mount's takes a `Url` of the application inside.
///
/// Of what the pattern leaves open, the path has the least: nothing for `/?`, the first of branches
/// without groups, one `a` for `a+`. Numbers get the zeros that `\d{4}` asks for. Where a part may be
/// several texts and stands in no group, as the `\d+` of `^archive/\d+$` does, and where another route
/// answers at the path, there is no function, and the documentation of `urls` says why.
///
/// ```
/// use lychgate::prelude::*;
///
/// struct Blog;
///
/// #[application]
/// impl Blog {
///     #[get(r"^posts/(?<id>\d+)/?$")]
///     fn post(&self, id: u32) -> String { format!("{id}, then {}", Self::urls().post(id + 1)) }
/// }
///
/// fn main() {
///     assert_eq!(Blog::urls().post(7), "/posts/7");
///     let client = lychgate::test::Client::new(Blog);
///     assert_eq!(client.get("/posts/7").send().text(), "7, then /posts/8");
/// }
/// ```
///
/// # Dependencies
///
/// A parameter with `#[depends(current_user)]` is filled by calling that function. So a handler that
/// takes a `User` is not called unless the check was made: there is no other way to get one.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     struct User(String);
///
///     fn current_user(environ: &Environ) -> Result<User, Status> {
///         let name = environ.get("HTTP_X_USER").ok_or(Status::UNAUTHORIZED)?;
///         Ok(User(name.to_string()))
///     }
///
///     /// A dependency may have dependencies, and take captures.
///     fn post(id: u32, #[depends(current_user)] user: &User) -> Result<String, (Status, String)> {
///         match id {
///             0..10 => Ok(format!("post {id} of {}", user.0)),
///             _ => Err((Status::FORBIDDEN, format!("{} must not read {id}", user.0))),
///         }
///     }
///
///     #[get("^posts/(?<id>[0-9]+)$")]
///     fn show(#[depends(post)] post: String, #[depends(current_user)] user: User) -> String {
///         format!("{post}, for {}", user.0)
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/posts/7").send().status(), 401);
///     let client = |path| client.get(path).header("X-User", "ann").send().text();
///     assert_eq!(client("/posts/7"), "post 7 of ann, for ann");
///     assert_eq!(client("/posts/70"), "ann must not read 70");
/// }
/// ```
///
/// - A function returns the value; or a `Result`, whose `Err` is the response: a `Status`, a
///   `StatusCode`, `(Status, String)`, an `Error`, a `Response`, or a type with `impl From<…> for
///   Response`. What needs the value is not called then.
/// - It is called once for a request, also where several parameters need its value: they take it by
///   reference, or each its own, which all but the last one clone.
/// - A function of the same module or block (`f`, `self::f`, `Self::f`) takes whatever a handler
///   takes, and may be `async`; in a block it may be a method with `&self`. What it takes of the path
///   must be in the pattern of every route that depends on it.
/// - Any other path names a function of up to six parameters, each with `FromEnviron`, which is not
///   `async`: where it is, or takes more, write a function in the module that calls it.
/// - A response cannot borrow from a value that was made for the request alone: return a `String`
///   there, and no `&str`.
///
/// Handlers, `#[not_found]` and `#[catch]` functions, functions that are applications by themselves and the
/// functions that these depend on may have such parameters. That a function depends on itself, by
/// whatever way, is a compile error.
///
/// # What is checked
///
/// All mistakes are compile errors, all at once, each on the word that is wrong: a pattern that does
/// not parse, a group without a parameter or a parameter that only a group could fill without one, an
/// optional group whose parameter is no `Option`, a type that a request cannot give, a return value
/// that is no response, two handlers for the same pattern and method.
///
/// A mount is a route for every method that never refuses: what is declared behind it, below its
/// prefix, can never answer.
///
/// A route that can never answer is an error too: earlier routes match every path that it matches,
/// for every method that it answers (HEAD follows GET, and a route without methods answers all).
/// The error names them, with a path. A route covers another so only if it never refuses. It may
/// refuse when a capture is read as a type, since a text that is no `u8` leaves the path to the next
/// route; only `&str`, and `Option<&str>` for a group that may be absent, take every text. A route
/// under `#[cfg(…)]` may not be there, and one that is matched by the run-time `regex` is not looked
/// into: these cover nothing either.
///
/// # What a pattern may cost
///
/// All routes of an application share one automaton, whose code looks at each character of a path
/// once. A route whose repetitions are ambiguous (`(.+)/tail`), or that is searched for, gets an
/// automaton of its own where sharing would multiply the states. A search is not even begun where the
/// path lacks a literal that it requires, such as the `.php` of `\.php$`.
///
/// | limit | beyond it |
/// |---|---|
/// | 4,000 nodes in one pattern, its counted repetitions written out | the run-time `regex` matches it |
/// | 300 states, or twice its nodes and 64, for an ambiguous route | the run-time `regex` matches it |
/// | 400 ways from a state to another, or four times its nodes, which are some 2,000 lines | the run-time `regex` matches it |
/// | 20,000 states for routes together | they are halved |
/// | 10 MiB, what `regex` takes at most | a compile error |
///
/// Whatever is handed to `regex` is so in the expansion, under the comment that says why; and
/// `deny(regex)` below refuses it.
///
/// # Arguments
///
/// - `#[application(deny(overlap))]`: two routes that match the same path for the same method are an
///   error. Without it, the first one declared answers.
/// - `#[application(deny(regex))]`: a pattern that is too large for an automaton of reasonable size is
///   an error. Without it, the `regex` crate matches it at run time.
/// - `#[application(crate = gate)]`: the name of the `lychgate` crate, where `Cargo.toml` gives it
///   another; or the path where another crate re-exports it.
#[proc_macro_attribute]
pub fn application(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let options = Options { regex: cfg!(feature = "regex"), openapi: cfg!(feature = "openapi") };
    expand::application(arguments.into(), item.into(), options).into()
}

/// Makes a middleware of a function of `(environ, next)`, or of a type with such a method.
///
/// # On a function
///
/// ```
/// use std::time::Instant;
///
/// use lychgate::prelude::*;
///
/// #[middleware]
/// fn timing(environ: &mut Environ, next: Next<'_>) -> Response {
///     let start = Instant::now();
///     let response = next.call(environ);
///     response.header("Server-Timing", &format!("app;dur={}", start.elapsed().as_millis()))
/// }
///
/// #[middleware]
/// fn login(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
///     if environ.get("HTTP_AUTHORIZATION").is_none() {
///         return Err(Status::UNAUTHORIZED); // what is inside is not called
///     }
///     Ok(next.call(environ))
/// }
///
/// #[application]
/// mod site {
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(timing(login(site::application)));
///     let answer = client.get("/").send();
///     assert_eq!(answer.status(), 401);
///     assert!(answer.header("server-timing").is_some());
/// }
/// ```
///
/// The function becomes a decorator: `timing(application)` is that application with the middleware
/// around it, in a `static` too. The same name is the middleware's type, a value of which is
/// `timing {}`.
///
/// What is returned is the response, or whatever makes one: `Result<Response, Status>`,
/// `lychgate::Result<Response>`. An `async fn` awaits what is inside by `next.call_later(environ)`.
///
/// # On an impl block
///
/// A type with a method `call` is a middleware that keeps state; the block may have other methods.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// use lychgate::prelude::*;
///
/// struct Limiter { free: AtomicUsize }
///
/// #[middleware]
/// impl Limiter {
///     fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
///         let free = |n: usize| n.checked_sub(1);
///         if self.free.fetch_update(Ordering::Relaxed, Ordering::Relaxed, free).is_err() {
///             return Status::TOO_MANY_REQUESTS.into();
///         }
///         next.call(environ)
///     }
/// }
///
/// # #[application]
/// # mod site {
/// #     #[get("^$")]
/// #     fn index() -> &'static str { "Index page" }
/// # }
/// # fn main() {
/// let limiter = Limiter { free: AtomicUsize::new(1) };
/// let client = lychgate::test::Client::new(limiter.wrap(site::application));
/// assert_eq!(client.get("/").send().status(), 200);
/// assert_eq!(client.get("/").send().status(), 429);
/// # }
/// ```
///
/// # Arguments
///
/// - `#[middleware(crate = gate)]`: the name of the `lychgate` crate, as for `#[application]`.
#[proc_macro_attribute]
pub fn middleware(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::middleware(arguments.into(), item.into()).into()
}

/// A route for every method, or for those named: `#[route("^pattern$")]`,
/// `#[route("^pattern$", GET, POST)]`.
///
/// The pattern is a regular expression as the `regex` crate has it, searched for in the path
/// without its leading slashes. It is anchored with `^`, unless the word `search` says that a
/// match may begin anywhere: `#[route("hello/?$", search)]`. Each named group is a parameter of
/// the function.
#[proc_macro_attribute]
pub fn route(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("route", item.into()).into()
}

/// A route for GET, and for HEAD, which follows it: `#[get("^pattern$")]`.
#[proc_macro_attribute]
pub fn get(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("get", item.into()).into()
}

/// A route for POST: `#[post("^pattern$")]`.
#[proc_macro_attribute]
pub fn post(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("post", item.into()).into()
}

/// A route for PUT: `#[put("^pattern$")]`.
#[proc_macro_attribute]
pub fn put(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("put", item.into()).into()
}

/// A route for PATCH: `#[patch("^pattern$")]`.
#[proc_macro_attribute]
pub fn patch(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("patch", item.into()).into()
}

/// A route for DELETE: `#[delete("^pattern$")]`.
#[proc_macro_attribute]
pub fn delete(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("delete", item.into()).into()
}

/// The function that answers where no route matches, with 404 Not Found unless it says another
/// status.
#[proc_macro_attribute]
pub fn not_found(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("not_found", item.into()).into()
}

/// The function that answers failures, in the place of the default page of errors.
///
/// Its first parameter is the error, `&Error`; others are filled as those of a handler without a
/// pattern. It is called for every failure of the application:
///
/// - a handler's `Err` that brings no page of its own (an `Error`, a `Status`), and its `None`;
/// - a parameter that could not be filled, and a dependency that refused, in the same sense;
/// - a panic of a handler, be it `async`;
/// - 404 where no route matches and there is no [`#[not_found]`](macro@not_found), 405 for a method
///   that is not allowed, and 400 for a path that is not UTF-8.
///
/// What a handler returns as a response is an answer and no failure, whatever its status: `Status`
/// by itself, `(Status, text)`. What is mounted answers its own failures, and a middleware its own.
///
/// The response has the status of the error, unless it says another than 200 OK, and its headers:
/// the `Allow` of a 405 stays. The log is told what it is told of the default page, and middleware
/// around has the error by `response.error()`. Where the function itself fails or panics, the
/// default page answers, and the log is told that, too.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^posts/(?<id>[0-9]+)$")]
///     fn show(id: usize) -> Result<&'static str, Status> {
///         ["first post"].get(id).copied().ok_or(Status::GONE)
///     }
///
///     #[catch]
///     fn failed(error: &Error) -> Html<String> {
///         Html(format!("<h1>{}</h1>", error.status()))
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     let gone = client.get("/posts/7").send();
///     assert_eq!((gone.status().as_u16(), gone.text().as_str()), (410, "<h1>410 Gone</h1>"));
///     assert_eq!(client.get("/nothing").send().text(), "<h1>404 Not Found</h1>");
/// }
/// ```
///
/// With `#[cfg(not(debug_assertions))]` beside it, debug builds keep their pages for developers.
#[proc_macro_attribute]
pub fn catch(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("catch", item.into()).into()
}

/// On a type with `#[derive(askama::Template)]`: a handler returns it, and it becomes a page,
/// `text/html; charset=utf-8`. With the feature `askama`.
///
/// ```text
/// #[derive(askama::Template, lychgate::Respond)]
/// #[template(source = "<h1>Hello {{ name }}</h1>", ext = "html")]
/// struct Hello<'a> { name: &'a str }
///
/// #[get(r"^hello/(?<name>\w+)$")]
/// fn hello(name: &str) -> Hello<'_> { Hello { name } }
/// ```
#[proc_macro_derive(Respond)]
pub fn respond(item: TokenStream) -> TokenStream {
    expand::respond(item.into()).into()
}

/// On a parameter, names the function that fills it: `#[depends(current_user)] user: User`.
///
/// What may be depended on is in the documentation of [`macro@application`], which reads it.
#[proc_macro_attribute]
pub fn depends(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::not_on_parameter(item.into()).into()
}

/// Middleware, the outermost first: `#[with(timing, login)]`.
///
/// Below `#[application]` it is around all of a module, a type, or a function with typed
/// parameters; on a function with a route it is around that alone, inside of what is around all.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[middleware]
/// fn login(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
///     match environ.get("HTTP_AUTHORIZATION") {
///         Some(_) => Ok(next.call(environ)),
///         None => Err(Status::UNAUTHORIZED),
///     }
/// }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index() -> &'static str { "for everybody" }
///
///     #[get("^admin$")]
///     #[with(login)]
///     fn admin() -> &'static str { "for some" }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/").send().status(), 200);
///     assert_eq!(client.get("/admin").send().status(), 401);
///     assert_eq!(site::ROUTES[1].middleware, ["login"]);
/// }
/// ```
///
/// # What can be named
///
/// - the path of a function under [`#[middleware]`](macro@middleware), as it is known inside of the
///   module or block;
/// - the path of a constant or a `static` whose type is a
///   `lychgate::Middleware`, its name in capitals;
/// - any other expression of such a type, as `Limit::new(10)`, which is evaluated once;
/// - in an impl block, an expression with `self`: `self.limiter`.
///
/// A middleware on a route is called when the route was found. Should it change the request so that
/// another route would be found, none answers; put it around the whole to do that.
#[proc_macro_attribute]
pub fn with(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::with(arguments.into(), item.into()).into()
}

/// An application below a prefix of the path: `#[mount("^api/")]`.
///
/// The function without parameters makes the application. It is called once, when a request first
/// gets there. What the prefix matches moves from `PATH_INFO` to `SCRIPT_NAME`; the application
/// answers the rest, whatever the method, with its own page where it finds nothing.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod api {
///     #[get("^users/(?<id>[0-9]+)$")]
///     fn user(id: u32, environ: &lychgate::Environ) -> String {
///         format!("{id} at {}{}", environ.script_name(), environ.path_info())
///     }
/// }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
///
///     #[mount("^api/")]
///     fn api() -> impl Application { super::api::application }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/api/users/7").send().text(), "7 at /api/users/7");
///     assert_eq!(site::ROUTES[1].nested()[0].handler, "user");
/// }
/// ```
///
/// Where the prefix ends with a slash, the application answers what is below: `^api/` is for
/// `/api/` and `/api/users`, not for `/api`. Where it does not, it answers at the prefix, too: `^api`
/// is for `/api` and `/api/users`, not for `/apiary`.
///
/// In an impl block the function may be a method that returns a part of `self`:
/// `fn api(&self) -> &impl Application`.
#[proc_macro_attribute]
pub fn mount(_: TokenStream, item: TokenStream) -> TokenStream {
    expand::misplaced("mount", item.into()).into()
}
