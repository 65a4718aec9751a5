//! One file as a response.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::Method;
use http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderName, HeaderValue, LAST_MODIFIED, RANGE, VARY,
};

use super::range::{self, Asked};
use crate::body::{FilePart, Piece};
use crate::conditional::{self, Verdict};
use crate::{Environ, Error, Head, Reply, Respond, Response, StartResponse, Status};

/// A file that is sent when a handler returns it: with its media type, conditional requests and
/// ranges (RFC 9110, 13 and 14), and never more than one block of it in memory.
///
/// ```no_run
/// use lychgate::prelude::*;
/// use lychgate::files::File;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^report$")]
///     fn report() -> Result<File> { Ok(File::open("report.pdf")?) }
/// }
/// # fn main() {}
/// ```
#[derive(Debug)]
pub struct File {
    file: fs::File,
    length: u64,
    modified: Option<SystemTime>,
    media_type: String,
    encoding: Option<&'static str>,
    varies: bool,
}

impl File {
    /// Opens a file. Its media type is that of its name's ending.
    ///
    /// The path is the application's own: for one that comes from a request there is
    /// [`Files`](super::Files), which no path leaves.
    ///
    /// # Errors
    /// When it cannot be opened, or is no regular file.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        // A pipe would wait for its writer when it is opened.
        if !fs::metadata(path)?.is_file() {
            return Err(not_regular());
        }
        File::of(fs::File::open(path)?, path)
    }

    /// An open file, with the name that tells its media type.
    pub(super) fn of(file: fs::File, name: &Path) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(not_regular());
        }
        Ok(File {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            media_type: media_type(name),
            file,
            encoding: None,
            varies: false,
        })
    }

    /// Sets the media type.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    /// The same content as another file, compressed.
    pub(super) fn encoded(mut self, encoding: &'static str, media_type: String) -> Self {
        self.encoding = Some(encoding);
        self.media_type = media_type;
        self
    }

    /// Whether another request may get another variant.
    pub(super) fn varies(mut self, varies: bool) -> Self {
        self.varies = varies;
        self
    }

    /// What does not depend on the request.
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(CONTENT_TYPE, &self.media_type);
        set(ACCEPT_RANGES, "bytes");
        if let Some(encoding) = self.encoding {
            set(CONTENT_ENCODING, encoding);
        }
        if self.varies {
            set(VARY, "Accept-Encoding");
        }
        if let Some(modified) = self.modified {
            set(LAST_MODIFIED, &http_date(modified));
            let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            // A variant is another representation, also where it is as old and as long.
            let variant = self.encoding.map(|coding| format!("-{coding}")).unwrap_or_default();
            set(ETAG, &format!("\"{:x}-{:x}{variant}\"", since.as_nanos(), self.length));
        }
        headers
    }

    /// The response to a request for it.
    fn answer(self, environ: &Environ) -> Result<(Head, crate::Body<'static>), Error> {
        let headers = self.headers();
        match conditional::judge(environ.method(), environ.headers(), &headers) {
            Verdict::Proceed => {}
            Verdict::NotModified => return Ok((not_modified(headers), crate::Body::empty())),
            Verdict::Failed => return Err(Error::new(Status::PRECONDITION_FAILED, "")),
        }
        let range = environ.headers().get(RANGE).filter(|_| environ.method() == Method::GET);
        let asked = match range {
            Some(range) if conditional::is_same(environ.headers(), &headers) => {
                range::parse(range.as_bytes(), self.length)
            }
            _ => Asked::Whole,
        };
        match asked {
            Asked::Whole => Ok(self.send(Status::OK, headers, None)),
            Asked::Parts(parts) => Ok(self.send(Status::PARTIAL_CONTENT, headers, Some(parts))),
            Asked::Nothing => {
                let range = format!("bytes */{}", self.length);
                let page = Response::from(Status::RANGE_NOT_SATISFIABLE);
                Ok(page.header("Content-Range", &range).into_head_and_body())
            }
        }
    }

    fn send(
        self,
        status: Status,
        mut headers: HeaderMap,
        parts: Option<Vec<std::ops::Range<u64>>>,
    ) -> (Head, crate::Body<'static>) {
        let file = Arc::new(self.file);
        let piece = |rest| Piece::File(FilePart { file: Arc::clone(&file), rest });
        let pieces = match parts {
            None => vec![piece(0..self.length)],
            Some(parts) => match <[_; 1]>::try_from(parts) {
                Ok([part]) => {
                    let range = content_range(&part, self.length);
                    headers
                        .extend(HeaderValue::from_str(&range).ok().map(|it| (CONTENT_RANGE, it)));
                    vec![piece(part)]
                }
                Err(parts) => several(parts, self.length, &self.media_type, &mut headers, piece),
            },
        };
        let length: u64 = pieces.iter().map(Piece::len).sum();
        headers.insert(CONTENT_LENGTH, length.into());
        (Head::new(status, headers), crate::Body::pieces(pieces))
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for File {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let started = self.answer(environ).and_then(|(head, body)| {
            Ok(start_response.start_with(head.status, head.headers)?.body(body))
        });
        started.unwrap_or_else(Reply::failed)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        [200, 206, 304].into_iter().for_each(|status| operation.responds_bare(status));
        [412, 416].into_iter().for_each(|status| operation.refuses(status));
    }
}

/// Several parts in one body: `multipart/byteranges` (RFC 9110, 14.6).
fn several(
    parts: Vec<std::ops::Range<u64>>,
    length: u64,
    media_type: &str,
    headers: &mut HeaderMap,
    piece: impl Fn(std::ops::Range<u64>) -> Piece,
) -> Vec<Piece> {
    // Nobody knows it before, so that no file can hold it.
    let boundary = format!("{:016x}", RandomState::new().hash_one(length));
    let mut pieces = Vec::new();
    for part in parts {
        let range = content_range(&part, length);
        let head = format!(
            "\r\n--{boundary}\r\nContent-Type: {media_type}\r\nContent-Range: {range}\r\n\r\n"
        );
        pieces.extend([Piece::Text(head.into()), piece(part)]);
    }
    pieces.push(Piece::Text(format!("\r\n--{boundary}--\r\n").into()));
    let outer = format!("multipart/byteranges; boundary={boundary}");
    if let Ok(outer) = HeaderValue::from_str(&outer) {
        headers.insert(CONTENT_TYPE, outer);
    }
    pieces
}

fn content_range(part: &std::ops::Range<u64>, length: u64) -> String {
    format!("bytes {}-{}/{length}", part.start, part.end.saturating_sub(1))
}

fn not_modified(mut headers: HeaderMap) -> Head {
    for name in [CONTENT_TYPE, CONTENT_ENCODING] {
        headers.remove(name);
    }
    Head::new(Status::NOT_MODIFIED, headers)
}

/// A date as HTTP writes it: whole seconds (RFC 9110, 5.6.7).
fn http_date(time: SystemTime) -> String {
    // The crate panics for years beyond 9999, which a file system may well hold.
    let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    httpdate::fmt_http_date(time.clamp(SystemTime::UNIX_EPOCH, last))
}

/// The media type of a name's ending; text is UTF-8.
pub(super) fn media_type(name: &Path) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let essence = guess.essence_str();
    let is_text = guess.type_() == "text" || essence == "application/javascript";
    if is_text { format!("{essence}; charset=utf-8") } else { essence.to_owned() }
}

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "not a regular file")
}
