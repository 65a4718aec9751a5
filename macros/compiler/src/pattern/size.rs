//! How large a pattern becomes when its counted repetitions are written out, without doing so.

use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

/// About how many nodes the pattern's nondeterministic automaton has: one for each character,
/// class, choice and end of a named group.
pub(super) fn nodes(hir: &Hir) -> u64 {
    weigh(hir, |kind| match kind {
        HirKind::Empty => 0,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Capture(capture) if capture.name.is_none() => 0,
        HirKind::Capture(_) => 2,
        HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => 1,
        HirKind::Concat(_) | HirKind::Alternation(_) => 1,
    })
}

/// About how many bytes `regex` needs to compile the pattern, more rather than less: measured at
/// 32 for each byte of a literal, and at 55 to 120 for each sequence of byte ranges that UTF-8
/// makes of a class.
pub(super) fn regex_bytes(hir: &Hir) -> u64 {
    weigh(hir, |kind| match kind {
        HirKind::Empty => 32,
        HirKind::Literal(literal) => 40 * literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) => {
            let sequences = |r: &regex_syntax::hir::ClassUnicodeRange| {
                Utf8Sequences::new(r.start(), r.end()).count() as u64
            };
            128 * class.iter().map(sequences).sum::<u64>().max(1)
        }
        HirKind::Class(Class::Bytes(class)) => 128 * class.ranges().len().max(1) as u64,
        HirKind::Look(_) | HirKind::Repetition(_) => 64,
        HirKind::Capture(_) => 128,
        HirKind::Concat(parts) => 8 * parts.len() as u64,
        HirKind::Alternation(branches) => 64 * branches.len() as u64,
    })
}

/// The sum of what every part costs by itself, each as often as repetitions write it out.
fn weigh(hir: &Hir, cost: fn(&HirKind) -> u64) -> u64 {
    let sum =
        |parts: &[Hir]| parts.iter().fold(0, |sum: u64, p| sum.saturating_add(weigh(p, cost)));
    let (below, copies) = match hir.kind() {
        HirKind::Capture(capture) => (weigh(&capture.sub, cost), 1),
        HirKind::Repetition(repetition) => {
            let copies = repetition.max.unwrap_or(repetition.min).max(1);
            (weigh(&repetition.sub, cost), u64::from(copies))
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => (sum(parts), 1),
        _ => (0, 1),
    };
    below.saturating_add(cost(hir.kind())).saturating_mul(copies)
}

#[cfg(test)]
mod tests {
    use super::super::Pattern;

    fn nodes(text: &str) -> u64 {
        Pattern::parse(text).expect("it parses").nodes()
    }

    #[test]
    fn counted_repetitions_multiply() {
        assert!((1_000..2_000).contains(&nodes("(?:ab){500}")));
        assert!((2_000..4_000).contains(&nodes("(?:[ab]{9}){0,200}")));
        assert!(Pattern::parse(r"(\w{1000}){1000}").is_err());
        assert!(Pattern::parse(r"((((a{1000}){1000}){1000}){1000}){1000}").is_err());
        assert!(Pattern::parse("(){1000000}").is_ok());
    }

    #[test]
    fn the_estimate_is_not_below_what_regex_needs() {
        for unit in ["a", ".", "[^/]", r"\w", r"\d", "[a-z]", "(?i)k", r"\p{Greek}", "é", r"\W"] {
            let one = Pattern::parse(unit).expect("it parses").regex_bytes();
            let count = (1 << 20) / (one + 64) - 1;
            let text = format!("(?:{unit}){{{count}}}");
            let estimate = Pattern::parse(&text).expect("it parses").regex_bytes();
            assert!((1 << 19..=1 << 20).contains(&estimate), "{text}: {estimate}");
            let regex = regex::RegexBuilder::new(&text).size_limit(1 << 20).build();
            assert!(regex.is_ok(), "{text}");
        }
    }
}
