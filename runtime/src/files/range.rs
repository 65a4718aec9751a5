//! Parts of a file (RFC 9110, 14).

use std::ops::Range;

/// More parts than this are not worth their headers: the whole is sent.
const MOST: usize = 16;

/// What a `Range` header asks of something that is `length` bytes long.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it: the header is none, or one that may be ignored.
    Whole,
    /// These parts, in their order.
    Parts(Vec<Range<u64>>),
    /// Nothing that is there: 416.
    Nothing,
}

/// Reads a `Range` header (RFC 9110, 14.1.2). What is malformed, of another unit, or more than the
/// whole is ignored, as 14.2 allows.
pub(super) fn parse(header: &[u8], length: u64) -> Asked {
    let ranges = std::str::from_utf8(header).ok().and_then(|text| specs(text, length));
    let Some(ranges) = ranges else { return Asked::Whole };
    let parts: Vec<Range<u64>> = ranges.into_iter().flatten().collect();
    let length_of = |part: &Range<u64>| part.end - part.start;
    let bytes = parts.iter().map(length_of).fold(0, u64::saturating_add);
    match parts.len() {
        0 => Asked::Nothing,
        1 => Asked::Parts(parts),
        2..=MOST if bytes <= length => Asked::Parts(parts),
        _ => Asked::Whole,
    }
}

/// The parts that are named, each with what of it is there; `None` where the header is malformed.
fn specs(text: &str, length: u64) -> Option<Vec<Option<Range<u64>>>> {
    let (unit, list) = text.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let specs: Vec<&str> = list.split(',').map(str::trim).filter(|spec| !spec.is_empty()).collect();
    if specs.is_empty() {
        return None;
    }
    specs.into_iter().map(|spec| part(spec, length)).collect()
}

/// `0-99`, `100-`, or `-50` for the last fifty.
fn part(spec: &str, length: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = spec.split_once('-')?;
    let part = match (number(first)?, number(last)?) {
        (None, None) => return None,
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (Some(first), None) => first..length,
        (Some(first), Some(last)) if first > last => return None,
        (Some(first), Some(last)) => first..length.min(last.saturating_add(1)),
    };
    Some((part.start < part.end).then_some(part))
}

/// Digits, or nothing; a number that is too large is as good as the largest.
fn number(text: &str) -> Option<Option<u64>> {
    if text.is_empty() {
        return Some(None);
    }
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_has_them() {
        let parts = |parts: &[Range<u64>]| Asked::Parts(parts.to_vec());
        let one = |part: Range<u64>| Asked::Parts(vec![part]);
        for (header, asked) in [
            ("bytes=0-99", one(0..100)),
            ("bytes=0-0", one(0..1)),
            ("bytes=900-", one(900..1000)),
            ("bytes=-100", one(900..1000)),
            ("bytes=-5000", one(0..1000)),
            ("bytes=900-5000", one(900..1000)),
            ("bytes=900-99999999999999999999999", one(900..1000)),
            ("bytes=0-99,200-299", parts(&[0..100, 200..300])),
            ("bytes = 0-99 , ,200-299", parts(&[0..100, 200..300])),
            ("bytes=500-599,2000-", one(500..600)),
            ("bytes=1000-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=2000-3000,4000-", Asked::Nothing),
            ("bytes=0-899,0-899", Asked::Whole),
            ("bytes=99-0", Asked::Whole),
            ("bytes=", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("lines=0-99", Asked::Whole),
            ("0-99", Asked::Whole),
        ] {
            assert_eq!(parse(header.as_bytes(), 1000), asked, "{header}");
        }
        let many = format!("bytes={}", (0..20).map(|n| format!("{n}-{n},")).collect::<String>());
        assert_eq!(parse(many.as_bytes(), 1000), Asked::Whole);
        assert_eq!(parse(b"bytes=0-", 0), Asked::Nothing);
        // A sparse file can be that long; its parts together are more than 64 bits say.
        assert_eq!(parse(b"bytes=0-,0-,0-", u64::MAX / 2), Asked::Whole);
    }
}
