//! Forms with files.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use multer::{Constraints, SizeLimit};

use super::bytes::{input, unsupported};
use super::{FromEnviron, Rejection};
use crate::gateway::block_on;
use crate::middleware::Passage;
use crate::{Environ, Input, Middleware, Reply, Status};

/// Bytes of a part that are kept in memory; a larger one is in a temporary file.
const MEMORY: usize = 64 << 10;
/// Bytes of one part.
const PART: u64 = 16 << 20;
/// Parts of a form.
const PARTS: usize = 1000;

/// The parts of a form that was sent as `multipart/form-data` (RFC 7578), files among them.
///
/// All parts have been received when the handler is called. A part of up to 64 KiB is in memory, a
/// larger one in a temporary file that has no name and goes with it.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[post("^upload$")]
///     fn upload(mut form: Multipart) -> Result<String, Rejection> {
///         let picture = form.take("picture")?;
///         Ok(format!("{}: {} bytes", picture.file_name().unwrap_or("?"), picture.len()))
///     }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     let form = client.post("/upload").header("Content-Type", "multipart/form-data; boundary=X");
///     let part = "Content-Disposition: form-data; name=\"picture\"; filename=\"a.png\"";
///     let answer = form.body(format!("--X\r\n{part}\r\n\r\n12345\r\n--X--\r\n")).send();
///     assert_eq!(answer.text(), "a.png: 5 bytes");
/// }
/// ```
///
/// | request body | status |
/// |---|---|
/// | none | 400, or `None` of an `Option<Multipart>` |
/// | of another media type | 415 |
/// | malformed, or cut off | 400 |
/// | a part of more than 16 MiB, or more than 1000 parts | 413 |
///
/// The limit of the whole is that of the request body: the server's, or a
/// [`BodyLimit`](crate::middleware::BodyLimit); a [`PartLimit`] changes that of one part.
#[derive(Debug, Default)]
pub struct Multipart {
    parts: Vec<Part>,
}

/// A middleware that sets how many bytes one part of a [`Multipart`] form may have.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::BodyLimit;
/// use lychgate::parameter::PartLimit;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[post("^film$")]
///     #[with(BodyLimit::new(4 << 30), PartLimit::new(4 << 30))]
///     fn film(form: Multipart) -> String { format!("{} parts", form.parts().len()) }
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PartLimit(u64);

impl PartLimit {
    /// A limit in bytes.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        PartLimit(bytes)
    }
}

impl Middleware for PartLimit {
    fn call<'a>(&'a self, mut passage: Passage<'a>) -> Reply<'a> {
        passage.environ_mut().extensions_mut().insert(*self);
        passage.proceed()
    }
}

/// One part of a form.
#[derive(Debug)]
pub struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    length: u64,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Memory(Vec<u8>),
    File(File),
}

impl Multipart {
    /// The parts, in their order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The parts, in their order, to keep.
    #[must_use]
    pub fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// The first part of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Takes the first part of this name out.
    ///
    /// # Errors
    /// 422 with the name, where there is none.
    pub fn take(&mut self, name: &str) -> Result<Part, Rejection> {
        match self.parts.iter().position(|part| part.name == name) {
            Some(place) => Ok(self.parts.remove(place)),
            None => {
                let message = format!("{name}: the form has no such field");
                Err(Rejection::new(Status::UNPROCESSABLE_ENTITY, message).at(name))
            }
        }
    }
}

impl Part {
    /// The name of the field.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name that the file has with the client, where it is a file. It may say anything: never
    /// make a path of it.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type that the client says.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // an empty part is nothing special
    pub fn len(&self) -> u64 {
        self.length
    }

    /// The part as a text.
    ///
    /// # Errors
    /// 422 where it is not UTF-8; 500 where its file cannot be read.
    pub fn text(self) -> crate::Result<String> {
        let name = self.name.clone();
        let mut bytes = Vec::new();
        self.into_reader()?.read_to_end(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| {
            let error = format!("{name}: this is not UTF-8");
            crate::Error::new(Status::UNPROCESSABLE_ENTITY, error).with_field(name)
        })
    }

    /// The part as a stream of bytes, from its beginning.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn into_reader(self) -> io::Result<Input> {
        match self.content {
            Content::Memory(bytes) => Ok(bytes.into()),
            Content::File(mut file) => {
                file.rewind()?;
                Ok(Input::from_reader(BufReader::new(file)))
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Multipart {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let Some(media_type) = environ.headers().get(CONTENT_TYPE) else {
            return Err(Rejection::absent("the request has no body: a form is expected"));
        };
        let media_type = media_type.to_str().unwrap_or_default();
        let boundary = multer::parse_boundary(media_type).map_err(|error| match error {
            multer::Error::NoBoundary => malformed(&error),
            _ => unsupported("multipart/form-data"),
        })?;
        let limit = environ.extensions().get::<PartLimit>().map_or(PART, |limit| limit.0);
        let constraints = Constraints::new().size_limit(SizeLimit::new().per_field(limit));
        let blocks = Blocks(input(environ)?);
        let form = multer::Multipart::with_constraints(blocks, boundary, constraints);
        block_on(receive(form)).map(|parts| Multipart { parts })
    }
}

async fn receive(mut form: multer::Multipart<'_>) -> Result<Vec<Part>, Rejection> {
    let mut parts = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(|error| malformed(&error))? {
        if parts.len() == PARTS {
            let message = format!("the form has more than {PARTS} fields");
            return Err(Rejection::new(Status::PAYLOAD_TOO_LARGE, message));
        }
        let mut part = Part {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            media_type: field.content_type().map(ToString::to_string),
            length: 0,
            content: Content::Memory(Vec::new()),
        };
        while let Some(block) = field.chunk().await.map_err(|error| malformed(&error))? {
            part.push(&block).map_err(|error| {
                Rejection::fault(format!("a part of a form cannot be stored: {error}"))
            })?;
        }
        parts.push(part);
    }
    Ok(parts)
}

impl Part {
    fn push(&mut self, block: &[u8]) -> io::Result<()> {
        self.length += block.len() as u64;
        match &mut self.content {
            Content::File(file) => file.write_all(block),
            Content::Memory(bytes) if bytes.len() + block.len() <= MEMORY => {
                bytes.extend_from_slice(block);
                Ok(())
            }
            Content::Memory(bytes) => {
                let mut file = tempfile::tempfile()?;
                file.write_all(bytes)?;
                file.write_all(block)?;
                self.content = Content::File(file);
                Ok(())
            }
        }
    }
}

fn malformed(error: &multer::Error) -> Rejection {
    use multer::Error::{FieldSizeExceeded, StreamSizeExceeded};
    let status = match error {
        FieldSizeExceeded { .. } | StreamSizeExceeded { .. } => Status::PAYLOAD_TOO_LARGE,
        _ => Status::BAD_REQUEST,
    };
    let rejection = Rejection::new(status, format!("the form cannot be read: {error}"));
    match error {
        FieldSizeExceeded { field_name: Some(name), .. } => rejection.at(name.clone()),
        _ => rejection,
    }
}

/// The request body as a stream that never waits.
struct Blocks(Input);

impl Stream for Blocks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut block = vec![0; 16 << 10];
        match self.0.read(&mut block) {
            Ok(0) => Poll::Ready(None),
            Ok(length) => {
                block.truncate(length);
                Poll::Ready(Some(Ok(block.into())))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}
