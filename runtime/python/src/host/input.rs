//! `wsgi.input`, as Python reads it.

use std::io::{BufRead, Read};
use std::sync::{Mutex, PoisonError};

use lychgate::Input;
use pyo3::exceptions::PyStopIteration;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

/// The request body (PEP 3333, "Input and Error Streams"). It ends where the body ends, however often
/// it is read.
#[pyclass(module = "lychgate", frozen)]
pub(super) struct InputStream(Mutex<Input>);

#[pymethods]
impl InputStream {
    /// At most `size` bytes; all that is left without one, or with -1 or `None`.
    #[pyo3(signature = (size=None, /))]
    fn read<'py>(&self, py: Python<'py>, size: Option<i64>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.with(py, |input| {
            let mut bytes = Vec::new();
            input.take(most(size)).read_to_end(&mut bytes).map(|_| bytes)
        })?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The next line with its end, or the first `size` bytes of it.
    #[pyo3(signature = (size=None, /))]
    fn readline<'py>(&self, py: Python<'py>, size: Option<i64>) -> PyResult<Bound<'py, PyBytes>> {
        let line = self.with(py, |input| line(input, size))?;
        Ok(PyBytes::new(py, &line))
    }

    /// The lines that are left; with a hint, no more than make up so many bytes.
    #[pyo3(signature = (hint=None, /))]
    fn readlines<'py>(&self, py: Python<'py>, hint: Option<i64>) -> PyResult<Bound<'py, PyList>> {
        let most = most(hint.filter(|&hint| hint > 0));
        let lines = self.with(py, |input| {
            let (mut lines, mut length) = (Vec::new(), 0);
            while length < most {
                let line = line(input, None)?;
                if line.is_empty() {
                    break;
                }
                length += line.len() as u64;
                lines.push(line);
            }
            Ok(lines)
        })?;
        PyList::new(py, lines.iter().map(|line| PyBytes::new(py, line)))
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let line = self.readline(py, None)?;
        if line.as_bytes().is_empty() { Err(PyStopIteration::new_err(())) } else { Ok(line) }
    }
}

impl InputStream {
    pub(super) fn new(input: Input) -> Self {
        InputStream(Mutex::new(input))
    }

    /// Reads, while Python may do something else: a large body lies in a file.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        read: impl FnOnce(&mut Input) -> std::io::Result<T> + Send,
    ) -> PyResult<T> {
        let read = || read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(py.detach(read)?)
    }
}

/// What Python means by a size: all, where it is negative or left out.
fn most(size: Option<i64>) -> u64 {
    size.and_then(|size| u64::try_from(size).ok()).unwrap_or(u64::MAX)
}

fn line(input: &mut Input, size: Option<i64>) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    input.take(most(size)).read_until(b'\n', &mut line)?;
    Ok(line)
}
