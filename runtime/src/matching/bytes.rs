//! Steps over bytes: for ASCII classes, and for classes that hold all that is not ASCII.

/// That the literal stands at `i`.
///
/// ```
/// # use lychgate::matching::literal;
/// assert!(literal(b"posts/new", 6, b"new").is_some());
/// assert!(literal(b"posts/new", 6, b"news").is_none());
/// ```
#[inline]
pub fn literal<const L: usize>(b: &[u8], i: usize, literal: &[u8; L]) -> Option<()> {
    (b.get(i..)?.first_chunk::<L>()? == literal).then_some(())
}

/// That the literal stands at `i`, its ASCII letters in either case.
///
/// ```
/// # use lychgate::matching::literal_ignore_case;
/// assert!(literal_ignore_case(b"ABOUT", 0, b"about").is_some());
/// ```
#[inline]
pub fn literal_ignore_case<const L: usize>(b: &[u8], i: usize, literal: &[u8; L]) -> Option<()> {
    b.get(i..)?.first_chunk::<L>()?.eq_ignore_ascii_case(literal).then_some(())
}

/// That the text ends with the literal.
///
/// ```
/// # use lychgate::matching::literal_end;
/// assert!(literal_end(b"old/index.php", b".php").is_some());
/// assert!(literal_end(b"php", b".php").is_none());
/// ```
#[inline]
pub fn literal_end<const L: usize>(b: &[u8], literal: &[u8; L]) -> Option<()> {
    (b.last_chunk::<L>()? == literal).then_some(())
}

/// That the text ends with the literal, its ASCII letters in either case.
///
/// ```
/// # use lychgate::matching::literal_end_ignore_case;
/// assert!(literal_end_ignore_case(b"INDEX.PHP", b".php").is_some());
/// ```
#[inline]
pub fn literal_end_ignore_case<const L: usize>(b: &[u8], literal: &[u8; L]) -> Option<()> {
    b.last_chunk::<L>()?.eq_ignore_ascii_case(literal).then_some(())
}

/// That the literal stands anywhere in the text.
///
/// ```
/// # use lychgate::matching::literal_anywhere;
/// assert!(literal_anywhere(b"blog/wp-login", b"wp-").is_some());
/// assert!(literal_anywhere(b"blog/wp", b"wp-").is_none());
/// ```
#[inline]
pub fn literal_anywhere<const L: usize>(b: &[u8], literal: &[u8; L]) -> Option<()> {
    anywhere(b, literal, |found| found == literal)
}

/// That the literal stands anywhere in the text, its ASCII letters in either case. It holds a byte
/// that is no letter, by which it is looked for.
///
/// ```
/// # use lychgate::matching::literal_anywhere_ignore_case;
/// assert!(literal_anywhere_ignore_case(b"blog/WP-login", b"wp-").is_some());
/// assert!(literal_anywhere_ignore_case(b"blog-wp", b"wp-").is_none());
/// ```
#[inline]
pub fn literal_anywhere_ignore_case<const L: usize>(b: &[u8], literal: &[u8; L]) -> Option<()> {
    anywhere(b, literal, |found| found.eq_ignore_ascii_case(literal))
}

/// That the literal, or what is taken for it, stands anywhere in the text.
#[inline]
fn anywhere<const L: usize>(
    b: &[u8],
    literal: &[u8; L],
    is: impl Fn(&[u8; L]) -> bool,
) -> Option<()> {
    // Looked for by the byte that few paths have, if there is one.
    let rare = literal.iter().position(|c| !c.is_ascii_alphanumeric() && *c != b'/');
    let rare = rare.or_else(|| literal.iter().position(|c| !c.is_ascii_alphabetic())).unwrap_or(0);
    let byte = *literal.get(rare)?;
    let mut i = until(b, rare, byte);
    while i < b.len() {
        if b.get(i - rare..).and_then(<[u8]>::first_chunk).is_some_and(&is) {
            return Some(());
        }
        i = until(b, i + 1, byte);
    }
    None
}

/// That only `/?$` is left at `i`: nothing at all or one slash.
///
/// ```
/// # use lychgate::matching::slash_end;
/// assert!(slash_end(b"about", 5).is_some() && slash_end(b"about/", 5).is_some());
/// assert!(slash_end(b"about//", 5).is_none() && slash_end(b"aboutx", 5).is_none());
/// ```
#[inline]
pub fn slash_end(b: &[u8], i: usize) -> Option<()> {
    matches!(b.get(i..)?, [] | [b'/']).then_some(())
}

/// That a byte of the class stands at `i`.
///
/// ```
/// # use lychgate::matching::one;
/// assert!(one(b"v2", 1, u8::is_ascii_digit).is_some());
/// ```
#[inline]
pub fn one(b: &[u8], i: usize, class: impl Fn(&u8) -> bool) -> Option<()> {
    class(b.get(i)?).then_some(())
}

/// That `n` bytes of the class stand at `i`.
///
/// ```
/// # use lychgate::matching::run;
/// assert!(run(b"2024/x", 0, 4, u8::is_ascii_digit).is_some());
/// assert!(run(b"202/x", 0, 4, u8::is_ascii_digit).is_none());
/// ```
#[inline]
pub fn run(b: &[u8], i: usize, n: usize, class: impl Fn(&u8) -> bool) -> Option<()> {
    b.get(i..)?.get(..n)?.iter().all(class).then_some(())
}

