//! The body of a response: an iterator of byte blocks.

mod change;
mod close;
mod file;

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use bstr::BStr;
use bytes::Bytes;

use crate::Error;

pub use close::Sent;
#[cfg(any(feature = "files", feature = "server"))]
pub(crate) use file::{FilePart, Piece};

use close::Close;
use file::Pieces;

use crate::respond::{BINARY, TEXT};

/// The blocks of a response body, in order. It may borrow from the application and the environ.
///
/// A server sends each non-empty block before it asks for the next (PEP 3333, "Buffering and
/// Streaming") and drops the body exactly once, when the request ends in whatever way: `Drop` is
/// the PEP's `close()`.
///
/// ```
/// use lychgate::Body;
///
/// let ready = Body::from("one block");
/// assert_eq!(ready.len(), Some(9));
///
/// let streamed = Body::stream(["a", "b"].map(String::from));
/// assert_eq!(streamed.len(), None);
/// assert_eq!(streamed.map(Result::unwrap).collect::<Vec<_>>(), ["a", "b"]);
/// ```
pub struct Body<'a> {
    blocks: Blocks<'a>,
    /// What is to be done when the body is closed; behind a pointer, as few bodies have it.
    close: Option<Box<Close<'a>>>,
    /// The media type that a response has where nothing else is said.
    media_type: Option<&'static str>,
    /// Whether it is meant to end where `Content-Length` says, even if there is more.
    is_cut: bool,
}

enum Blocks<'a> {
    Ready(Bytes),
    Borrowed(&'a [u8]),
    Stream(Stream<'a>),
    File(Pieces),
}

type Stream<'a> = Box<dyn Iterator<Item = Result<Bytes, Error>> + Send + 'a>;

impl<'a> Blocks<'a> {
    /// One after the other, whatever they are made of.
    fn each(self) -> Stream<'a> {
        match self {
            Blocks::Stream(blocks) => blocks,
            Blocks::File(pieces) => Box::new(pieces),
            Blocks::Ready(bytes) => Box::new(std::iter::once(Ok(bytes))),
            Blocks::Borrowed(bytes) => Box::new(std::iter::once(Ok(Bytes::copy_from_slice(bytes)))),
        }
    }
}

impl<'a> Body<'a> {
    /// A body without a byte.
    #[must_use]
    pub const fn empty() -> Self {
        Body::of(Blocks::Ready(Bytes::new()))
    }

    const fn of(blocks: Blocks<'a>) -> Self {
        Body { blocks, close: None, media_type: None, is_cut: false }
    }

    /// A body that is produced block by block, as the server asks for it. A block is what converts
    /// into [`Bytes`], or a `Result` of such: an error cuts the response off visibly.
    pub fn stream<I>(blocks: I) -> Self
    where
        I: IntoIterator<Item: IntoBlock + 'a, IntoIter: Send + 'a>,
    {
        Body::of(Blocks::Stream(Box::new(blocks.into_iter().map(IntoBlock::into_block))))
    }

    /// A body that is read from its reader's place, in blocks of up to 64 KiB, as the server asks
    /// for them: PEP 3333's `wsgi.file_wrapper`. The reader is dropped with the body.
    ///
    /// Its length is not known: a `Content-Length` that the response declares ends it there.
    ///
    /// ```
    /// use lychgate::Body;
    ///
    /// let mut body = Body::from_reader(&b"a file"[2..]);
    /// assert_eq!(body.next().unwrap().unwrap(), "file");
    /// assert!(body.next().is_none());
    /// ```
    pub fn from_reader(reader: impl Read + Send + 'a) -> Self {
        Body { is_cut: true, ..Body::stream(change::Read(Some(reader))) }
    }

    /// The length in bytes, where it is known before the body is sent.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // a stream may turn out empty, which nobody knows before
    pub fn len(&self) -> Option<u64> {
        match &self.blocks {
            Blocks::Ready(bytes) => Some(bytes.len() as u64),
            Blocks::Borrowed(bytes) => Some(bytes.len() as u64),
            Blocks::File(pieces) => Some(pieces.len()),
            Blocks::Stream(_) => None,
        }
    }

    fn text(blocks: Blocks<'a>) -> Self {
        Body { media_type: Some(TEXT), ..Body::of(blocks) }
    }

    fn binary(blocks: Blocks<'a>) -> Self {
        Body { media_type: Some(BINARY), ..Body::of(blocks) }
    }

