//! The compressed file in the place of another, for who takes it (RFC 9110, 12.5.3).

use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use http::header::ACCEPT_ENCODING;

use crate::Environ;

/// The codings in the order of preference, with the endings of their files.
const CODINGS: [(&str, &str); 3] = [("br", "br"), ("zstd", "zst"), ("gzip", "gz")];

/// The compressed file that the client takes, with its coding; and whether there is any.
pub(super) fn choose(
    directory: &Dir,
    place: &Path,
    environ: &Environ,
) -> (Option<(PathBuf, &'static str)>, bool) {
    let there: Vec<(PathBuf, &'static str)> = CODINGS
        .iter()
        .map(|(coding, ending)| {
            let mut name = place.as_os_str().to_owned();
            name.push(format!(".{ending}"));
            (PathBuf::from(name), *coding)
        })
        .filter(|(variant, _)| directory.metadata(variant).is_ok_and(|it| it.is_file()))
        .collect();
    let varies = !there.is_empty();
    let headers = environ.headers().get_all(ACCEPT_ENCODING).iter();
    let accepted: Vec<&str> = headers.filter_map(|header| header.to_str().ok()).collect();
    let accepted = accepted.join(",");
    (there.into_iter().find(|(_, coding)| accepts(&accepted, coding)), varies)
}

/// Whether a list of codings takes this one: `gzip, br;q=0.5, *;q=0`.
fn accepts(list: &str, coding: &str) -> bool {
    let quality = |name: &str| {
        list.split(',').find_map(|entry| {
            let (entry, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            let quality = || {
                let parameter = parameters.trim();
                let value = parameter.strip_prefix("q=").or(parameter.strip_prefix("Q="));
                value.and_then(|value| value.trim().parse::<f32>().ok()).unwrap_or(1.0)
            };
            entry.trim().eq_ignore_ascii_case(name).then(quality)
        })
    };
    quality(coding).or_else(|| quality("*")).is_some_and(|quality| quality > 0.0)
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn a_coding_is_taken_unless_its_quality_is_zero() {
        for (list, taken) in [
            ("gzip", true),
            ("deflate, GZIP;q=0.1", true),
            ("*", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0, *", false),
            ("*;q=0, gzip", true),
            ("identity", false),
            ("", false),
        ] {
            assert_eq!(accepts(list, "gzip"), taken, "{list}");
        }
    }
}
