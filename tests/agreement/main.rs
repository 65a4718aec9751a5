//! What every matcher says of a path is what `regex` says: the first pattern of the table that
//! matches, and what each of its groups holds.
//!
//! More of it: `LYCHGATE_TABLES=300 LYCHGATE_PAIRS=10000000 LYCHGATE_SEED=7 cargo test --release
//! -p lychgate-tests --test agreement -- --nocapture`.

#[allow(dead_code)]
mod grammar;
mod paths;
#[allow(dead_code)]
mod random;
mod urls;
#[allow(dead_code)]
mod written;

/// What a matcher finds: the route, and the text of each of its groups in their order.
type Found<'p> = Option<(usize, Vec<Option<&'p str>>)>;

/// A table of patterns, and the application that was generated from it.
struct Table {
    patterns: &'static [&'static str],
    find: for<'p> fn(&'p str) -> Found<'p>,
    url: fn(usize, Groups<'_>) -> Option<lychgate::Url>,
}

/// What there is for the group of a name.
type Groups<'g> = &'g dyn Fn(&str) -> Option<&'g str>;

/// Asks the application `site` of the module it stands in.
macro_rules! asker {
    () => {
        pub fn find(path: &str) -> $crate::Found<'_> {
            let found = site::find("GET", path);
            let route = found.route()?;
            Some((found.index(), route.captures.iter().map(|name| found.capture(name)).collect()))
        }
    };
}

pub(crate) use asker;

/// The patterns as `regex` has them, asked one after another: what the table means.
struct Oracle(Vec<regex::Regex>);

impl Oracle {
    fn new(patterns: &[&str]) -> Oracle {
        Oracle(patterns.iter().map(|pattern| regex::Regex::new(pattern).unwrap()).collect())
    }

    fn find<'p>(&self, path: &'p str) -> Found<'p> {
        let path = path.trim_start_matches('/');
        let (route, captures) = self
            .0
            .iter()
            .enumerate()
            .find_map(|(route, regex)| Some((route, regex.captures(path)?)))?;
        let names = self.0[route].capture_names().flatten();
        Some((route, names.map(|name| captures.name(name).map(|group| group.as_str())).collect()))
    }
}
