//! A body made of another one, block by block.

use std::io;

use bytes::{Bytes, BytesMut};

use super::{Blocks, Body, Close, Sent};
use crate::Error;

impl<'a> Body<'a> {
    /// Changes each block: one out for each one in, so that what is streamed stays streamed (PEP
    /// 3333, "Middleware Handling of Block Boundaries"). A body of one block keeps a known length.
    ///
    /// ```
    /// use lychgate::Body;
    ///
    /// let loud = Body::from("quiet").map_blocks(|block| block.to_ascii_uppercase().into());
    /// assert_eq!(loud.into_bytes().unwrap(), "QUIET");
    /// ```
    #[must_use]
    pub fn map_blocks(self, mut change: impl FnMut(Bytes) -> Bytes + Send + 'a) -> Self {
        let Body { blocks, close, media_type, .. } = self;
        let blocks = match blocks {
            Blocks::Ready(bytes) => Blocks::Ready(change(bytes)),
            Blocks::Borrowed(bytes) => Blocks::Ready(change(Bytes::copy_from_slice(bytes))),
            blocks => {
                Blocks::Stream(Box::new(blocks.each().map(move |block| block.map(&mut change))))
            }
        };
        Body { close, media_type, ..Body::of(blocks) }
    }

    /// Changes the whole body at once. Of a stream it waits for the last block, and gives an empty
    /// one for each that it has to wait for, so that the server stays in charge (PEP 3333,
    /// "Middleware Handling of Block Boundaries").
    #[must_use]
    pub fn map_bytes(self, change: impl FnOnce(Bytes) -> Bytes + Send + 'a) -> Self {
        let Body { blocks, close, media_type, .. } = self;
        let blocks = match blocks {
            Blocks::Ready(bytes) => Blocks::Ready(change(bytes)),
            Blocks::Borrowed(bytes) => Blocks::Ready(change(Bytes::copy_from_slice(bytes))),
            blocks => {
                let (blocks, gathered) = (blocks.each(), BytesMut::new());
                Blocks::Stream(Box::new(Gather { blocks, gathered, change: Some(change) }))
            }
        };
        Body { close, media_type, ..Body::of(blocks) }
    }

    /// Calls a function once, when the body is closed: after its last byte was handed to the
    /// server, or when the client has gone away.
    ///
    /// ```
    /// use lychgate::Body;
    ///
    /// let body = Body::from("text").on_close(|sent| assert_eq!(sent.bytes, 4));
    /// assert_eq!(body.into_bytes().unwrap(), "text");
    /// ```
    #[must_use]
    pub fn on_close(self, function: impl FnOnce(Sent) + Send + 'a) -> Self {
        let close = Close::new(function).after(self.close);
        Body { close: Some(Box::new(close)), ..self }
    }
}

#[cfg(feature = "tracing")]
impl<'a> Body<'a> {
    /// Produces the blocks of a stream within a span, and ends the stream there.
    pub(crate) fn within(self, span: tracing::Span) -> Self {
        match self.blocks {
            Blocks::Stream(blocks) => {
                let blocks = Blocks::Stream(Box::new(Within { blocks: Some(blocks), span }));
                Body { blocks, ..self }
            }
            _ => self,
        }
    }
}

/// Blocks that are produced within a span.
#[cfg(feature = "tracing")]
struct Within<I> {
    blocks: Option<I>,
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl<I: Iterator> Iterator for Within<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let blocks = self.blocks.as_mut()?;
        self.span.in_scope(|| blocks.next())
    }
}

#[cfg(feature = "tracing")]
impl<I> Drop for Within<I> {
    fn drop(&mut self) {
        let blocks = self.blocks.take();
        self.span.in_scope(|| drop(blocks));
    }
}

/// All blocks as one, at the end.
struct Gather<I, F> {
    blocks: I,
    gathered: BytesMut,
    change: Option<F>,
}

impl<I, F> Iterator for Gather<I, F>
where
    I: Iterator<Item = Result<Bytes, Error>>,
    F: FnOnce(Bytes) -> Bytes,
{
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let change = self.change.take()?;
        match self.blocks.next() {
            Some(Ok(block)) => {
                self.change = Some(change);
                self.gathered.extend_from_slice(&block);
                Some(Ok(Bytes::new()))
            }
            Some(Err(error)) => Some(Err(error)),
            None => Some(Ok(change(std::mem::take(&mut self.gathered).freeze()))),
        }
    }
}

/// The blocks of a reader, until its end or its failure.
pub(super) struct Read<R>(pub(super) Option<R>);

const BLOCK: usize = 64 << 10;

impl<R: io::Read> Iterator for Read<R> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.0.as_mut()?;
        let mut block = vec![0; BLOCK];
        loop {
            match reader.read(&mut block) {
                Ok(0) => {
                    self.0 = None;
                    return None;
                }
                Ok(length) => {
                    block.truncate(length);
                    return Some(Ok(block.into()));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.0 = None;
                    return Some(Err(error.into()));
                }
            }
        }
    }
}
