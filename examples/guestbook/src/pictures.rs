//! Pictures: in files of a directory, under names that say nothing.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use lychgate::parameter::Part;
use lychgate::prelude::*;
use tempfile::NamedTempFile;

use crate::random;

/// Bytes that a picture may have.
const LIMIT: u64 = 5 << 20;

/// A picture that was sent, and is one by what is in it: what the client calls it does not count.
#[derive(Debug)]
pub struct Picture {
    ending: &'static str,
    head: Vec<u8>,
    rest: Input,
}

impl Picture {
    /// The picture in a part of a form, or what is wrong with it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of(part: Part) -> Result<Result<Picture, &'static str>> {
        if part.len() > LIMIT {
            return Ok(Err("A picture has up to 5 MB."));
        }
        let mut rest = part.into_reader();
        let mut head = Vec::new();
        rest.by_ref().take(12).read_to_end(&mut head)?;
        let ending = ending(&head);
        let picture = ending.map(|ending| Picture { ending, head, rest });
        Ok(picture.ok_or("A picture is a JPEG, PNG, GIF or WebP."))
    }
}

/// The ending of a picture's name, by the bytes that it begins with (WHATWG MIME Sniffing, 6.1).
fn ending(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

/// The directory of the pictures.
#[derive(Clone, Debug)]
pub struct Pictures {
    directory: PathBuf,
}

impl Pictures {
    /// The pictures of a directory, which is made if it is not there.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn open(directory: impl Into<PathBuf>) -> io::Result<Pictures> {
        let directory = directory.into();
        fs::create_dir_all(&directory)?;
        Ok(Pictures { directory })
    }

    /// Where they are.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Keeps a picture; gives the name of its file, which is there when it is whole.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep(&self, picture: Picture) -> Result<String> {
        let Picture { ending, head, rest } = picture;
        let name = format!("{}.{ending}", random::name()?);
        // Its name begins with a dot until then: `Files` does not show it.
        let mut file = NamedTempFile::new_in(&self.directory)?;
        io::copy(&mut head.chain(rest), &mut file)?;
        file.persist(self.directory.join(&name))?;
        Ok(name)
    }

    /// Removes a picture. One that is gone already is no failure, nor is one that stays: nobody has
    /// its name any more.
    pub fn forget(&self, name: &str) {
        if let Err(error) = fs::remove_file(self.directory.join(name)) {
            eprintln!("guestbook: the picture {name} cannot be removed: {error}");
        }
    }
}
