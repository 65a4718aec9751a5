//! One part, and where its bytes are.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Input, Status};

/// One part of a form.
#[derive(Debug)]
pub struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) length: u64,
    pub(super) content: Content,
}

/// Where the bytes of a part are.
#[derive(Debug)]
pub(super) enum Content {
    Memory(Vec<u8>),
    /// In the file of the form, from here on.
    File(Arc<Spool>, u64),
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
        self.into_reader().read_to_end(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| {
            let error = format!("{name}: this is not UTF-8");
            crate::Error::new(Status::UNPROCESSABLE_ENTITY, error).with_field(name)
        })
    }

    /// The part as a stream of bytes.
    ///
    /// ```
    /// use lychgate::prelude::*;
    ///
    /// #[application]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[post("^upload$")]
    ///     fn upload(mut form: Multipart) -> Result<&'static str> {
    ///         let mut picture = form.take("picture")?.into_reader();
    ///         std::io::copy(&mut picture, &mut std::fs::File::create("picture")?)?;
    ///         Ok("stored")
    ///     }
    /// }
    /// # fn main() {}
    /// ```
    #[must_use]
    pub fn into_reader(self) -> Input {
        match self.content {
            Content::Memory(bytes) => bytes.into(),
            Content::File(spool, start) => {
                let rest = Rest { spool, range: start..start + self.length };
                Input::from_reader(BufReader::with_capacity(BLOCK, rest))
            }
        }
    }
}

/// What is read from the file at once.
const BLOCK: usize = 64 << 10;

/// The temporary file of a form, which its large parts share: a file for each would soon be more than
/// a process may have open.
#[derive(Debug)]
pub(super) struct Spool(Mutex<File>);

impl Spool {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Spool(Mutex::new(tempfile::tempfile()?)))
    }

    /// Writes behind what was written before; nothing is read until all is.
    pub(super) fn append(&self, block: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(block)
    }
}

/// What is left to read of a part that is in the file of its form.
struct Rest {
    spool: Arc<Spool>,
    range: Range<u64>,
}

impl Read for Rest {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.range.end - self.range.start;
        let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        // Another part may have moved the place since.
        let mut file = self.spool.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.range.start))?;
        let read = file.read(&mut buffer[..most])?;
        self.range.start += read as u64;
        Ok(read)
    }
}
