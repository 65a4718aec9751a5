//! The parts of a form, from the stream that is the request body.

use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use http::header::CONTENT_DISPOSITION;
use multer::{Constraints, Field, SizeLimit};

use super::super::Rejection;
use super::super::bytes::unreadable;
use super::disposition::Names;
use super::part::{Content, Part, Spool};
use crate::{Input, Status};

/// Bytes of one part that are kept in memory; a larger one is in the form's file.
const MEMORY: usize = 64 << 10;
/// Bytes of all parts of a form that are kept in memory, with their names.
const MEMORY_OF_ALL: usize = 1 << 20;
/// Parts of a form.
const PARTS: usize = 1000;
/// Bytes before the first part, or of one part's headers.
const HEAD: usize = 64 << 10;
/// What is read at once.
const BLOCK: usize = 16 << 10;

/// All parts of a form, none of which has more than `limit` bytes.
pub(super) async fn receive(
    input: Input,
    boundary: String,
    limit: u64,
) -> Result<Vec<Part>, Rejection> {
    let unread = Arc::new(AtomicUsize::new(0));
    let blocks = Blocks { input, unread: Arc::clone(&unread), given: false };
    let constraints = Constraints::new().size_limit(SizeLimit::new().per_field(limit));
    let mut form = multer::Multipart::with_constraints(blocks, boundary, constraints);
    let mut parts = Vec::new();
    let mut store = Store::default();
    while let Some(mut field) = form.next_field().await.map_err(|error| malformed(&error))? {
        unread.store(0, Ordering::Relaxed);
        if parts.len() == PARTS {
            let message = format!("the form has more than {PARTS} fields");
            return Err(Rejection::new(Status::PAYLOAD_TOO_LARGE, message));
        }
        let Names { name, file_name } = names(&field, parts.len() + 1)?;
        let mut part = Part {
            name: name.unwrap_or_default(),
            file_name,
            media_type: field.content_type().map(ToString::to_string),
            length: 0,
            content: Content::Memory(Vec::new()),
        };
        store.count_names(&part)?;
        while let Some(block) = field.chunk().await.map_err(|error| cut_short(&error, &part))? {
            unread.store(0, Ordering::Relaxed);
            store.push(&mut part, &block).map_err(|error| {
                Rejection::fault(format!("a part of a form cannot be stored: {error}"))
            })?;
        }
        parts.push(part);
    }
    Ok(parts)
}

/// What a part says that it is; the first has the number 1.
fn names(field: &Field<'_>, number: usize) -> Result<Names, Rejection> {
    let header = field.headers().get(CONTENT_DISPOSITION).map_or(&b""[..], HeaderValue::as_bytes);
    Names::read(header).ok_or_else(|| {
        let message = format!(
            "the form cannot be read: the Content-Disposition of part {number} is not of the \
             form `form-data; name=\"…\"; filename=\"…\"`"
        );
        Rejection::new(Status::BAD_REQUEST, message)
    })
}

/// Why a part could not be received to its end.
fn cut_short(error: &multer::Error, part: &Part) -> Rejection {
    match error {
        multer::Error::FieldSizeExceeded { limit, .. } => {
            let name = &part.name;
            let message = format!("{name}: the field has more than {limit} bytes");
            Rejection::new(Status::PAYLOAD_TOO_LARGE, message).at(name)
        }
        _ => malformed(error),
    }
}

/// What is wrong with a form, for the client; or with our reading of it, for the log.
pub(super) fn malformed(error: &multer::Error) -> Rejection {
    use multer::Error::{StreamReadFailed, StreamSizeExceeded};
    if let StreamReadFailed(cause) = error {
        if let Some(cause) = cause.downcast_ref() {
            return unreadable(cause);
        }
    }
    let status = match error {
        StreamSizeExceeded { .. } => Status::PAYLOAD_TOO_LARGE,
        _ => Status::BAD_REQUEST,
    };
    Rejection::new(status, format!("the form cannot be read: {error}"))
}

/// Where the bytes of a form go.
#[derive(Default)]
struct Store {
    /// Bytes in memory.
    memory: usize,
    /// The file, once one is needed, and its length.
    spool: Option<Arc<Spool>>,
    end: u64,
}

impl Store {
    /// Names stay in memory: a form may not have too much of them.
    fn count_names(&mut self, part: &Part) -> Result<(), Rejection> {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.memory += part.name.len() + length(&part.file_name) + length(&part.media_type);
        if self.memory > MEMORY_OF_ALL {
            let message = "the names in the form are too long";
            return Err(Rejection::new(Status::PAYLOAD_TOO_LARGE, message));
        }
        Ok(())
    }

    fn push(&mut self, part: &mut Part, block: &[u8]) -> io::Result<()> {
        part.length += block.len() as u64;
        if let Content::Memory(bytes) = &mut part.content {
            let fits = |used: usize, limit| used + block.len() <= limit;
            if fits(bytes.len(), MEMORY) && fits(self.memory, MEMORY_OF_ALL) {
                bytes.extend_from_slice(block);
                self.memory += block.len();
                return Ok(());
            }
            let bytes = std::mem::take(bytes);
            self.memory -= bytes.len();
            let spool = match &self.spool {
                Some(spool) => Arc::clone(spool),
                None => Arc::clone(self.spool.insert(Arc::new(Spool::new()?))),
            };
            let start = self.end;
            part.content = Content::File(spool, start);
            self.write(&bytes)?;
        }
        self.write(block)
    }

