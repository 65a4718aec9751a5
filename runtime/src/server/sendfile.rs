//! Files that go from the disk to the socket without being read here.
//!
//! hyper writes what a body gives it, byte for byte, and hands it on unchanged: so a part of a file is
//! given as bytes that only stand for it, and where these would be written, the system sends the file
//! in their place. This needs a socket that the bytes go to as they are, which HTTP/1 without
//! encryption is.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};

use bytes::Bytes;

use super::socket::Socket;
use crate::body::FilePart;
use crate::gateway;

/// What stands for files. Nobody reads it, so that it takes no memory.
static BLANK: [u8; FilePart::MOST as usize] = [0; FilePart::MOST as usize];

/// As many bytes as a part of a file has.
pub(super) fn blank(length: u64) -> Bytes {
    let length = usize::try_from(length).ok().and_then(|length| BLANK.get(..length));
    Bytes::from_static(length.unwrap_or(&BLANK))
}

/// Whether these bytes stand for a file.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    !bytes.is_empty() && BLANK.as_ptr_range().contains(&bytes.as_ptr())
}

/// Sends as much of the first of the files as the socket takes, up to so many bytes.
pub(super) fn send(
    socket: &Socket,
    files: &mut VecDeque<FilePart>,
    most: usize,
) -> io::Result<usize> {
    // hyper has been given as many bytes as the files have.
    let Some(part) = files.front_mut() else { return Err(ErrorKind::InvalidInput.into()) };
    let most = most.min(usize::try_from(part.len()).unwrap_or(usize::MAX));
    let sent = match socket.send_file(&part.file, part.rest.start, most) {
        // Not every system of files can do it.
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            socket.write(&part.clone().read()?)?
        }
        sent => sent?,
    };
    if sent == 0 {
        let error = FilePart::too_short();
        gateway::log(&format!("a response is cut off: {error}"));
        return Err(error);
    }
    part.rest.start += sent as u64;
    if part.len() == 0 {
        files.pop_front();
    }
    Ok(sent)
}
