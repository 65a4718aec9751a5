//! The table written down by hand, as the limit to measure by: no allocation, no table of
//! transitions, one look at each segment. There are two ways to compare segments, and one tree.

mod keyed;
mod route;
mod segments;
mod sliced;
mod words;

pub use keyed::find as find_keyed;
pub use route::Route;
pub use sliced::find as find_sliced;

/// A route and its captures.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'p> {
    /// The route.
    pub route: Route,
    captures: [&'p str; 4],
    count: usize,
}

impl<'p> Hit<'p> {
    #[inline]
    fn new<const N: usize>(route: Route, first: [&'p str; N]) -> Option<Hit<'p>> {
        let mut captures = [""; 4];
        for (slot, capture) in captures.iter_mut().zip(first) {
            *slot = capture;
        }
        Some(Hit { route, captures, count: N })
    }

    /// The captures, in the order of their groups.
    #[must_use]
    pub fn captures(&self) -> &[&'p str] {
        self.captures.get(..self.count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::github;

    #[test]
    fn both_matchers_find_what_the_application_finds() {
        let long = "x".repeat(200);
        for path in [
            "/",
            "/repos/ann/lychgate/issues/7/comments",
            "/repos/ann/lychgate/issues/7/comments/",
            "/repos/ann/lychgate/issues//comments",
            "/repos/ann/lychgate/issues/7/comments//",
            "/repos//lychgate",
            "/users/Zoë/received_events/public",
            "/legacy/issues/search/ann/lychgate/open/slow",
            "/userss",
            "/use",
            "/repos/ann.b/.0./commits",
            &format!("/repos/{long}/{long}/stats/commit_activity"),
            &format!("/{long}"),
        ] {
            let found = github::find("GET", path);
            let names = found.route().map(|route| route.captures).unwrap_or_default();
            let captures: Vec<_> = names.iter().filter_map(|name| found.capture(name)).collect();
            for hit in [find_sliced(path), find_keyed(path)] {
                assert_eq!(
                    hit.map_or(usize::MAX, |hit| hit.route as usize),
                    found.index(),
                    "{path}"
                );
                assert_eq!(hit.map_or(Vec::new(), |hit| hit.captures().to_vec()), captures);
            }
        }
    }
}