    fn write(&mut self, block: &[u8]) -> io::Result<()> {
        self.end += block.len() as u64;
        self.spool.as_ref().map_or(Ok(()), |spool| spool.append(block))
    }
}

/// The request body as a stream.
struct Blocks {
    input: Input,
    /// Bytes that were given since the parser has last made something of them.
    unread: Arc<AtomicUsize>,
    /// Whether a block was given when this was last asked.
    given: bool,
}

impl Stream for Blocks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The parser takes all that there is before it looks at any of it: the whole body would be in
        // memory, if there were not nothing after each block.
        if std::mem::take(&mut self.given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.unread.load(Ordering::Relaxed) > HEAD {
            let message = "the headers of a field, or what is before the first, are too long";
            return Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::InvalidData, message))));
        }
        let mut block = vec![0; BLOCK];
        match self.input.read(&mut block) {
            Ok(0) => Poll::Ready(None),
            Ok(length) => {
                block.truncate(length);
                self.given = true;
                self.unread.fetch_add(length, Ordering::Relaxed);
                Poll::Ready(Some(Ok(block.into())))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::block_on;

    fn form(body: Vec<u8>) -> Result<Vec<Part>, Rejection> {
        block_on(receive(body.into(), "X".to_owned(), 1 << 20))
    }

    fn body(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, content) in parts {
            let head = format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--X--\r\n");
        body
    }

    /// A pattern that no other place of a form has.
    fn content(number: usize, length: usize) -> Vec<u8> {
        (0..length).map(|place| (number * 31 + place / 7) as u8).collect()
    }

    #[test]
    fn parts_are_what_was_sent_wherever_they_are_kept() {
        let lengths = [0, 1, MEMORY, MEMORY + 1, 200_000, 5, 1 << 20];
        let sent =
            lengths.iter().enumerate().map(|(n, &length)| (format!("n{n}"), content(n, length)));
        let sent: Vec<_> = sent.collect();
        let parts = form(body(&sent)).unwrap();
        let in_file = |part: &&Part| matches!(part.content, Content::File(..));
        assert_eq!(parts.iter().filter(in_file).count(), 3);
        let mut readers: Vec<_> = parts.into_iter().map(Part::into_reader).collect();
        // By turns, as parts in one file must not disturb each other.
        let mut read: Vec<Vec<u8>> = vec![Vec::new(); readers.len()];
        let mut block = [0; 50_000];
        while read.iter().zip(&sent).any(|(read, (_, content))| read.len() < content.len()) {
            for (reader, read) in readers.iter_mut().zip(&mut read) {
                let length = reader.read(&mut block).unwrap();
                read.extend(&block[..length]);
            }
        }
        for (read, (name, content)) in read.iter().zip(&sent) {
            assert!(read == content, "{name}");
        }
    }

    #[test]
    fn many_parts_of_middle_size_are_not_all_in_memory() {
        let sent: Vec<_> = (0..100).map(|n| (format!("n{n}"), content(n, 60_000))).collect();
        let parts = form(body(&sent)).unwrap();
        let memory: u64 = parts
            .iter()
            .filter(|part| matches!(part.content, Content::Memory(_)))
            .map(Part::len)
            .sum();
        assert!(memory <= MEMORY_OF_ALL as u64, "{memory}");
        for (part, (_, content)) in parts.into_iter().zip(sent) {
            let mut read = Vec::new();
            part.into_reader().read_to_end(&mut read).unwrap();
            assert!(read == content);
        }
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let many: Vec<_> = (0..=PARTS).map(|n| (format!("n{n}"), Vec::new())).collect();
        let named: Vec<_> = (0..40).map(|_| ("n".repeat(30_000), Vec::new())).collect();
        let large = [("large".to_owned(), vec![0; (1 << 20) + 1])];
        for (body, status, field) in [
            (body(&many), 413, None),
            (body(&named), 413, None),
            (body(&large), 413, Some("large")),
            (vec![b'x'; 1 << 20], 400, None),
            ([&b"--X\r\nX: "[..], &vec![b'x'; 1 << 20]].concat(), 400, None),
        ] {
            let rejection = form(body).unwrap_err();
            assert_eq!(rejection.status(), status, "{rejection}");
            assert_eq!(rejection.field(), field);
        }
    }

    #[test]
    fn no_more_than_a_block_is_taken_before_it_is_looked_at() {
        /// Counts how often it is read.
        struct Watched(io::Cursor<Vec<u8>>, Arc<AtomicUsize>);

        impl Read for Watched {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.1.fetch_add(1, Ordering::Relaxed);
                self.0.read(buffer)
            }
        }

        let reads = Arc::new(AtomicUsize::new(0));
        let mut bytes = body(&[("first".to_owned(), vec![0; 2 << 20])]);
        bytes.extend(vec![b'x'; 8 << 20]);
        let input = Watched(io::Cursor::new(bytes), Arc::clone(&reads));
        let input = Input::from_reader(io::BufReader::with_capacity(1, input));
        let refused = block_on(receive(input, "X".to_owned(), 1 << 20)).unwrap_err();
        assert_eq!(refused.status(), 413);
        let read = reads.load(Ordering::Relaxed) * BLOCK;
        assert!(read <= (1 << 20) + 4 * BLOCK, "{read} bytes of the body were read");
    }
}
