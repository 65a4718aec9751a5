//! The name of a content: `sha256:…` (image-spec, "Digests").

use std::fmt;
use std::io::{self, Read, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha512};

/// The algorithms that are registered by the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `sha256`, which all images have.
    Sha256,
    /// `sha512`.
    Sha512,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];

    /// Its registered name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha512 => "sha512",
        }
    }

    /// The digest of what is read, which is written to `copy` on the way.
    ///
    /// # Errors
    /// Those of reading and writing.
    pub fn copy(self, from: impl Read, to: impl Write) -> io::Result<(Digest, u64)> {
        let (hex, length) = match self {
            Algorithm::Sha256 => copy::<Sha256>(from, to)?,
            Algorithm::Sha512 => copy::<Sha512>(from, to)?,
        };
        Ok((Digest { algorithm: self, hex }, length))
    }

    /// The digest of bytes.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> Digest {
        let hex = match self {
            Algorithm::Sha256 => hex(&Sha256::digest(bytes)),
            Algorithm::Sha512 => hex(&Sha512::digest(bytes)),
        };
        Digest { algorithm: self, hex }
    }

    fn hex_length(self) -> usize {
        match self {
            Algorithm::Sha256 => 64,
            Algorithm::Sha512 => 128,
        }
    }
}

fn copy<H: sha2::Digest>(mut from: impl Read, mut to: impl Write) -> io::Result<(String, u64)> {
    let (mut hash, mut length) = (H::new(), 0);
    let mut piece = vec![0; 128 << 10];
    loop {
        match from.read(&mut piece)? {
            0 => return Ok((hex(&hash.finalize()), length)),
            read => {
                hash.update(&piece[..read]);
                to.write_all(&piece[..read])?;
                length += read as u64;
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A digest that may name a content: of a registered algorithm, and as long as its digests are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest {
    algorithm: Algorithm,
    hex: String,
}

impl Digest {
    /// Its algorithm.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The digest proper, in lower-case hexadecimal.
    #[must_use]
    pub fn hex(&self) -> &str {
        &self.hex
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, hex) = text.split_once(':').ok_or("a digest is `algorithm:hex`")?;
        let algorithm = Algorithm::ALL.into_iter().find(|algorithm| algorithm.name() == name);
        let algorithm =
            algorithm.ok_or_else(|| format!("`{name}` is neither sha256 nor sha512"))?;
        let is_hex = hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hex || hex.len() != algorithm.hex_length() {
            let length = algorithm.hex_length();
            return Err(format!("a digest of {name} is {length} lower-case hexadecimal digits"));
        }
        Ok(Digest { algorithm, hex: hex.to_owned() })
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm.name(), self.hex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_an_algorithm_and_its_digits() {
        let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Algorithm::Sha256.of(b"").to_string(), empty);
        assert_eq!(empty.parse::<Digest>().unwrap(), Algorithm::Sha256.of(b""));
        let (copied, length) = Algorithm::Sha512.copy(&b"abc"[..], io::sink()).unwrap();
        assert_eq!((copied, length), (Algorithm::Sha512.of(b"abc"), 3));
        for wrong in ["", "sha256", "sha256:", "md5:abc", &empty.to_uppercase(), &empty[..70]] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }
}
