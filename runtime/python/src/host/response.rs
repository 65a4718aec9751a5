//! One call of a Python application, from its arguments to the `close` of what it returned.

use std::sync::Arc;

use lychgate::{Error, Status};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyList, PyTuple};

use super::answer::{Answer, Way};
use super::request::Request;
use super::start_response::StartResponse;

/// Calls the application, and sends what it answers.
pub(super) fn respond(
    py: Python<'_>,
    application: &Py<PyAny>,
    request: Request,
    answer: Arc<Answer>,
) {
    let start_response = match Bound::new(py, StartResponse::new(Way::new(answer))) {
        Ok(start_response) => start_response,
        Err(error) => return error.display(py),
    };
    let called = request
        .into_dict(py)
        .and_then(|environ| application.bind(py).call1((environ, &start_response)));
    let iterable = match called {
        Ok(iterable) => iterable,
        Err(error) => return fail(py, start_response.get(), error),
    };
    if let Err(error) = send(py, &iterable, start_response.get()) {
        fail(py, start_response.get(), error);
    }
    if let Err(error) = close(&iterable) {
        error.display(py);
    }
}

/// Sends the blocks of the iterable, each before the next is asked for.
fn send(py: Python<'_>, iterable: &Bound<'_, PyAny>, to: &StartResponse) -> PyResult<()> {
    if let Some(only) = only_block(iterable) {
        if to.begins() {
            return to.finish(Some(block(&only)?));
        }
    }
    let blocks = PyIterator::from_object(iterable).map_err(|error| {
        let returned = iterable.get_type();
        let message = format!("the application returned no iterable, but {returned}");
        let wrong = PyTypeError::new_err(message);
        wrong.set_cause(py, Some(error));
        wrong
    })?;
    for item in blocks {
        if to.send(py, block(&item?)?)?.is_err() {
            return Ok(());
        }
    }
    to.finish(None)
}

/// The block of a list or tuple of one: all of a body, then, whose length is known.
fn only_block<'py>(iterable: &Bound<'py, PyAny>) -> Option<Bound<'py, PyAny>> {
    if let Ok(list) = iterable.cast_exact::<PyList>() {
        return list.get_item(0).ok().filter(|_| list.len() == 1);
    }
    let tuple = iterable.cast_exact::<PyTuple>().ok()?;
    tuple.get_item(0).ok().filter(|_| tuple.len() == 1)
}

fn block<'a, 'py>(item: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyBytes>> {
    item.cast::<PyBytes>().map_err(|_| {
        PyTypeError::new_err(format!("a block of the body is to be bytes, not {}", item.get_type()))
    })
}

/// Tells the log all of an exception, and the client that something failed.
fn fail(py: Python<'_>, to: &StartResponse, error: PyErr) {
    error.display(py);
    let error = Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(error);
    to.fail(py, error);
}

/// Calls `close`, if the iterable has it (PEP 3333, "Specification Details").
fn close(iterable: &Bound<'_, PyAny>) -> PyResult<()> {
    match iterable.getattr_opt(intern!(iterable.py(), "close"))? {
        Some(close) => close.call0().map(drop),
        None => Ok(()),
    }
}
