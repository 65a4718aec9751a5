//! The paths that are looked up, in several mixes.

use lychgate::Route;
use regex::RegexSet;

use crate::random::Random;
use crate::varied;

/// A list of paths with a name.
#[derive(Debug)]
pub struct Mix {
    /// What it is called in the results.
    pub name: &'static str,
    text: String,
    ends: Vec<usize>,
}

/// How many paths a random mix has: more than a branch predictor learns by heart.
const MANY: usize = 4_096;

impl Mix {
    fn new(name: &'static str, paths: impl IntoIterator<Item = String>) -> Self {
        let mut mix = Mix { name, text: String::new(), ends: Vec::new() };
        for path in paths {
            mix.text.push_str(&path);
            mix.ends.push(mix.text.len());
        }
        mix
    }

    /// The paths. They lie side by side in memory, in their order.
    #[must_use]
    pub fn paths(&self) -> Vec<&str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end]).collect()
    }

    /// The mean length of a path in bytes.
    #[must_use]
    pub fn mean_length(&self) -> f64 {
        self.text.len() as f64 / self.ends.len().max(1) as f64
    }
}

/// The mixes for a table of segments. `fixed` has one path a route, in order; `random` draws
/// routes evenly and `zipf` some much more often than others; `miss` has paths that no route
/// matches, and `mixed` one of them for three that match.
///
/// # Errors
/// When `regex` refuses a pattern.
pub fn of_segments(routes: &[Route]) -> Result<Vec<Mix>, regex::Error> {
    let set = RegexSet::new(routes.iter().map(|route| route.pattern))?;
    let mut random = Random::new(1);
    let fixed = routes.iter().map(|route| numbered(route.pattern)).collect::<Vec<_>>();
    let uniform: Vec<String> = (0..MANY).map(|_| drawn(routes, &mut random)).collect();
    let zipf = zipf(routes, &mut random);
    let misses = misses(routes, &set, &mut random);
    let mixed = (0..MANY).map(|i| {
        let list = if random.one_in(4) { &misses } else { &uniform };
        list.get(i).cloned().unwrap_or_default()
    });
    let mixed = Mix::new("mixed", mixed);
    Ok(vec![
        Mix::new("fixed", fixed),
        Mix::new("random", uniform),
        Mix::new("zipf", zipf),
        Mix::new("miss", misses),
        mixed,
    ])
}

/// The mixes for the varied table: letters of ASCII only, some others, and misses.
///
/// # Errors
/// When `regex` refuses a pattern.
pub fn of_varied(routes: &[Route]) -> Result<Vec<Mix>, regex::Error> {
    let set = RegexSet::new(routes.iter().map(|route| route.pattern))?;
    let mut random = Random::new(2);
    let ascii: Vec<String> = (0..MANY)
        .map(|_| varied::path(random.below(routes.len()), false, &mut random))
        .filter(|path| set.is_match(path.trim_start_matches('/')))
        .collect();
    let other: Vec<String> = (0..MANY)
        .map(|_| varied::path(random.below(routes.len()), true, &mut random))
        .filter(|path| set.is_match(path.trim_start_matches('/')))
        .collect();
    let misses = std::iter::repeat_with(|| {
        spoilt(&varied::path(random.below(routes.len()), false, &mut random), &mut random)
    });
    let misses: Vec<String> =
        misses.filter(|path| !set.is_match(path.trim_start_matches('/'))).take(MANY).collect();
    Ok(vec![Mix::new("ascii", ascii), Mix::new("unicode", other), Mix::new("miss", misses)])
}

/// A path for a pattern of segments, each group with what `value` gives for its name.
fn filled(pattern: &str, mut value: impl FnMut(&str) -> String) -> String {
    let whole = pattern.trim_start_matches('^').trim_end_matches("/?$");
    let mut path = String::new();
    for segment in whole.replace("[^/]", "").split('/') {
        path.push('/');
        match segment.strip_prefix("(?<").and_then(|group| group.strip_suffix(">+)")) {
            Some(name) => path.push_str(&value(name)),
            None => path.push_str(segment),
        }
    }
    path
}

/// `/repos/p1/p2/events`
fn numbered(pattern: &str) -> String {
    let mut number = 0;
    filled(pattern, |_| {
        number += 1;
        format!("p{number}")
    })
}

fn drawn(routes: &[Route], random: &mut Random) -> String {
    let route = &routes[random.below(routes.len())];
    filled(route.pattern, |name| value(name, random))
}

const HEX: &str = "0123456789abcdef";
const DIGITS: &str = "0123456789";
const LETTERS: &str = "aaabcdeeefghiiijklmnooopqrstuvwxyz";

fn value(name: &str, random: &mut Random) -> String {
    match name {
        "sha" | "commit" => random.text(HEX, 40, 40),
        "client" => random.text(HEX, 20, 20),
        "token" => random.text(HEX, 32, 40),
        "number" | "id" | "team" => random.text(DIGITS, 1, 7),
        "state" => random.pick(&["open", "closed"]).to_owned(),
        "email" => format!("{}@example.org", random.text(LETTERS, 3, 10)),
        "branch" => random.pick(&["main", "develop", "release-2.4", "fix-parser"]).to_owned(),
        "name" => random.pick(&["bug", "good-first-issue", "Rust", "help-wanted"]).to_owned(),
        "repo" => format!("{}-{}", random.text(LETTERS, 3, 8), random.text(LETTERS, 2, 6)),
        _ => random.text(LETTERS, 3, 14),
    }
}

/// The route at rank `r` of a shuffled order comes `1/r` times as often as the first.
fn zipf(routes: &[Route], random: &mut Random) -> Vec<String> {
    let mut order: Vec<&Route> = routes.iter().collect();
    for i in (1..order.len()).rev() {
        order.swap(i, random.below(i + 1));
    }
    let weights = (1..=order.len()).map(|rank| 1_000_000 / rank);
    let total: usize = weights.clone().sum();
    let draw = |random: &mut Random| {
        let mut left = random.below(total);
        let rank = weights.clone().position(|weight| {
            let here = left < weight;
            left = left.saturating_sub(weight);
            here
        });
        rank.and_then(|rank| order.get(rank)).map_or("", |route| route.pattern)
    };
    let mut paths = Vec::with_capacity(MANY);
    while paths.len() < MANY {
        let pattern = draw(random);
        paths.push(filled(pattern, |name| value(name, random)));
    }
    paths
}

/// Paths that no route matches: most are nearly those of a route, some are what scanners send.
fn misses(routes: &[Route], set: &RegexSet, random: &mut Random) -> Vec<String> {
    let mut paths = Vec::with_capacity(MANY);
    while paths.len() < MANY {
        let path = spoilt(&drawn(routes, random), random);
        if !set.is_match(path.trim_start_matches('/')) {
            paths.push(path);
        }
    }
    paths
}

/// A path with one thing wrong with it.
fn spoilt(path: &str, random: &mut Random) -> String {
    let place = path.rfind('/').unwrap_or_default();
    match random.below(6) {
        0 => format!("{path}/{}", random.text(LETTERS, 3, 9)),
        1 => format!("{path}{}", random.text(LETTERS, 1, 2)),
        2 => format!("{}/{}", &path[..place], random.text(LETTERS, 4, 9)),
        3 => path[..place].to_owned(),
        4 => {
            let rest = path.trim_start_matches('/');
            format!("/{}{rest}", random.text(LETTERS, 1, 1))
        }
        _ => {
            let known = ["/favicon.ico", "/robots.txt", "/.env", "/index.html", "/login"];
            random.pick(&known).to_owned()
        }
    }
}
