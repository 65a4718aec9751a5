//! lychgate and Python, both ways.
//!
//! - *Out*: an application becomes a Python extension module whose `application` any WSGI server
//!   serves, and whose `wrap` puts it in front of an application written in Python: [`export!`].
//! - *In*, with the feature `host`: an application written in Python is an
//!   [`Application`](lychgate::Application), so that lychgate's server serves it behind routes in
//!   Rust: `PythonApplication`.
//!
//! The README beside this crate tells it from a Python developer's side.

mod environ;
mod exchange;
#[cfg(feature = "host")]
mod host;
mod input;
mod latin1;
#[doc(hidden)]
pub mod module;
mod outside;

#[cfg(feature = "host")]
pub use host::{Behind, PythonApplication};
/// Makes a Python extension module of a `cdylib`, with an application in it.
///
/// ```no_run,standalone_crate
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[get(r"^price/(?<id>\d+)$")]
///     fn price(id: u32) -> String {
///         format!("{}\n", id * 3)
///     }
/// }
///
/// lychgate_python::export!(site::application);
/// # fn main() {}
/// ```
///
/// The module is called as the crate is, and has
///
/// - `application`: a WSGI callable (PEP 3333) for any server;
/// - `wrap(application)`: a WSGI callable that answers what a route of the Rust application answers,
///   and passes everything else to the given one, untouched: the same `environ`, the same
///   `start_response`, and what it returns or raises. A request falls through where no route has its
///   path, or the ones that have do not take its method. What a handler itself answers with 404 is an
///   answer; and a mount answers for all that is below it.
///
/// The path is that of a `static`, as `#[application]` makes one, or of a function; a type with routes
/// of its own goes into a `static`, or a `LazyLock` in one. What is made anew at each call is refused:
///
/// ```compile_fail
/// # fn main() {}
/// lychgate_python::export!(make_application());
/// ```
///
/// While Rust works, the interpreter is released: other threads of Python go on. No thread is started
/// here, so that a server may fork after the module was imported (gunicorn's `--preload`). In a
/// sub-interpreter the module refuses to be imported, and says what to do.
///
/// The crate is built by `maturin`, or by cargo with `PYO3_BUILD_EXTENSION_MODULE=1`.
pub use lychgate_python_macros::export;
#[doc(hidden)]
pub use pyo3;

/// The program of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