    /// The media type of what this body was made of: text or bytes.
    pub(crate) fn media_type(&self) -> Option<&'static str> {
        self.media_type.filter(|_| self.len() != Some(0))
    }

    /// The whole body, where it is one block.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.blocks {
            Blocks::Ready(bytes) => Some(bytes),
            Blocks::Borrowed(bytes) => Some(bytes),
            Blocks::Stream(_) | Blocks::File(_) => None,
        }
    }

    /// Says that all of it was sent, where nobody asks whether there is more.
    pub(crate) fn end(&mut self) {
        if let Some(close) = &mut self.close {
            close.end();
        }
    }

    /// Nobody asks for more than the length that is known.
    fn end_of_file(&mut self) {
        if matches!(&self.blocks, Blocks::File(pieces) if pieces.len() == 0) {
            self.end();
        }
    }

    /// What comes next, where it is a large part of a file that somebody else is to read.
    #[cfg(feature = "server")]
    pub(crate) fn next_file(&mut self) -> Option<FilePart> {
        let Blocks::File(pieces) = &mut self.blocks else { return None };
        let part = pieces.next_file()?;
        if let Some(close) = &mut self.close {
            close.count(part.len());
        }
        self.end_of_file();
        Some(part)
    }

    /// Whether the server is relied upon to end it where `Content-Length` says.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The whole body as one block, unless it is a stream; then the body is given back.
    ///
    /// # Errors
    /// The stream itself.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        let bytes = match self.blocks {
            Blocks::Stream(_) | Blocks::File(_) => return Err(self),
            Blocks::Ready(bytes) => bytes,
            Blocks::Borrowed(bytes) => Bytes::copy_from_slice(bytes),
        };
        if let Some(mut close) = self.close {
            close.count(bytes.len() as u64);
            close.end();
        }
        Ok(bytes)
    }
}

/// The blocks; a ready body is one block, an empty one none.
impl Iterator for Body<'_> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = match &mut self.blocks {
            Blocks::Stream(blocks) => blocks.next(),
            Blocks::File(pieces) => pieces.next(),
            Blocks::Ready(bytes) => Some(Ok(std::mem::take(bytes))).filter(is_full),
            Blocks::Borrowed(bytes) => {
                Some(Ok(Bytes::copy_from_slice(std::mem::take(bytes)))).filter(is_full)
            }
        };
        if let Some(close) = &mut self.close {
            match &block {
                Some(Ok(block)) => close.count(block.len() as u64),
                Some(Err(_)) => {}
                None => close.end(),
            }
            self.end_of_file();
        }
        block
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.blocks {
            Blocks::Stream(blocks) => blocks.size_hint(),
            Blocks::File(_) => (0, None),
            _ => {
                let blocks = usize::from(self.len() != Some(0));
                (blocks, Some(blocks))
            }
        }
    }
}

fn is_full(block: &Result<Bytes, Error>) -> bool {
    block.as_ref().is_ok_and(|block| !block.is_empty())
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl Default for Body<'_> {
    fn default() -> Self {
        Body::empty()
    }
}

impl<'a, 'b: 'a> From<&'b str> for Body<'a> {
    fn from(text: &'b str) -> Self {
        Body::text(Blocks::Borrowed(text.as_bytes()))
    }
}

impl<'a, 'b: 'a> From<&'b [u8]> for Body<'a> {
    fn from(bytes: &'b [u8]) -> Self {
        Body::binary(Blocks::Borrowed(bytes))
    }
}

impl<'a, 'b: 'a, const N: usize> From<&'b [u8; N]> for Body<'a> {
    fn from(bytes: &'b [u8; N]) -> Self {
        Body::binary(Blocks::Borrowed(bytes))
    }
}

impl<'a, 'b: 'a> From<&'b BStr> for Body<'a> {
    fn from(bytes: &'b BStr) -> Self {
        Body::binary(Blocks::Borrowed(bytes))
    }
}

impl From<String> for Body<'_> {
    fn from(text: String) -> Self {
        Body::text(Blocks::Ready(text.into()))
    }
}

impl From<Vec<u8>> for Body<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Body::binary(Blocks::Ready(bytes.into()))
    }
}

impl From<Bytes> for Body<'_> {
    fn from(bytes: Bytes) -> Self {
        Body::binary(Blocks::Ready(bytes))
    }
}

impl<'a, 'b: 'a> From<Cow<'b, str>> for Body<'a> {
    fn from(text: Cow<'b, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

/// What an iterator yields to be a streamed body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a block of a body",
    label = "not a block of bytes",
    note = "a block is a `String`, `&'static str`, `Vec<u8>`, `&'static [u8]` or `Bytes`, or a `Result` of one"
)]
pub trait IntoBlock {
    /// The block, or what went wrong in producing it.
    ///
    /// # Errors
    /// The error that cuts the response off.
    fn into_block(self) -> Result<Bytes, Error>;
}

macro_rules! blocks {
    ($($type:ty),*) => {
        $(impl IntoBlock for $type {
            fn into_block(self) -> Result<Bytes, Error> {
                Ok(Bytes::from(self))
            }
        })*
    };
}

blocks!(Bytes, String, Vec<u8>, &'static str, &'static [u8]);

impl<T: IntoBlock, E: Into<Error>> IntoBlock for Result<T, E> {
    fn into_block(self) -> Result<Bytes, Error> {
        self.map_err(Into::into).and_then(T::into_block)
    }
}
