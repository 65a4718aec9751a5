//! Conditional requests: what the client has already (RFC 9110, 13).

use std::time::SystemTime;

use http::Method;
use http::header::{
    ETAG, HeaderMap, HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE,
    LAST_MODIFIED,
};

/// What is to be done with a request, by its conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The request is to be carried out.
    Proceed,
    /// The client's copy is still good: 304.
    NotModified,
    /// The client expects another state: 412.
    Failed,
}

/// Asks the conditions of a request, which are among its headers, in the order of RFC 9110, 13.2.2.
/// `current` are the headers of the response that it would get: `ETag` and `Last-Modified`.
pub(crate) fn judge(method: &Method, headers: &HeaderMap, current: &HeaderMap) -> Verdict {
    let is_read = [Method::GET, Method::HEAD].contains(method);
    let matches = names_current(headers, &IF_MATCH, current, Comparison::Strong);
    let unmodified = || dates(headers, &IF_UNMODIFIED_SINCE, current, |now, then| now <= then);
    if matches == Some(false) || matches.is_none() && unmodified() == Some(false) {
        return Verdict::Failed;
    }
    match names_current(headers, &IF_NONE_MATCH, current, Comparison::Weak) {
        Some(true) if is_read => Verdict::NotModified,
        Some(true) => Verdict::Failed,
        Some(false) => Verdict::Proceed,
        None => {
            let seen = dates(headers, &IF_MODIFIED_SINCE, current, |now, then| now <= then);
            if is_read && seen == Some(true) { Verdict::NotModified } else { Verdict::Proceed }
        }
    }
}

/// Whether a part of what is there now goes with the parts that the client has (RFC 9110, 13.1.5):
/// always, where it does not ask.
#[cfg(feature = "files")]
pub(crate) fn is_same(headers: &HeaderMap, current: &HeaderMap) -> bool {
    use http::header::IF_RANGE;
    let Some(condition) = headers.get(IF_RANGE) else { return true };
    let is_tag = condition.as_bytes().contains(&b'"');
    if is_tag {
        names_current(headers, &IF_RANGE, current, Comparison::Strong) == Some(true)
    } else {
        dates(headers, &IF_RANGE, current, |now, then| now == then) == Some(true)
    }
}

/// How tags are compared (RFC 9110, 8.8.3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// Both say that the content is the same to the byte.
    Strong,
    /// Both mean the same content.
    Weak,
}

/// Whether a header that lists tags names the current one; `None` where it is not there.
fn names_current(
    headers: &HeaderMap,
    name: &HeaderName,
    current: &HeaderMap,
    comparison: Comparison,
) -> Option<bool> {
    let mut lists = headers.get_all(name).iter().peekable();
    lists.peek()?;
    let current = current.get(ETAG).map(|tag| tag.as_bytes());
    Some(lists.any(|list| names(list.as_bytes(), current, comparison)))
}

/// Whether a list of tags names this one. `*` names whatever is there. A comma may stand inside the
/// quotes of a tag.
fn names(list: &[u8], tag: Option<&[u8]>, comparison: Comparison) -> bool {
    if list.trim_ascii() == b"*" {
        return true;
    }
    let Some(tag) = tag else { return false };
    let opaque = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_vec();
    let mut quoted = false;
    let listed = list.split(|&byte| {
        quoted ^= byte == b'"';
        byte == b',' && !quoted
    });
    listed.map(<[u8]>::trim_ascii).any(|listed| match comparison {
        Comparison::Strong => listed == tag && !tag.starts_with(b"W/"),
        Comparison::Weak => opaque(listed) == opaque(tag),
    })
}

/// Compares the current date of change with the one in a header, by the second; `None` where one of
/// them is not there or is no date.
fn dates(
    headers: &HeaderMap,
    name: &HeaderName,
    current: &HeaderMap,
    compare: impl Fn(SystemTime, SystemTime) -> bool,
) -> Option<bool> {
    let date = |headers: &HeaderMap, name| {
        httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
    };
    Some(compare(date(current, &LAST_MODIFIED)?, date(headers, name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_whole_weakly_or_strongly() {
        for (list, tag, weak, strong) in [
            ("\"a\"", "\"a\"", true, true),
            ("W/\"a\"", "\"a\"", true, false),
            ("\"b\", W/\"a\"", "W/\"a\"", true, false),
            ("*", "\"a\"", true, true),
            ("\"a,b\"", "\"a,b\"", true, true),
            ("\"a,b\"", "\"b\"", false, false),
            ("\"ab\"", "\"a\"", false, false),
            ("", "\"a\"", false, false),
        ] {
            let by = |comparison| names(list.as_bytes(), Some(tag.as_bytes()), comparison);
            assert_eq!(by(Comparison::Weak), weak, "{list} {tag}");
            assert_eq!(by(Comparison::Strong), strong, "{list} {tag}");
        }
    }
}
