//! Automata against `regex`: random patterns, random paths, every match and every capture.

use std::ops::Range;

use lychgate_compiler::automaton::alphabet::Classes;
use lychgate_compiler::automaton::simulate::{run_dfa, run_nfas};
use lychgate_compiler::automaton::{Limits, Nfa, Part, Plan, plan};
use lychgate_compiler::pattern::Pattern;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many random tables are tried; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(500)
}

fn check(tables: impl Strategy<Value = Table>) {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    runner.run(&tables, |table| table.agrees()).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn random_tables_agree_with_regex() {
    check(table(2..6));
}

#[test]
fn random_lone_patterns_agree_with_regex() {
    check(table(1..2));
}

/// A table of patterns, and paths to try on it.
#[derive(Clone, Debug)]
struct Table {
    patterns: Vec<String>,
    certain: Vec<bool>,
    tight: bool,
    paths: Vec<String>,
}

type Captures = Vec<Option<Range<usize>>>;

impl Table {
    fn agrees(&self) -> Result<(), TestCaseError> {
        let (mut patterns, mut oracles, mut certain) = (Vec::new(), Vec::new(), Vec::new());
        for (text, always) in self.patterns.iter().zip(&self.certain) {
            match (Pattern::parse(text), regex::Regex::new(text)) {
                (Ok(pattern), Ok(oracle)) => {
                    patterns.push(pattern);
                    oracles.push(oracle);
                    certain.push(*always);
                }
                (ours, theirs) => prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", text),
            }
        }
        for (pattern, oracle) in patterns.iter().zip(&oracles) {
            let Some(required) = pattern.required() else { continue };
            for path in &self.paths {
                let (matches, holds) = (oracle.is_match(path), required.holds(path));
                let right = if required.decides { matches == holds } else { !matches || holds };
                prop_assert!(right, "{:?} of {} on {:?}", required, pattern.text(), path);
            }
        }
        let mut classes = Classes::default();
        let nfas: Vec<Nfa> = patterns.iter().map(|p| Nfa::new(p, &mut classes)).collect();
        let limits = if self.tight { tight() } else { Limits::default() };
        let plan = plan(&patterns, &certain, &limits);
        for path in &self.paths {
            let expected: Vec<(usize, Captures)> = patterns
                .iter()
                .zip(&oracles)
                .enumerate()
                .filter_map(|(route, (pattern, oracle))| {
                    Some((route, oracle_captures(pattern, oracle, path)?))
                })
                .collect();
            prop_assert_eq!(&run_nfas(&nfas, &classes, path), &expected, "NFA on {:?}", path);
            plan_agrees(&plan, &certain, &expected, path)?;
        }
        Ok(())
    }
}

/// Limits under which most tables fall apart.
fn tight() -> Limits {
    Limits { lone: 30, joined_percent: 105, slack: 2, ..Limits::default() }
}

/// Each part must find the routes that `regex` finds among its own, down to the first certain
/// one; and each route must be in one part.
fn plan_agrees(
    plan: &Plan,
    certain: &[bool],
    expected: &[(usize, Captures)],
    path: &str,
) -> Result<(), TestCaseError> {
    let mut asked = plan.refused.clone();
    for part in &plan.parts {
        match part {
            Part::Regex { route, .. } => asked.push(*route),
            Part::Automaton { routes, dfa, required } => {
                asked.extend(routes);
                let mut own = Vec::new();
                for found in expected.iter().filter(|found| routes.contains(&found.0)) {
                    own.push(found.clone());
                    if certain[found.0] {
                        break;
                    }
                }
                if required.as_ref().is_some_and(|required| !required.holds(path)) {
                    prop_assert_eq!(own, [], "{:?} on {:?}", required, path);
                    continue;
                }
                prop_assert_eq!(run_dfa(dfa, path), own, "DFA on {:?}", path);
            }
        }
    }
    asked.sort_unstable();
    prop_assert_eq!(asked, (0..certain.len()).collect::<Vec<_>>());
    Ok(())
}

fn oracle_captures(pattern: &Pattern, oracle: &regex::Regex, path: &str) -> Option<Captures> {
    let captures = oracle.captures(path)?;
    let groups = pattern.groups().iter();
    Some(groups.map(|group| captures.name(&group.name).map(|m| m.range())).collect())
}

fn table(sizes: Range<usize>) -> impl Strategy<Value = Table> {
    let route = (pattern(), any::<bool>());
    (prop::collection::vec(route, sizes), any::<bool>()).prop_flat_map(|(routes, tight)| {
        let (patterns, certain): (Vec<Shape>, Vec<bool>) = routes.into_iter().unzip();
        let texts: Vec<String> = patterns.iter().map(text_of).collect();
        let seeds = prop::collection::vec(any::<u64>(), 12);
        seeds.prop_map(move |seeds| {
            let paths = seeds.into_iter().map(|seed| {
                let mut chance = Chance(seed | 1);
                let mut path = String::new();
                if let Some(shape) = patterns.get(chance.below(patterns.len() + 1)) {
                    sample(shape, &mut chance, &mut path);
                }
                mutate(path, &mut chance)
            });
            let (patterns, certain) = (texts.clone(), certain.clone());
            Table { patterns, certain, tight, paths: paths.collect() }
        })
    })
}

/// A pattern, before its groups have names.
#[derive(Clone, Debug)]
enum Shape {
    /// A piece of text, and characters that it matches.
    Atom(&'static str, &'static [&'static str]),
    Concat(Vec<Shape>),
    Alternation(Vec<Shape>),
    Repetition(Box<Shape>, &'static str, Range<usize>),
    Group(Box<Shape>),
    Named(Box<Shape>),
    Flagged(&'static str, Box<Shape>),
}

fn pattern() -> impl Strategy<Value = Shape> {
    let anchors = (any::<bool>(), any::<bool>());
    (anchors, shape()).prop_map(|((start, end), shape)| {
        let start = if start { "^" } else { "" };
        let end = if end { "$" } else { "" };
        Shape::Concat(vec![Shape::Atom(start, &[""]), shape, Shape::Atom(end, &[""])])
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    atom().prop_recursive(5, 24, 4, |inner| {
        let several = |range| prop::collection::vec(inner.clone(), range);
        prop_oneof![
            4 => several(1..5).prop_map(Shape::Concat),
            2 => several(2..4).prop_map(Shape::Alternation),
            3 => (inner.clone(), repetition()).prop_map(|(shape, (text, counts))| {
                Shape::Repetition(Box::new(shape), text, counts)
            }),
            1 => inner.clone().prop_map(|shape| Shape::Group(Box::new(shape))),
            4 => inner.clone().prop_map(|shape| Shape::Named(Box::new(shape))),
            1 => (prop::sample::select(vec!["i", "m", "s", "U", "mR", "-u"]), inner)
                .prop_map(|(flags, shape)| Shape::Flagged(flags, Box::new(shape))),
        ]
    })
}

fn atom() -> impl Strategy<Value = Shape> {
    let literals: Vec<(&str, &[&str])> = vec![
        ("a", &["a"]),
        ("b", &["b"]),
        ("ab", &["ab"]),
        ("/", &["/"]),
        ("é", &["é"]),
        ("日本", &["日本"]),
        ("k", &["k", "K"]),
        (r"\.", &["."]),
    ];
    let classes: Vec<(&str, &[&str])> = vec![
        ("[^/]", &["a", "é", "-", "日"]),
        ("[ab]", &["a", "b"]),
        ("[a-z0-9-]", &["a", "7", "-"]),
        (r"\w", &["a", "é", "_", "٣"]),
        (r"\d", &["0", "٣"]),
        (r"\W", &["/", "-", "…"]),
        (r"\S", &["a", "/"]),
        (".", &["a", "é", "/"]),
        (r"\p{Greek}", &["α", "Ω"]),
        ("[^a]", &["b", "日", "\n"]),
        (r"\s", &[" ", "\n", "\r"]),
    ];
    let looks: Vec<(&str, &[&str])> = vec![
        ("^", &[""]),
        ("$", &[""]),
        (r"\b", &[""]),
        (r"\B", &[""]),
        (r"\b{start}", &[""]),
        (r"\b{end-half}", &[""]),
        (r"(?m:^)", &["", "\n"]),
        (r"(?m:$)", &["", "\n"]),
        (r"(?mR:^)", &["", "\r\n"]),
        (r"(?mR:$)", &["", "\r\n"]),
        (r"\A", &[""]),
        (r"\z", &[""]),
        (r"(?-u:\b)", &[""]),
        ("", &[""]),
    ];
    prop_oneof![
        8 => prop::sample::select(literals),
        6 => prop::sample::select(classes),
        1 => prop::sample::select(looks),
    ]
    .prop_map(|(text, samples)| Shape::Atom(text, samples))
}

fn repetition() -> impl Strategy<Value = (&'static str, Range<usize>)> {
    prop::sample::select(vec![
        ("?", 0..2),
        ("*", 0..4),
        ("+", 1..4),
        ("??", 0..2),
        ("*?", 0..4),
        ("+?", 1..4),
        ("{2}", 2..3),
        ("{0,2}", 0..3),
        ("{1,3}?", 1..4),
        ("{2,}", 2..5),
        ("{0}", 0..1),
    ])
}

fn text_of(shape: &Shape) -> String {
    let (mut text, mut names) = (String::new(), 0);
    write(shape, &mut text, &mut names);
    text
}

fn write(shape: &Shape, text: &mut String, names: &mut usize) {
    let mut wrapped = |open: &str, inner: &Shape, close: &str, names: &mut usize| {
        text.push_str(open);
        write(inner, text, names);
        text.push_str(close);
    };
    match shape {
        Shape::Atom(atom, _) => text.push_str(atom),
        Shape::Concat(parts) => {
            for part in parts {
                match part {
                    Shape::Alternation(_) => wrapped("(?:", part, ")", names),
                    _ => wrapped("", part, "", names),
                }
            }
        }
        Shape::Alternation(branches) => {
            for (i, branch) in branches.iter().enumerate() {
                wrapped(if i == 0 { "" } else { "|" }, branch, "", names);
            }
        }
        Shape::Repetition(inner, times, _) => {
            wrapped("(?:", inner, ")", names);
            text.push_str(times);
        }
        Shape::Group(inner) => wrapped("(", inner, ")", names),
        Shape::Named(inner) => {
            let open = format!("(?<g{names}>");
            *names += 1;
            wrapped(&open, inner, ")", names);
        }
        Shape::Flagged(flags, inner) => wrapped(&format!("(?{flags}:"), inner, ")", names),
    }
}

/// Numbers from a seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// Appends text that the shape is likely to match.
fn sample(shape: &Shape, chance: &mut Chance, path: &mut String) {
    match shape {
        Shape::Atom(_, samples) => path.push_str(samples[chance.below(samples.len())]),
        Shape::Concat(parts) => parts.iter().for_each(|part| sample(part, chance, path)),
        Shape::Alternation(branches) => {
            sample(&branches[chance.below(branches.len())], chance, path);
        }
        Shape::Repetition(inner, _, counts) => {
            for _ in 0..counts.start + chance.below(counts.len()) {
                sample(inner, chance, path);
            }
        }
        Shape::Group(inner) | Shape::Named(inner) | Shape::Flagged(_, inner) => {
            sample(inner, chance, path);
        }
    }
}

/// Leaves about half of the paths alone, and changes a few characters of the others.
fn mutate(path: String, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = path.chars().collect();
    for _ in 0..chance.below(5).saturating_sub(2) {
        let at = chance.below(chars.len() + 1);
        let characters =
            ['a', 'b', '/', 'K', '\u{212A}', '-', '0', 'é', '日', '\n', '\r', '.', 'α'];
        let c = characters[chance.below(characters.len())];
        match chance.below(3) {
            0 => chars.insert(at, c),
            1 if at < chars.len() => chars[at] = c,
            _ if at < chars.len() => drop(chars.remove(at)),
            _ => {}
        }
    }
    chars.into_iter().collect()
}
