//! Parts of files as a body: read block by block, or handed to whoever can send them unread.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::{Blocks, Body};
use crate::Error;

/// What is read at once, and all that is ever held of a file.
const BLOCK: u64 = 64 << 10;

impl Body<'_> {
    /// A part of a file, from one byte up to another, in blocks of up to 64 KiB. The embedded server
    /// has the system send it without reading it, where the system can: PEP 3333's `wsgi.file_wrapper`
    /// ("Optional Platform-Specific File Handling").
    ///
    /// ```
    /// use std::io::Write;
    /// use lychgate::Body;
    ///
    /// # fn main() -> std::io::Result<()> {
    /// let mut file = tempfile::tempfile()?;
    /// file.write_all(b"a whole file")?;
    /// let mut body = Body::from_file(file, 2..7);
    /// assert_eq!(body.len(), Some(5));
    /// assert_eq!(body.next().unwrap().unwrap(), "whole");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A file that becomes shorter while it is sent cuts the response off.
    #[must_use]
    pub fn from_file(file: File, part: Range<u64>) -> Self {
        Body::pieces([Piece::File(FilePart { file: Arc::new(file), rest: part })])
    }

    /// Parts of files, and what stands between them.
    pub(crate) fn pieces(pieces: impl IntoIterator<Item = Piece>) -> Self {
        Body::of(Blocks::File(Pieces { pieces: pieces.into_iter().collect() }))
    }
}

/// What such a body is made of.
pub(crate) enum Piece {
    File(FilePart),
    /// Made by those who have more than one part to send.
    #[cfg_attr(not(any(feature = "files", feature = "server")), expect(dead_code))]
    Text(Bytes),
}

/// What is to be sent of a file.
#[derive(Clone)]
pub(crate) struct FilePart {
    pub(crate) file: Arc<File>,
    pub(crate) rest: Range<u64>,
}

impl FilePart {
    /// The most that is sent at once, so that other connections have their turn.
    #[cfg(feature = "server")]
    pub(crate) const MOST: u64 = 1 << 20;

    pub(crate) fn len(&self) -> u64 {
        self.rest.end.saturating_sub(self.rest.start)
    }

    /// Why it cannot be sent to its end.
    pub(crate) fn too_short() -> io::Error {
        let message = "the file has become shorter while it was sent";
        io::Error::new(ErrorKind::UnexpectedEof, message)
    }

    /// Takes one block off its beginning.
    pub(crate) fn read(&mut self) -> io::Result<Bytes> {
        let length = BLOCK.min(self.len());
        let mut block = vec![0; usize::try_from(length).unwrap_or_default()];
        read_exact(&self.file, &mut block, self.rest.start).map_err(|error| {
            if error.kind() == ErrorKind::UnexpectedEof { FilePart::too_short() } else { error }
        })?;
        self.rest.start += length;
        Ok(block.into())
    }
}

/// Reads in one call: without one to move to the place, where the system can do both.
#[cfg(unix)]
fn read_exact(file: &File, block: &mut [u8], place: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, block, place)
}

#[cfg(not(unix))]
fn read_exact(mut file: &File, block: &mut [u8], place: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(place))?;
    file.read_exact(block)
}

impl Piece {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Piece::File(part) => part.len(),
            Piece::Text(text) => text.len() as u64,
        }
    }
}

/// The pieces that are still to be sent.
pub(super) struct Pieces {
    pieces: VecDeque<Piece>,
}

impl Pieces {
    pub(super) fn len(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// What is next, if it is of a file and more than one block.
    #[cfg(feature = "server")]
    pub(super) fn next_file(&mut self) -> Option<FilePart> {
        let Some(Piece::File(part)) = self.pieces.front_mut() else { return None };
        if part.len() <= BLOCK {
            return None;
        }
        let middle = part.rest.end.min(part.rest.start + FilePart::MOST);
        let rest = part.rest.start..middle;
        part.rest.start = middle;
        Some(FilePart { file: Arc::clone(&part.file), rest })
    }

    /// The first block of a part; the rest of it stays the next piece.
    fn read(&mut self, mut part: FilePart) -> io::Result<Bytes> {
        let block = part.read()?;
        if part.len() > 0 {
            self.pieces.push_front(Piece::File(part));
        }
        Ok(block)
    }
}

impl Iterator for Pieces {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.pieces.pop_front()? {
                Piece::Text(text) => return Some(Ok(text)),
                Piece::File(part) if part.len() == 0 => {}
                Piece::File(part) => return Some(self.read(part).map_err(Into::into)),
            }
        }
    }
}
