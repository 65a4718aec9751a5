//! How a request is framed: all of its variables in one netstring.

use std::io::{self, BufRead, ErrorKind, Read};

/// The most bytes of variables.
const MOST: usize = 64 << 10;

/// `5:hello,`; nothing where there is nothing at all.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = Vec::new();
    input.by_ref().take(6).read_until(b':', &mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    let digits = length.strip_suffix(b":").filter(|digits| digits.iter().all(u8::is_ascii_digit));
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
    let length = digits.and_then(|digits| digits.parse::<usize>().ok());
    let length = length.filter(|length| *length <= MOST).ok_or_else(malformed)?;
    let mut block = vec![0; length + 1];
    input.read_exact(&mut block)?;
    if block.pop() != Some(b',') {
        return Err(malformed());
    }
    Ok(Some(block))
}

/// Names and values, each with a zero byte at its end.
pub(super) fn each_pair(block: &[u8], mut take: impl FnMut(&str, &[u8])) -> io::Result<()> {
    let mut texts = block.strip_suffix(b"\0").ok_or_else(malformed)?.split(|byte| *byte == 0);
    while let Some(key) = texts.next() {
        let value = texts.next().ok_or_else(malformed)?;
        if let Ok(key) = std::str::from_utf8(key) {
            take(key, value);
        }
    }
    Ok(())
}

fn malformed() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "this is not SCGI")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_begins_with_a_netstring() {
        let mut input = &b"8:a\x001\0b\0\0\0,rest"[..];
        let block = read(&mut input).unwrap().unwrap();
        assert_eq!((&*block, input), (&b"a\x001\0b\0\0\0"[..], &b"rest"[..]));
        assert_eq!(read(&mut &b""[..]).unwrap(), None);
        for wrong in [&b":,"[..], b"5hello", b"5:hello", b"5:hell,", b"+5:hello,", b"70000:", b"1"]
        {
            assert!(read(&mut &*wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn variables_are_pairs() {
        let mut pairs = Vec::new();
        let mut take = |key: &str, value: &[u8]| pairs.push((key.to_owned(), value.to_vec()));
        each_pair(b"A\x001\0B\0\0", &mut take).unwrap();
        for wrong in [&b""[..], b"A", b"A\0", b"A\x001", b"A\x001\0B\0"] {
            assert!(each_pair(wrong, &mut |_: &str, _: &[u8]| {}).is_err(), "{wrong:?}");
        }
        assert_eq!(pairs, [("A".to_owned(), b"1".to_vec()), ("B".to_owned(), Vec::new())]);
    }
}
