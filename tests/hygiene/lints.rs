//! Expansions give no cause for a warning, to rustc or clippy, however strict a user is.

#![deny(warnings, clippy::all, clippy::pedantic, missing_docs, unsafe_code, unused)]
#![deny(rust_2018_idioms, unreachable_pub, unused_qualifications, single_use_lifetimes)]
#![deny(missing_debug_implementations, unused_results, let_underscore_drop, unused_import_braces)]

/// A site as its writer documents it.
pub(crate) mod outer {
    use lychgate::prelude::*;

    /// The application.
    #[application]
    pub(crate) mod site {
        use std::borrow::Cow;

        use super::Status;

        /// The index.
        #[get("^$")]
        pub(crate) fn index() -> &'static str {
            "index"
        }

        /// One of the names.
        #[get(r"^hello/(?<name>\w+)/?$")]
        #[route("^hi/(?<name>[a-z]+)$", GET, POST)]
        pub(super) fn greet(name: &str) -> String {
            format!("Hello {name}")
        }

        #[get("^n/(?<n>[0-9]+)(?:\\.(?<ending>[a-z]+))?$")]
        fn number(n: u32, ending: Option<String>) -> Result<String, Status> {
            ending.map(|ending| format!("{n} {ending}")).ok_or(Status::NOT_FOUND)
        }

        #[get("x+(?<tail>.*)$", search)]
        async fn later(tail: String, environ: &lychgate::Environ) -> Cow<'static, str> {
            std::future::ready(()).await;
            format!("{tail} {}", environ.method()).into()
        }

        #[not_found]
        fn nothing() -> (Status, &'static str) {
            (Status::NOT_FOUND, "nothing")
        }
    }

    /// A blog.
    #[derive(Debug)]
    pub(crate) struct Blog {
        /// Its title.
        pub(crate) title: String,
    }

    #[application]
    impl Blog {
        /// The title.
        #[get("^title$")]
        pub(crate) fn title(&self) -> &str {
            &self.title
        }

        #[get("^post/(?<id>[0-9]+)$")]
        fn post(&self, id: u64) -> String {
            format!("{} {id}", self.title)
        }

        #[not_found]
        fn nothing(&self) -> String {
            format!("nothing in {}", self.title)
        }
    }

    /// A middleware for everybody.
    #[middleware]
    pub(crate) fn signed(environ: &mut Environ, next: Next<'_>) -> Response {
        next.call(environ).header("X-Signed", "yes")
    }

    /// A middleware for some.
    #[middleware]
    async fn login(environ: &mut Environ, next: Next<'_>) -> Result<Response, Status> {
        if environ.query_string().is_empty() {
            return Err(Status::UNAUTHORIZED);
        }
        Ok(next.call_later(environ).await)
    }

    /// A middleware that keeps what it says.
    #[derive(Debug)]
    pub(crate) struct Motto(&'static str);

    #[middleware]
    impl Motto {
        /// Says it.
        fn call(&self, environ: &mut Environ, next: Next<'_>) -> Response {
            next.call(environ).header("X-Motto", self.0)
        }
    }

    static MOTTO: Motto = Motto("static");

    /// An application with all of it.
    #[application]
    #[with(signed, MOTTO, Motto("value"))]
    pub(crate) mod layered {
        use super::{Application, MOTTO, Motto, login, signed, site};

        /// The index.
        #[get("^$")]
        #[with(login, Motto("route"))]
        pub(crate) fn index() -> &'static str {
            "index"
        }

        #[mount("^site/")]
        #[with(login)]
        fn inside() -> impl Application {
            site::application
        }

        #[not_found]
        #[with(login)]
        fn nothing() -> &'static str {
            "nothing"
        }
    }

    /// A type with a part that is mounted.
    #[derive(Debug)]
    pub(crate) struct Whole {
        /// The part.
        pub(crate) blog: Blog,
        /// What it says.
        pub(crate) motto: Motto,
    }

    #[application]
    #[with(login, self.motto)]
    impl Whole {
        #[mount("^blog")]
        fn blog(&self) -> &impl Application {
            &self.blog
        }

        #[mount("^site/")]
        fn site() -> impl Application {
            site::application
        }
    }

    /// A whole.
    pub(crate) fn whole() -> Whole {
        Whole { blog: Blog { title: "T".to_owned() }, motto: Motto("kept") }
    }

    /// A function with typed parameters, and middleware around it.
    #[application]
    #[with(signed)]
    pub(crate) fn around(environ: &Environ) -> String {
        environ.path_info().to_string()
    }

    /// A function with typed parameters.
    #[application]
    pub(crate) fn typed(environ: &Environ) -> String {
        environ.path_info().to_string()
    }

    /// A function by hand.
    ///
    /// # Errors
    /// When the header is not one.
    #[application]
    pub(crate) fn by_hand(_: &mut Environ, start: StartResponse<'_>) -> Result<Reply<'static>> {
        Ok(start.start("200 OK", &[("Content-Type", "text/plain")])?.body("by hand"))
    }
}

#[test]
fn the_strictest_lints_are_content() {
    use lychgate::test::Client;

    let client = Client::new(outer::site::application);
    assert_eq!(client.get("/").send().text(), outer::site::index());
    assert_eq!(client.get("/n/7.x").send().text(), "7 x");
    assert_eq!(client.get("/axxb").send().text(), "b GET");
    let layered = Client::new(outer::layered::application);
    assert_eq!(layered.get("/?open").send().text(), outer::layered::index());
    assert_eq!(layered.get("/site/n/7.x?open").send().text(), "7 x");
    assert_eq!(layered.get("/else").send().status(), 401);
    assert_eq!(Client::new(outer::whole()).get("/blog/post/1?open").send().text(), "T 1");
    assert_eq!(Client::new(outer::around::application).get("/x").send().text(), "/x");
    let blog = outer::Blog { title: "T".to_owned() };
    assert_eq!(Client::new(blog).get("/post/1").send().text(), "T 1");
    assert_eq!(Client::new(outer::typed::application).get("/x").send().text(), "/x");
    assert_eq!(Client::new(outer::by_hand).get("/x").send().text(), "by hand");
}
