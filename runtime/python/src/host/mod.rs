//! An application written in Python as an [`Application`].

mod answer;
mod behind;
mod file_wrapper;
mod input;
mod interpreter;
mod permits;
mod request;
mod response;
mod start_response;
mod threads;

use std::fmt;
use std::sync::{Arc, OnceLock};

use lychgate::{Application, Environ, Error, Reply, Result, StartResponse};
use pyo3::prelude::*;

pub use behind::Behind;

use answer::{Answer, Promise};
use request::Request;
use threads::Threads;

/// A WSGI application of Python's, as an application of ours: what PEP 3333 calls a server, around it.
///
/// ```no_run,standalone_crate
/// use lychgate::prelude::*;
/// use lychgate_python::PythonApplication;
///
/// #[application]
/// mod site {
///     #[get(r"^price/(?<id>\d+)$")]
///     fn price(id: u32) -> String {
///         format!("{}\n", id * 3)
///     }
/// }
///
/// fn main() -> lychgate::Result<()> {
///     // The route above answers first; all else is Flask's.
///     let flask = PythonApplication::load("project.wsgi:application")?;
///     lychgate::serve("localhost:8080", flask.behind(site::application))
/// }
/// ```
///
/// The application is called on threads of its own, each of which stays for as long as this lives: what
/// Python keeps for a thread, such as a connection to a database, is there again for the next request.
/// They are started at the first request. Where the application computes, and waits for nothing, one or
/// two of them are used: they would only take Python's lock from each other.
///
/// It is called with exactly two positional arguments: a real `dict` of native strings, and
/// `start_response`. That may be called as late as in the first iteration, and again with `exc_info`
/// until the first byte; after that the same exception is raised again. Blocks go out as they are
/// made, as does what is given to `write`. The iterable is closed at the end, also where the client has
/// gone away. `wsgi.file_wrapper` is there; `CONTENT_LENGTH` is set for chunked bodies too. A status or
/// header that HTTP does not have, a list that is no list, a block that is not `bytes` are exceptions
/// where they happen, and 500 if nothing was sent yet. Every exception goes to `sys.stderr`, with its
/// traceback.
pub struct PythonApplication {
    name: String,
    callable: Arc<Py<PyAny>>,
    threads: usize,
    running: OnceLock<Result<Threads>>,
}

impl PythonApplication {
    /// Imports the application that `name` says, as `module:callable`. Modules are looked for in the
    /// working directory, in the virtual environment that `VIRTUAL_ENV` says, and where Python looks
    /// for them.
    ///
    /// Python is started if it does not run yet, without its handlers of signals: to stop is the
    /// server's business.
    ///
    /// # Errors
    /// When the module cannot be imported, or has no such callable. What Python has to say is in the
    /// message, with its traceback.
    pub fn load(name: &str) -> Result<Self> {
        Ok(PythonApplication::of(name, interpreter::load(name)?))
    }

    /// The application that a callable is: for a program that has Python running.
    ///
    /// # Errors
    /// When it cannot be called.
    pub fn new(callable: &Bound<'_, PyAny>) -> Result<Self> {
        let name = callable.repr().map(|repr| repr.to_string_lossy().into_owned());
        let name = name.unwrap_or_else(|_| "the application".to_owned());
        if !callable.is_callable() {
            return Err(interpreter::wrong(format!("{name} is not callable")));
        }
        Ok(PythonApplication::of(&name, callable.clone().unbind()))
    }

    fn of(name: &str, callable: Py<PyAny>) -> Self {
        PythonApplication {
            name: name.to_owned(),
            callable: Arc::new(callable),
            threads: 4,
            running: OnceLock::new(),
        }
    }

    /// Calls the application on as many threads; 4 unless this says otherwise. While all of them are
    /// busy requests wait. With one thread it is never called twice at the same time, and
    /// `wsgi.multithread` says so.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// This application behind another one: what none of the routes there answers, it answers. The
    /// other way round it is `wrap`, with the same rules: see [`export!`](crate::export).
    pub fn behind<A: Application>(self, front: A) -> Behind<A> {
        Behind::new(front, self)
    }

    fn running(&self) -> &Result<Threads> {
        self.running.get_or_init(|| Threads::start(self.threads, &self.callable))
    }
}

impl Application for PythonApplication {
    fn call<'a>(&'a self, environ: &'a mut Environ, _: StartResponse<'a>) -> Reply<'a> {
        let answer = Arc::new(Answer::default());
        let promise = Promise(Arc::clone(&answer));
        let request = Request::of(environ, self.threads > 1);
        match self.running() {
            Ok(threads) => threads.call(request, answer),
            Err(error) => {
                let error = Error::new(error.status(), "").with_source(error.to_string());
                return Reply::failed(error);
            }
        }
        Reply::later(async move { promise.outcome().await.into_reply() })
    }
}

impl fmt::Debug for PythonApplication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PythonApplication({})", self.name)
    }
}
