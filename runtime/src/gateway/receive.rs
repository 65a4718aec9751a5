//! The request body, received before the application is called.

use std::fs::File;
use std::future::poll_fn;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::pin::pin;

use bytes::{Buf, Bytes, BytesMut};
use http::StatusCode;
use http_body::Body;

use crate::Input;

/// What a request body may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimits {
    /// Bytes.
    pub(crate) most: u64,
    /// Bytes that are kept in memory.
    pub(crate) memory: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        BodyLimits { most: 16 << 20, memory: 64 << 10 }
    }
}

/// Why a request body was not received.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It is larger than the limit.
    TooLarge,
    /// It is malformed, or the client broke off.
    Malformed,
    /// The temporary file failed.
    Storage(io::Error),
}

impl Refusal {
    /// What it is answered with; the log is told where the fault is the server's.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Malformed => StatusCode::BAD_REQUEST,
            Refusal::Storage(error) => {
                super::log(&format!("a request body cannot be stored: {error}"));
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

/// Receives a body, and says how long it is.
pub(crate) async fn receive(
    body: impl Body<Data: Buf>,
    limits: BodyLimits,
) -> Result<(Input, u64), Refusal> {
    let mut body = pin!(body);
    if body.size_hint().lower() > limits.most {
        return Err(Refusal::TooLarge);
    }
    let mut received = Received::Memory(BytesMut::new());
    let mut length = 0u64;
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(mut block) = frame.map_err(|_| Refusal::Malformed)?.into_data() else { continue };
        let block = block.copy_to_bytes(block.remaining());
        length += block.len() as u64;
        if length > limits.most {
            return Err(Refusal::TooLarge);
        }
        if body.is_end_stream() && length == block.len() as u64 && block.len() <= limits.memory {
            received = Received::Whole(block);
            break;
        }
        received = received.extend(&block, limits.memory).map_err(Refusal::Storage)?;
    }
    let input = received.into_input().map_err(Refusal::Storage)?;
    Ok((input, length))
}

/// What has come so far.
enum Received {
    /// All of it, in one block.
    Whole(Bytes),
    Memory(BytesMut),
    File(File),
}

impl Received {
    /// Adds a block. Writing one to a file blocks this thread no longer than a handler may.
    fn extend(self, block: &[u8], memory: usize) -> io::Result<Self> {
        match self {
            Received::Memory(mut bytes) if bytes.len() + block.len() <= memory => {
                bytes.extend_from_slice(block);
                Ok(Received::Memory(bytes))
            }
            Received::Memory(bytes) => Received::spool(&bytes, block),
            Received::Whole(bytes) => Received::spool(&bytes, block),
            Received::File(mut file) => {
                file.write_all(block)?;
                Ok(Received::File(file))
            }
        }
    }

    fn spool(bytes: &[u8], block: &[u8]) -> io::Result<Self> {
        let mut file = tempfile::tempfile()?;
        file.write_all(bytes)?;
        file.write_all(block)?;
        Ok(Received::File(file))
    }

    fn into_input(self) -> io::Result<Input> {
        match self {
            Received::Whole(bytes) => Ok(bytes.into()),
            Received::Memory(bytes) => Ok(bytes.freeze().into()),
            Received::File(mut file) => {
                file.seek(SeekFrom::Start(0))?;
                Ok(Input::from_reader(BufReader::with_capacity(64 << 10, file)))
            }
        }
    }
}
