//! The request body, as a stream to read.

use std::fmt;
use std::io::{self, BufRead, Read};

use bytes::{Buf, Bytes};

/// The body of a request (PEP 3333, "Input and Error Streams"): [`Read`] and [`BufRead`], so also
/// `lines()`. It ends where the body ends, however often it is asked; it never blocks on the
/// embedded server, which has received the whole body before it calls the application.
///
/// ```
/// use std::io::{BufRead, Read};
/// use lychgate::Input;
///
/// let mut input = Input::from("a\nbc");
/// let mut line = String::new();
/// input.read_line(&mut line).unwrap();
/// assert_eq!(line, "a\n");
/// let mut rest = String::new();
/// input.read_to_string(&mut rest).unwrap();
/// assert_eq!(rest, "bc");
/// ```
pub struct Input(Source);

enum Source {
    Memory(bytes::buf::Reader<Bytes>),
    Reader(Box<dyn BufRead + Send>),
}

impl Input {
    /// A body without a byte.
    #[must_use]
    pub fn empty() -> Self {
        Input::from(Bytes::new())
    }

    /// A body that is read from elsewhere: a temporary file, a pipe. The reader must end where the
    /// body ends, and fail when the body was cut off.
    pub fn from_reader(reader: impl BufRead + Send + 'static) -> Self {
        Input(Source::Reader(Box::new(reader)))
    }

    /// All that is left, where it lies in memory.
    pub(crate) fn take_bytes(&mut self) -> Option<Bytes> {
        match &mut self.0 {
            Source::Memory(reader) => Some(std::mem::take(reader.get_mut())),
            Source::Reader(_) => None,
        }
    }
}

impl Default for Input {
    fn default() -> Self {
        Input::empty()
    }
}

impl From<Bytes> for Input {
    fn from(bytes: Bytes) -> Self {
        Input(Source::Memory(bytes.reader()))
    }
}

impl From<Vec<u8>> for Input {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&'static str> for Input {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Source::Memory(reader) => reader.read(buffer),
            Source::Reader(reader) => reader.read(buffer),
        }
    }

    /// (What is read knows better how to than the trait does: of a file, how long it is.)
    fn read_to_end(&mut self, buffer: &mut Vec<u8>) -> io::Result<usize> {
        match &mut self.0 {
            Source::Memory(reader) => reader.read_to_end(buffer),
            Source::Reader(reader) => reader.read_to_end(buffer),
        }
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.0 {
            Source::Memory(reader) => reader.fill_buf(),
            Source::Reader(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, read: usize) {
        match &mut self.0 {
            Source::Memory(reader) => reader.consume(read),
            Source::Reader(reader) => reader.consume(read),
        }
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Memory(reader) => write!(f, "Input({} bytes)", reader.get_ref().remaining()),
            Source::Reader(_) => f.write_str("Input(reader)"),
        }
    }
}
