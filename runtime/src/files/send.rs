//! The bytes of a file on their way out.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use bytes::Bytes;

use crate::{Body, Error};

/// One block: what a file is read in, and all that is ever held of it.
const BLOCK: u64 = 64 << 10;

/// What a body is made of.
pub(super) enum Piece {
    /// Part of the file.
    File(Range<u64>),
    /// What stands between the parts.
    Text(Bytes),
}

impl Piece {
    pub(super) fn len(&self) -> u64 {
        match self {
            Piece::File(part) => part.end - part.start,
            Piece::Text(text) => text.len() as u64,
        }
    }
}

/// A body of these pieces, read as it is sent.
pub(super) fn body(file: File, pieces: Vec<Piece>) -> Body<'static> {
    Body::stream(Blocks { file, pieces: pieces.into(), place: None })
}

struct Blocks {
    file: File,
    pieces: VecDeque<Piece>,
    /// Where the file stands, once it has been moved there.
    place: Option<u64>,
}

impl Iterator for Blocks {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.pieces.pop_front()? {
            Piece::Text(text) => Some(Ok(text)),
            Piece::File(part) if part.is_empty() => self.next(),
            Piece::File(part) => Some(self.read(part).map_err(Into::into)),
        }
    }
}

impl Blocks {
    /// The first block of a part; the rest of it stays the next piece.
    fn read(&mut self, part: Range<u64>) -> io::Result<Bytes> {
        if self.place != Some(part.start) {
            self.file.seek(SeekFrom::Start(part.start))?;
        }
        let length = BLOCK.min(part.end - part.start);
        let mut block = Vec::with_capacity(BLOCK as usize);
        (&self.file).take(length).read_to_end(&mut block)?;
        if (block.len() as u64) < length {
            let message = "the file has become shorter while it was sent";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        let end = part.start + length;
        self.place = Some(end);
        self.pieces.push_front(Piece::File(end..part.end));
        Ok(block.into())
    }
}
