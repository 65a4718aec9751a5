//! `start_response` and `write`, as Python calls them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use lychgate::Started;
use pyo3::exceptions::{PyAssertionError, PyBrokenPipeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};

use super::answer::{Gone, Way};

/// The callable that starts one response (PEP 3333, "The start_response() Callable").
#[pyclass(module = "lychgate", frozen)]
pub(super) struct StartResponse(Mutex<State>);

/// What was said of the response so far.
struct State {
    /// Whether it was called at all, even with what was refused.
    was_called: bool,
    /// The head, until it goes out.
    started: Option<Started<'static>>,
    /// Whether the head says how long the body is, and how long.
    length: Option<u64>,
    way: Way,
}

#[pymethods]
impl StartResponse {
    /// Starts the response; with `exc_info`, anew, while nothing was sent.
    #[pyo3(signature = (status, headers, exc_info=None, /))]
    fn __call__<'py>(
        slf: &Bound<'py, Self>,
        status: &Bound<'py, PyAny>,
        headers: &Bound<'py, PyAny>,
        exc_info: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let exc_info = exc_info.map(exception).transpose()?;
        let mut state = slf.get().state();
        match exc_info {
            Some(exception) if !state.way.begins() => return Err(exception),
            None if state.was_called => {
                return Err(PyAssertionError::new_err(
                    "start_response was called a second time, without exc_info",
                ));
            }
            _ => {}
        }
        state.was_called = true;
        state.started = None;
        let status = text(status, "the status")?;
        let headers = fields(headers)?;
        let fields: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let started = lychgate::StartResponse::new().start(&*status, &fields);
        state.started = Some(started.map_err(|error| {
            let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            PyValueError::new_err(cause)
        })?);
        let mut lengths = fields
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map(|(_, value)| value.parse().ok());
        state.length = lengths.next().flatten();
        slf.getattr("write")
    }

    /// Sends a block before those of the iterable.
    #[pyo3(signature = (data, /))]
    fn write(&self, py: Python<'_>, data: &Bound<'_, PyBytes>) -> PyResult<()> {
        let sent = self.send(py, data)?;
        sent.map_err(|Gone| PyBrokenPipeError::new_err("the client takes no more of the response"))
    }
}

impl StartResponse {
    pub(super) fn new(way: Way) -> Self {
        StartResponse(Mutex::new(State { was_called: false, started: None, length: None, way }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nothing went out yet.
    pub(super) fn begins(&self) -> bool {
        self.state().way.begins()
    }

    /// Sends a block, and waits until it is on its way. An empty one sends nothing, not even the head.
    pub(super) fn send(
        &self,
        py: Python<'_>,
        block: &Bound<'_, PyBytes>,
    ) -> PyResult<Result<(), Gone>> {
        let bytes = block.as_bytes();
        let mut state = self.state();
        if bytes.is_empty() {
            return if state.was_called { Ok(Ok(())) } else { Err(not_started()) };
        }
        let block = Bytes::copy_from_slice(bytes);
        if state.way.begins() {
            let started = state.started.take().ok_or_else(not_started)?;
            if state.length == Some(block.len() as u64) {
                state.way.whole(started, block);
            } else {
                state.way.begin(started, block);
            }
            return Ok(Ok(()));
        }
        let sender = state.way.sender();
        drop(state);
        let Ok(sender) = sender else { return Ok(Err(Gone)) };
        Ok(py.detach(|| sender.send(Ok(block))).map_err(|_| Gone))
    }

    /// Sends the whole body, or all that was left of it.
    pub(super) fn finish(&self, last: Option<&Bound<'_, PyBytes>>) -> PyResult<()> {
        let mut state = self.state();
        if state.way.begins() {
            let started = state.started.take().ok_or_else(not_started)?;
            let block = last.map(|block| Bytes::copy_from_slice(block.as_bytes()));
            state.way.whole(started, block.unwrap_or_default());
        }
        state.way.end();
        Ok(())
    }

    /// Breaks the response off, or puts the page of the error in its place.
    pub(super) fn fail(&self, py: Python<'_>, error: lychgate::Error) {
        let broken = self.state().way.fail(error);
        if let Some((blocks, error)) = broken {
            // Nobody may be there to take it.
            let _ = py.detach(|| blocks.send(Err(error)));
        }
    }
}

fn not_started() -> PyErr {
    PyAssertionError::new_err("the response has a body before start_response was called")
}

fn text<'s>(value: &'s Bound<'_, PyAny>, what: &str) -> PyResult<std::borrow::Cow<'s, str>> {
    let text = value.cast::<PyString>().map_err(|_| {
        PyTypeError::new_err(format!("{what} is to be a str, not {}", type_name(value)))
    })?;
    Ok(text.to_str()?.into())
}

/// The headers: a real list of real tuples of two strings.
fn fields(headers: &Bound<'_, PyAny>) -> PyResult<Vec<(String, String)>> {
    let list = headers.cast_exact::<PyList>().map_err(|_| {
        PyTypeError::new_err(format!("the headers are to be a list, not {}", type_name(headers)))
    })?;
    let field = |item: Bound<'_, PyAny>| {
        let pair = item.cast_exact::<PyTuple>().ok().filter(|pair| pair.len() == 2);
        let Some(pair) = pair else {
            let message = "a header is to be a tuple (name, value)";
            return Err(PyTypeError::new_err(message));
        };
        let name = text(&pair.get_item(0)?, "the name of a header")?.into_owned();
        let value = text(&pair.get_item(1)?, "the value of a header")?.into_owned();
        Ok((name, value))
    };
    list.iter().map(field).collect()
}

fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "that".to_owned(), |name| name.to_string())
}

/// The exception of an `exc_info`: the same object, with its traceback.
fn exception(exc_info: &Bound<'_, PyAny>) -> PyResult<PyErr> {
    let whole = exc_info.cast::<PyTuple>().ok().filter(|tuple| tuple.len() == 3);
    let whole = whole
        .ok_or_else(|| PyTypeError::new_err("exc_info is to be what sys.exc_info() returns"))?;
    Ok(PyErr::from_value(whole.get_item(1)?))
}
