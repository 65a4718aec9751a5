//! An application as WSGI servers see it: callables, and the iterable that they return.

use std::sync::{Mutex, PoisonError};

use lychgate::{Application, Error, Head};
use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};

use crate::environ::{asked, environ};
use crate::exchange::{Exchange, Part};
use crate::latin1;

/// A WSGI application that is written in Rust.
#[pyclass(name = "Application", module = "lychgate", frozen)]
pub(crate) struct Callable(&'static dyn Application);

#[pymethods]
impl Callable {
    /// Answers one request (PEP 3333).
    #[pyo3(signature = (environ, start_response, /))]
    fn __call__<'py>(
        &self,
        py: Python<'py>,
        environ: &Bound<'py, PyDict>,
        start_response: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.answer(py, environ, start_response)
    }

    /// The given application behind this one: what none of the routes here answers, it answers.
    #[pyo3(signature = (application, /))]
    fn wrap(slf: Py<Self>, application: Py<PyAny>) -> Wrapped {
        Wrapped { front: slf, application }
    }

    fn __repr__(&self) -> String {
        format!("<lychgate.Application with {} routes>", self.0.routes().len())
    }
}

impl Callable {
    pub(crate) fn new(application: &'static dyn Application) -> Self {
        Callable(application)
    }

    fn answer<'py>(
        &self,
        py: Python<'py>,
        variables: &Bound<'py, PyDict>,
        start_response: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut exchange = Exchange::new(self.0, environ(variables)?);
        let (first, exchange) = py.detach(|| (exchange.next(), exchange));
        match first {
            Part::Whole(head, bytes) => {
                start(py, &head, start_response)?;
                if bytes.is_empty() {
                    return Ok(PyList::empty(py).into_any());
                }
                Ok(PyList::new(py, [PyBytes::new(py, &bytes)])?.into_any())
            }
            Part::Head(head) => {
                start(py, &head, start_response)?;
                Ok(Bound::new(py, Blocks(Mutex::new(Some(exchange))))?.into_any())
            }
            Part::Broken(error) => Err(raised(error)),
            // An exchange begins with one of those.
            Part::Block(_) | Part::End => Err(PyRuntimeError::new_err("no response was started")),
        }
    }
}

/// A WSGI application of Python's behind one of Rust's.
#[pyclass(module = "lychgate", frozen)]
pub(crate) struct Wrapped {
    front: Py<Callable>,
    application: Py<PyAny>,
}

#[pymethods]
impl Wrapped {
    /// Answers one request by a route in front, or passes it on as it is.
    #[pyo3(signature = (environ, start_response, /))]
    fn __call__<'py>(
        &self,
        py: Python<'py>,
        environ: &Bound<'py, PyDict>,
        start_response: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let front = self.front.get();
        let answers = asked(environ)?.is_some_and(|(method, path)| front.0.finds(&method, &path));
        if answers {
            return front.answer(py, environ, start_response);
        }
        self.application.bind(py).call1((environ, start_response))
    }

    /// The application behind.
    #[getter]
    fn application(&self, py: Python<'_>) -> Py<PyAny> {
        self.application.clone_ref(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let behind = self.application.bind(py).repr()?;
        Ok(format!("<lychgate.Wrapped {}>", behind.to_string_lossy()))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.application)
    }
}

/// The blocks of a response, each made when it is asked for.
#[pyclass(module = "lychgate", frozen)]
struct Blocks(Mutex<Option<Exchange>>);

#[pymethods]
impl Blocks {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let Some(mut exchange) = self.take() else { return Ok(None) };
        let (part, exchange) = py.detach(|| (exchange.next(), exchange));
        match part {
            Part::Block(block) => {
                *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(exchange);
                Ok(Some(PyBytes::new(py, &block)))
            }
            Part::Broken(error) => Err(raised(error)),
            Part::Whole(..) | Part::Head(_) | Part::End => Ok(None),
        }
    }

    /// Ends the response, wherever it is.
    fn close(&self, py: Python<'_>) {
        let exchange = self.take();
        py.detach(|| drop(exchange));
    }
}

impl Blocks {
    fn take(&self) -> Option<Exchange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Calls `start_response`, positionally, with native strings.
fn start(py: Python<'_>, head: &Head, start_response: &Bound<'_, PyAny>) -> PyResult<()> {
    let headers = PyList::empty(py);
    for (name, value) in &head.headers {
        let name = PyString::new(py, name.as_str());
        headers.append(PyTuple::new(py, [name, latin1::string(py, value.as_bytes())])?)?;
    }
    start_response.call1((head.status.to_string(), headers))?;
    Ok(())
}

/// An error as an exception: the very one that it began with, if Python raised it.
fn raised(error: Error) -> PyErr {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<PyErr>());
    match cause {
        Some(cause) => Python::attach(|py| cause.clone_ref(py)),
        None => PyRuntimeError::new_err(error.to_string()),
    }
}
