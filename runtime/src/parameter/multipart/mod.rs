//! Forms with files.

mod disposition;
mod part;
mod receive;

use http::header::CONTENT_TYPE;

use super::bytes::{input, unsupported};
use super::{FromEnviron, Rejection};
use crate::gateway::block_on;
use crate::middleware::Passage;
use crate::{Environ, Middleware, Reply, Status};

pub use part::Part;

/// Bytes that one part may have, unless a [`PartLimit`] says otherwise.
const LIMIT: u64 = 16 << 20;

/// The parts of a form that was sent as `multipart/form-data` (RFC 7578), files among them.
///
/// All parts have been received when the handler is called. A part of up to 64 KiB is in memory, as
/// long as all such parts have no more than 1 MiB; the others share a temporary file that has no name
/// and goes with the last of them.
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
/// | a part of more than 16 MiB, more than 1000 parts, or 1 MiB of names | 413 |
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
/// # fn main() {}
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

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Multipart {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let Some(media_type) = environ.headers().get(CONTENT_TYPE) else {
            return Err(Rejection::absent("the request has no body: a form is expected"));
        };
        let media_type = media_type.to_str().unwrap_or_default();
        let boundary = multer::parse_boundary(media_type).map_err(|error| match error {
            multer::Error::NoBoundary => receive::malformed(&error),
            _ => unsupported("multipart/form-data"),
        })?;
        let limit = environ.extensions().get::<PartLimit>().map_or(LIMIT, |limit| limit.0);
        let parts = block_on(receive::receive(input(environ)?, boundary, limit))?;
        Ok(Multipart { parts })
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes::<Self>("multipart/form-data");
        [400, 415, 422].into_iter().for_each(|status| operation.refuses(status));
    }
}
