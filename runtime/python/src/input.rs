//! `wsgi.input` as a reader.

use std::io::{self, BufReader, Read};

use lychgate::Input;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// How much is read at once.
const BLOCK: u64 = 64 << 10;

/// How long a request body is.
#[derive(Clone, Copy)]
pub(crate) enum Length {
    /// As `CONTENT_LENGTH` says.
    Known(u64),
    /// Until the stream ends, as the server says that it does (`wsgi.input_terminated`).
    ToTheEnd,
}

/// The request body, read when it is asked for.
pub(crate) fn input(stream: Bound<'_, PyAny>, length: Length) -> Input {
    let capacity = match length {
        Length::Known(0) => return Input::empty(),
        Length::Known(length) => length.min(BLOCK),
        Length::ToTheEnd => BLOCK,
    };
    let stream = Stream { stream: stream.unbind(), length };
    Input::from_reader(BufReader::with_capacity(capacity as usize, stream))
}

/// The interpreter is taken for each read.
struct Stream {
    stream: Py<PyAny>,
    /// What is left.
    length: Length,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = match self.length {
            Length::Known(left) => left.min(buffer.len() as u64) as usize,
            Length::ToTheEnd => buffer.len(),
        };
        if most == 0 {
            return Ok(0);
        }
        let read = Python::attach(|py| -> PyResult<usize> {
            let block = self.stream.bind(py).call_method1(intern!(py, "read"), (most,))?;
            let block = block.cast::<PyBytes>()?.as_bytes();
            let length = block.len().min(most);
            buffer[..length].copy_from_slice(&block[..length]);
            Ok(length)
        });
        let read = read.map_err(io::Error::other)?;
        if let Length::Known(left) = &mut self.length {
            if read == 0 {
                let message = format!("the request body ends {left} bytes early");
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
            }
            *left -= read as u64;
        }
        Ok(read)
    }
}
