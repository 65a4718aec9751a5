//! `#[depends(…)]`: what fills parameters that the request alone cannot fill.

mod middleware;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use lychgate::prelude::*;
use lychgate::test::Client;

/// Functions from elsewhere: only their names are known to the attribute.
mod auth {
    use lychgate::prelude::*;

    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct User(pub(crate) String);

    pub(crate) struct Agent(pub(crate) String);

    impl<'a> FromEnviron<'a> for Agent {
        type Rejection = Status;

        fn from_environ(environ: &'a Environ) -> Result<Self, Status> {
            let agent = environ.get("HTTP_USER_AGENT").ok_or(Status::BAD_REQUEST)?;
            Ok(Agent(agent.to_string()))
        }
    }

    pub(crate) fn current_user(environ: &Environ) -> Result<User, (StatusCode, &'static str)> {
        let name = environ.get("HTTP_X_USER").ok_or((StatusCode::UNAUTHORIZED, "who are you?"))?;
        Ok(User(name.to_string()))
    }

    /// It borrows from the request, for as long as that is there.
    pub(crate) fn query(environ: &Environ) -> Result<&str, Status> {
        std::str::from_utf8(environ.query_string()).or(Err(Status::BAD_REQUEST))
    }

    pub(crate) fn agent(agent: Agent, headers: &http::HeaderMap) -> String {
        format!("{} {}", agent.0, headers.len())
    }
}

mod once {
    use super::*;

    pub(super) static CALLS: Mutex<Vec<&str>> = Mutex::new(Vec::new());

    #[application]
    pub(super) mod site {
        use super::{CALLS, Status};

        #[derive(Clone)]
        struct Session(usize);

        struct User {
            session: usize,
        }

        fn log(name: &'static str) -> usize {
            let mut calls = CALLS.lock().unwrap();
            calls.push(name);
            calls.len()
        }

        fn session() -> Session {
            Session(log("session"))
        }

        fn user(#[depends(session)] session: &Session) -> User {
            log("user");
            User { session: session.0 }
        }

        fn admin(
            #[depends(user)] user: &User,
            #[depends(self::session)] session: &Session,
        ) -> Result<(), Status> {
            log("admin");
            assert_eq!(user.session, session.0);
            Err(Status::FORBIDDEN)
        }

        /// It asks for the last one first, and for the session three times.
        #[get("^all$")]
        fn all(
            #[depends(user)] user: User,
            #[depends(session)] first: Session,
            #[depends(session)] second: &Session,
            #[depends(session)] third: Session,
        ) -> String {
            log("all");
            format!("{} {} {} {}", user.session, first.0, second.0, third.0)
        }

        #[get("^admin$")]
        fn page(#[depends(admin)] _: ()) -> &'static str {
            log("page");
            "not for you"
        }
    }
}

#[test]
fn a_dependency_is_called_once_and_before_what_needs_it() {
    let client = Client::new(once::site::application);
    let calls = || std::mem::take(&mut *once::CALLS.lock().unwrap());
    assert_eq!(client.get("/all").send().text(), "1 1 1 1");
    assert_eq!(calls(), ["session", "user", "all"]);

    assert_eq!(client.get("/admin").send().status(), 403);
    assert_eq!(calls(), ["session", "user", "admin"], "the handler is not called");
}

#[application]
mod captured {
    use super::auth::{self, User, current_user};
    use super::{Environ, Error, Result, Status};

    struct Article {
        id: u8,
    }

    fn article(id: u8) -> Result<Article> {
        if id > 9 {
            return Err(Error::new(Status::GONE, format!("article {id} was taken down")));
        }
        Ok(Article { id })
    }

    #[get("^articles/(?<id>[0-9]+)$")]
    fn show(#[depends(article)] article: Article) -> String {
        format!("article {}", article.id)
    }

    #[get("^articles/(?<id>[0-9]+)/(?<title>[a-z]+)$")]
    fn titled(title: &str, id: &str, #[depends(article)] article: Article) -> String {
        format!("{title} {id} {}", article.id)
    }

    #[get("^articles/.*$")]
    fn other() -> &'static str {
        "no article"
    }

    #[get("^me$")]
    fn me(#[depends(current_user)] user: User, #[depends(auth::agent)] agent: &str) -> String {
        format!("{} by {agent}", user.0)
    }

    #[get("^query$")]
    fn query<'a>(#[depends(auth::query)] query: &'a str, environ: &'a Environ) -> &'a str {
        if environ.path_info().is_empty() { "" } else { query }
    }

    /// An alias is a `Result` too.
    type Checked = std::result::Result<u32, Status>;

    fn checked(environ: &Environ) -> Checked {
        environ.query_string().len().try_into().ok().filter(|n| *n > 0).ok_or(Status::IM_A_TEAPOT)
    }

    #[get("^checked$")]
    fn count(#[depends(checked)] n: u32) -> String {
        n.to_string()
    }

    #[not_found]
    fn nothing(#[depends(checked)] n: u32) -> String {
        format!("nothing {n}")
    }
}