/// Where the bytes of the class that stand at `i` end; there may be none.
///
/// ```
/// # use lychgate::matching::star;
/// assert_eq!(star(b"id42/", 2, u8::is_ascii_digit), 4);
/// assert_eq!(star(b"id42/", 4, u8::is_ascii_digit), 4);
/// ```
#[inline]
pub fn star(b: &[u8], i: usize, class: impl Fn(&u8) -> bool) -> usize {
    let mut end = i;
    while b.get(end).is_some_and(&class) {
        end += 1;
    }
    end
}

/// Where the bytes of the class that stand at `i` end, if there is at least one.
///
/// ```
/// # use lychgate::matching::plus;
/// assert_eq!(plus(b"id42/", 2, u8::is_ascii_digit), Some(4));
/// assert_eq!(plus(b"id42/", 4, u8::is_ascii_digit), None);
/// ```
#[inline]
pub fn plus(b: &[u8], i: usize, class: impl Fn(&u8) -> bool) -> Option<usize> {
    let end = star(b, i, class);
    (end > i).then_some(end)
}

/// Where the bytes of the class that stand at `i` end, at most `n` of them.
///
/// ```
/// # use lychgate::matching::up_to;
/// assert_eq!(up_to(b"12345", 0, 3, u8::is_ascii_digit), 3);
/// assert_eq!(up_to(b"12/45", 0, 3, u8::is_ascii_digit), 2);
/// ```
#[inline]
pub fn up_to(b: &[u8], i: usize, n: usize, class: impl Fn(&u8) -> bool) -> usize {
    let mut end = i;
    while end - i < n && b.get(end).is_some_and(&class) {
        end += 1;
    }
    end
}

/// Where the first `stop` at or after `i` stands, or the length of the text.
///
/// ```
/// # use lychgate::matching::until;
/// assert_eq!(until(b"users/ann/posts", 6, b'/'), 9);
/// assert_eq!(until(b"users/ann", 6, b'/'), 9);
/// ```
#[inline]
pub fn until(b: &[u8], i: usize, stop: u8) -> usize {
    let sought = u64::from(stop) * LOW;
    let mut i = i;
    while let Some(eight) = b.get(i..).and_then(<[u8]>::first_chunk) {
        let zeros = zero_bytes(u64::from_le_bytes(*eight) ^ sought);
        if zeros != 0 {
            return i + first_byte(zeros);
        }
        i += 8;
    }
    match b.last_chunk() {
        // The last eight bytes again, without those already seen. The shift fills up with zero
        // bytes, so what is found is at most the end. (Shifting the found bits instead would
        // keep a borrow out of a byte already seen.)
        Some(eight) if i < b.len() => {
            let seen = 8 - (b.len() - i);
            i + first_byte(zero_bytes((u64::from_le_bytes(*eight) ^ sought) >> (8 * seen)))
        }
        _ => star(b, i, |c| *c != stop),
    }
}

/// As [`until`], if at least one byte stands before the `stop`.
///
/// ```
/// # use lychgate::matching::plus_until;
/// assert_eq!(plus_until(b"users/ann/posts", 6, b'/'), Some(9));
/// assert_eq!(plus_until(b"users//posts", 6, b'/'), None);
/// ```
#[inline]
pub fn plus_until(b: &[u8], i: usize, stop: u8) -> Option<usize> {
    let end = until(b, i, stop);
    (end > i).then_some(end)
}

const LOW: u64 = 0x0101_0101_0101_0101;

/// The top bit of every zero byte; above the lowest of them also of others, by the borrow.
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & (LOW << 7)
}

fn first_byte(bits: u64) -> usize {
    bits.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_agrees_with_the_byte_loop_next_to_the_stop() {
        // The neighbours of '/' are where a borrow would show.
        let letters = [b'.', b'/', b'0', b'a', 0xAF, 0x00, 0xFF];
        let mut seed = 1_u32;
        for length in 0..40 {
            for _ in 0..200 {
                let text: Vec<u8> = (0..length)
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        letters[(seed >> 16) as usize % letters.len()]
                    })
                    .collect();
                for i in 0..=length {
                    assert_eq!(until(&text, i, b'/'), star(&text, i, |c| *c != b'/'), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn offsets_past_the_end_match_nothing() {
        assert_eq!(literal(b"a", 2, b"a"), None);
        assert_eq!(slash_end(b"a", 2), None);
        assert_eq!(run(b"a", 2, 0, |_| true), None);
        assert_eq!(plus_until(b"a", 2, b'/'), None);
    }

    #[test]
    fn a_literal_is_found_wherever_it_stands() {
        let texts = ["", "-", "p-", "wp-", "wp-x", "xwp-", "w-wp", "wwp-p-wp-", "WP-", "a/wP-b/wp"];
        for text in texts.map(str::as_bytes) {
            let any = |is: &dyn Fn(&[u8]) -> bool| text.windows(3).any(is);
            let (exact, either) =
                (any(&|part| part == b"wp-"), any(&|part| part.eq_ignore_ascii_case(b"wp-")));
            assert_eq!(literal_anywhere(text, b"wp-").is_some(), exact, "{text:?}");
            assert_eq!(literal_anywhere_ignore_case(text, b"wp-").is_some(), either, "{text:?}");
            assert_eq!(literal_end(text, b"wp-").is_some(), text.ends_with(b"wp-"), "{text:?}");
        }
        assert!(literal_anywhere(b"a/new/b", b"new").is_some());
        assert!(literal_anywhere_ignore_case(b"a/NEW/b", b"/new").is_some());
        assert!(literal_end_ignore_case(b"php", b".php").is_none());
    }
}
