//! A chunked body (RFC 9112, 7.1), followed from byte to byte.

use super::{TOKEN, is_in, is_text};

/// How far a chunked body is.
#[derive(Default)]
pub(super) struct Chunks {
    at: At,
    /// Of the chunk: read from its digits, then counted down.
    size: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// The first digit of a size.
    #[default]
    Start,
    Digits,
    /// The space that may be before an extension.
    Space,
    Extension,
    SizeEnd,
    Data,
    DataCr,
    DataLf,
    /// The first byte of a line after the last chunk.
    Trailer,
    Name,
    Value,
    ValueEnd,
    LastLf,
    Over,
}

/// The body does not go on as a chunked body does.
pub(super) struct Malformed {
    /// Bytes before the fault.
    pub(super) after: usize,
}

impl Chunks {
    pub(super) fn is_over(&self) -> bool {
        self.at == At::Over
    }

    /// Says how many of the bytes belong to the body: all of them, unless it is over.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<usize, Malformed> {
        let mut read = 0;
        while let (false, Some(&byte)) = (self.is_over(), bytes.get(read)) {
            if self.at == At::Data {
                let taken =
                    usize::try_from(self.size).unwrap_or(usize::MAX).min(bytes.len() - read);
                read += taken;
                self.size -= taken as u64;
                if self.size == 0 {
                    self.at = At::DataCr;
                }
                continue;
            }
            self.at = self.step(byte).ok_or(Malformed { after: read })?;
            read += 1;
        }
        Ok(read)
    }

    /// Where the body is behind a byte.
    fn step(&mut self, byte: u8) -> Option<At> {
        let next = match (self.at, byte) {
            (At::Start | At::Digits, _) if byte.is_ascii_hexdigit() => {
                let digit = char::from(byte).to_digit(16)?;
                self.size = self.size.checked_mul(16)?.checked_add(digit.into())?;
                At::Digits
            }
            (At::Digits | At::Space, b' ' | b'\t') => At::Space,
            (At::Digits | At::Space, b';') => At::Extension,
            (At::Digits | At::Extension, b'\r') => At::SizeEnd,
            (At::Extension, _) if is_text(&[byte]) => At::Extension,
            (At::SizeEnd, b'\n') if self.size == 0 => At::Trailer,
            (At::SizeEnd, b'\n') => At::Data,
            (At::DataCr, b'\r') => At::DataLf,
            (At::DataLf, b'\n') => At::Start,
            (At::Trailer, b'\r') => At::LastLf,
            (At::Trailer | At::Name, _) if is_in(TOKEN, byte) => At::Name,
            (At::Name, b':') => At::Value,
            (At::Value, b'\r') => At::ValueEnd,
            (At::Value, _) if is_text(&[byte]) => At::Value,
            (At::ValueEnd, b'\n') => At::Trailer,
            (At::LastLf, b'\n') => At::Over,
            _ => return None,
        };
        Some(next)
    }
}