#[test]
fn a_dependency_takes_what_a_handler_takes() {
    let client = Client::new(captured::application);
    assert_eq!(client.get("/articles/7").send().text(), "article 7");
    assert_eq!(client.get("/articles/7/rust").send().text(), "rust 7 7");
    let gone = client.get("/articles/10").send();
    assert_eq!(gone.status(), 410);
    assert_eq!(gone.text(), "article 10 was taken down\n");

    assert_eq!(client.get("/query?a=b").send().text(), "a=b");
    let me = client.get("/me").header("X-User", "ann").header("User-Agent", "curl");
    assert_eq!(me.send().text(), "ann by curl 3");
}

#[test]
fn what_its_parameter_refuses_does_not_match() {
    let client = Client::new(captured::application);
    assert_eq!(client.get("/articles/300").send().text(), "no article");
    assert_eq!(client.get("/articles/300/rust").send().text(), "no article");
    assert_eq!(captured::find("GET", "/articles/300").route().map(|it| it.handler), Some("other"));
}

#[test]
fn its_err_is_the_response() {
    let client = Client::new(captured::application);
    let me = client.get("/me").send();
    assert_eq!((me.status().as_u16(), me.text().as_str()), (401, "who are you?"));
    let agent = client.get("/me").header("X-User", "ann").send();
    assert_eq!(agent.status(), 400, "a parameter of a function from elsewhere");

    assert_eq!(client.get("/checked?abc").send().text(), "3");
    assert_eq!(client.get("/checked").send().status(), 418);
    let nothing = client.get("/nothing?ab").send();
    assert_eq!((nothing.status().as_u16(), nothing.text().as_str()), (404, "nothing 2"));
    assert_eq!(client.get("/nothing").send().status(), 418, "also of `#[not_found]`");
}

struct Blog {
    visits: AtomicUsize,
    name: String,
}

#[application]
impl Blog {
    fn visit(&self) -> usize {
        self.visits.fetch_add(1, Ordering::Relaxed)
    }

    async fn name(&self, #[depends(Self::visit)] visit: usize) -> Result<&str> {
        std::future::ready(()).await;
        if visit == 2 { Err(Error::new(Status::GONE, "closed")) } else { Ok(&self.name) }
    }

    fn constant() -> &'static str {
        "constant"
    }

    #[get("^$")]
    fn index(
        &self,
        #[depends(visit)] visit: usize,
        #[depends(name)] name: &str,
        #[depends(constant)] constant: &str,
        #[depends(auth::query)] query: &str,
    ) -> String {
        format!("{visit} {name} {constant} {query}")
    }

    #[get("^async/(?<id>[0-9]+)$")]
    async fn later(id: u8, #[depends(name)] name: &str) -> String {
        std::future::ready(()).await;
        format!("{id} {name}")
    }

    #[get("^plain$")]
    async fn plain(&self, #[depends(visit)] visit: &usize) -> String {
        std::future::ready(()).await;
        visit.to_string()
    }

    #[not_found]
    async fn nothing(#[depends(auth::query)] query: &str) -> String {
        std::future::ready(()).await;
        format!("nothing {query}")
    }
}

#[test]
fn methods_and_async_functions_are_dependencies() {
    let blog = Blog { visits: AtomicUsize::new(0), name: "blog".to_owned() };
    let client = Client::new(blog);
    assert_eq!(client.get("/?q").send().text(), "0 blog constant q");
    assert_eq!(client.get("/async/7").send().text(), "7 blog");
    let closed = client.get("/async/7").send();
    assert_eq!((closed.status().as_u16(), closed.text().as_str()), (410, "closed\n"));
    assert_eq!(client.get("/async/300?x").send().text(), "nothing x");
    assert_eq!(client.get("/plain").send().text(), "3");
}

mod single {
    use super::auth;
    use super::auth::current_user;
    use lychgate::prelude::*;

    #[application]
    pub(super) fn page(
        #[depends(current_user)] user: auth::User,
        #[depends(auth::query)] query: &str,
        #[depends(self::auth::agent)] agent: String,
        #[depends(super::auth::query)] again: &str,
        #[depends(crate::dependencies::auth::query)] once_more: &str,
    ) -> String {
        format!("{} {query} {agent} {again} {once_more}", user.0)
    }
}

#[test]
fn a_function_by_itself_depends_on_functions_around_it() {
    let client = Client::new(single::page::application);
    let answer = client.get("/?q").header("X-User", "ann").header("User-Agent", "me").send();
    assert_eq!(answer.text(), "ann q me 3 q q");
    assert_eq!(client.get("/").send().status(), 401);
}

#[test]
fn functions_stay_functions() {
    let user = auth::User("ann".to_owned());
    assert_eq!(single::page(user, "a", "b".to_owned(), "c", "d"), "ann a b c d");
}
