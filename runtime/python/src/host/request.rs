//! What Python is told of a request.

use lychgate::{Environ, Input};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use super::file_wrapper::FileWrapper;
use super::input::InputStream;
use crate::latin1;

/// A request on its way to a thread of Python's.
pub(super) struct Request {
    variables: Variables,
    url_scheme: String,
    multithread: bool,
    multiprocess: bool,
    run_once: bool,
    input: Input,
}

/// Keys and values, in two pieces of memory: they are made on one thread and freed on another.
#[derive(Default)]
struct Variables {
    keys: String,
    values: Vec<u8>,
    /// Where each key and each value ends.
    ends: Vec<(usize, usize)>,
}

impl Variables {
    fn push(&mut self, key: &str, value: &[u8]) {
        self.keys.push_str(key);
        self.values.extend_from_slice(value);
        self.ends.push((self.keys.len(), self.values.len()));
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let begins = std::iter::once((0, 0)).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|((key, value), &(key_end, value_end))| {
            (&self.keys[key..key_end], &self.values[value..value_end])
        })
    }
}

impl Request {
    pub(super) fn of(environ: &Environ, multithread: bool) -> Self {
        let mut variables = Variables {
            keys: String::with_capacity(512),
            values: Vec::with_capacity(1024),
            ends: Vec::with_capacity(32),
        };
        for (key, value) in environ.iter().filter(|(key, _)| !key.starts_with("wsgi.")) {
            variables.push(&key, value);
        }
        let gateway = environ.gateway();
        Request {
            variables,
            url_scheme: environ.url_scheme().to_owned(),
            multithread,
            multiprocess: gateway.multiprocess,
            run_once: gateway.run_once,
            input: environ.take_input(),
        }
    }

    /// The dictionary (PEP 3333, "environ Variables"): CGI's variables, what middleware has added, and
    /// the `wsgi.*` that are not text.
    pub(super) fn into_dict(self, py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
        let environ = PyDict::new(py);
        for (key, value) in self.variables.iter() {
            // The same keys come with each request.
            environ.set_item(PyString::intern(py, key), latin1::string(py, value))?;
        }
        environ.set_item(intern!(py, "wsgi.version"), (1, 0))?;
        environ.set_item(intern!(py, "wsgi.url_scheme"), self.url_scheme)?;
        environ.set_item(intern!(py, "wsgi.multithread"), self.multithread)?;
        environ.set_item(intern!(py, "wsgi.multiprocess"), self.multiprocess)?;
        environ.set_item(intern!(py, "wsgi.run_once"), self.run_once)?;
        environ.set_item(intern!(py, "wsgi.input"), InputStream::new(self.input))?;
        environ.set_item(intern!(py, "wsgi.input_terminated"), true)?;
        environ.set_item(intern!(py, "wsgi.errors"), errors(py)?)?;
        environ.set_item(intern!(py, "wsgi.file_wrapper"), py.get_type::<FileWrapper>())?;
        Ok(environ)
    }
}

/// What is standard error at the moment.
fn errors(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    static SYS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let sys = SYS.get_or_try_init(py, || py.import("sys").map(Bound::unbind))?;
    sys.bind(py).getattr(intern!(py, "stderr"))
}
