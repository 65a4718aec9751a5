//! Which routes share an automaton in which tables.

use super::*;

fn planned<S: AsRef<str>>(texts: &[S]) -> Plan {
    let patterns: Vec<Pattern> =
        texts.iter().map(|text| Pattern::parse(text.as_ref()).expect("it parses")).collect();
    plan(&patterns, &vec![false; texts.len()], &Limits::default())
}

/// The routes of each part; of a route given to `regex`, none.
fn shares(plan: &Plan) -> Vec<Vec<usize>> {
    let routes = plan.parts.iter().map(|part| match part {
        Part::Automaton { routes, .. } => routes.clone(),
        Part::Regex { .. } => Vec::new(),
    });
    routes.collect()
}

fn states(plan: &Plan) -> usize {
    let sizes = plan.parts.iter().map(|part| match part {
        Part::Automaton { dfa, .. } => dfa.len(),
        Part::Regex { .. } => 0,
    });
    sizes.sum()
}

/// A table like many: thirty resources with a few routes each.
fn resources() -> Vec<String> {
    let resource = |i: usize| {
        let name: String = ["stock", "order", "report", "page", "team"][i % 5].repeat(1 + i / 5);
        ["", "new/", "(?<id>[^/]+)/", "(?<id>[^/]+)/edit/", "(?<id>[^/]+)/parts/(?<n>[^/]+)/"]
            .map(|rest| format!("^{name}/{rest}?$"))
    };
    (0..30).flat_map(resource).collect()
}

#[test]
fn usually_all_routes_share_one_automaton() {
    let plan = planned(&resources());
    assert_eq!(shares(&plan), [(0..150).collect::<Vec<_>>()]);
    let seed = [r"^hello/?$", r"^hello/(?<name>\w+)/?$", "^$", "^o(?<a>.+)/history/$", ".*"];
    assert_eq!(shares(&planned(&seed)), [[0, 1, 2, 3, 4]]);
    assert!(planned::<&str>(&[]).parts.is_empty());
}

#[test]
fn a_route_that_would_multiply_states_stands_alone() {
    let mut texts = resources();
    let tame = states(&planned(&texts));
    texts.insert(3, r"^(?<file>.+)\.php$".to_owned());
    let plan = planned(&texts);
    let others: Vec<usize> = (0..151).filter(|route| *route != 3).collect();
    assert_eq!(shares(&plan), [others, vec![3]]);
    assert!(states(&plan) < tame + 20);
}

#[test]
fn ambiguous_routes_that_get_along_share() {
    let texts: Vec<String> = (0..8).map(|i| format!(r"w{i}/(?<x>\d+)/e$")).collect();
    assert_eq!(shares(&planned(&texts)), [(0..8).collect::<Vec<_>>()]);
    let greedy: Vec<String> = (0..6).map(|i| format!("^(?<a>.*)/w{i}/(?<b>.*)$")).collect();
    let plan = planned(&greedy);
    assert_eq!(shares(&plan).len(), 6);
    assert!(states(&plan) < 200);
}

#[test]
fn a_search_shares_with_those_that_require_the_same() {
    let plan = planned(&[r"^(?<x>.+)\.php$", "^$", "/old/?$", r"(?<y>\w)\.php$", r"^a\w*"]);
    assert_eq!(shares(&plan), [vec![0, 3], vec![1, 4], vec![2]]);
    let required = plan.parts.iter().map(|part| match part {
        Part::Automaton { required, .. } => required.is_some(),
        Part::Regex { .. } => false,
    });
    assert_eq!(required.collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn what_no_automaton_can_hold_goes_to_regex() {
    let plan = planned(&["^a$", "^.*a.{16}$", "^(?:a?){1999}$", "^b$"]);
    let Some(Part::Automaton { routes, .. }) = plan.parts.first() else { panic!("{plan:?}") };
    assert_eq!(routes, &[0, 3]);
    assert_eq!(plan.parts.get(1), Some(&Part::Regex { route: 1, reason: Reason::States }));
    assert_eq!(plan.parts.get(2), Some(&Part::Regex { route: 2, reason: Reason::Nodes }));
    assert!(plan.refused.is_empty());
}

#[test]
fn what_would_be_thousands_of_lines_goes_to_regex() {
    let nested = concat!(
        r"(?:hello\w/(?<x>(?s:.?))|/+$|(?<y>-[^/])b?[\w.-][^/])",
        r"(?<z>[a-c]\.*?[a-c])[^a]+(?:[a-c]{2,}|[\w.-]\d){2}$",
    );
    let plan = planned(&[nested, "^a$"]);
    let by_regex = Part::Regex { route: 0, reason: Reason::Edges };
    assert!(plan.parts.first() == Some(&by_regex));
    // A long list of words has many edges too, but as many as its text is long.
    let words: Vec<String> = (1..300).map(|number| format!("{number}th")).collect();
    let plan = planned(&[format!("^(?:{})$", words.join("|"))]);
    assert_eq!(shares(&plan), [[0]]);
}

#[test]
fn what_regex_cannot_hold_either_is_refused() {
    let plan = planned(&[r"^.*a\w{300}$", r"^a\w{300}$"]);
    assert_eq!(plan.refused, [0]);
    assert_eq!(shares(&plan), [[1]]);
}

/// Found by counting: without the limits each of these would take minutes or all memory.
#[test]
fn hostile_tables_end() {
    let limits = Limits { steps: 100_000, joining_steps: 100_000, ..Limits::default() };
    let tables: [Vec<String>; 4] = [
        (0..40).map(|i| format!("^[^{}/]+$", char::from(b'!' + i))).collect(),
        (0..40).map(|i| format!("w{i}")).collect(),
        (0..20).map(|i| format!("^(?:(?<a{i}>.)?(?<b>.)?){{200}}x{i}$")).collect(),
        (0..20).map(|i| format!(r"(?:\w+\s?)*{i}(?:a|b|ab)*(?m:^\b)?")).collect(),
    ];
    for texts in tables {
        let patterns: Vec<Pattern> =
            texts.iter().map(|text| Pattern::parse(text).expect("it parses")).collect();
        let plan = plan(&patterns, &vec![false; texts.len()], &limits);
        let mut routes: Vec<usize> = plan.refused.clone();
        for part in &plan.parts {
            match part {
                Part::Automaton { routes: own, .. } => routes.extend(own),
                Part::Regex { route, .. } => routes.push(*route),
            }
        }
        routes.sort_unstable();
        assert_eq!(routes, (0..texts.len()).collect::<Vec<_>>());
        assert!(states(&plan) < 10_000);
    }
}

#[test]
fn the_same_table_gives_the_same_plan() {
    let mut texts = resources();
    texts.extend([r"\bword\b".to_owned(), "^(?<rest>.*)$".to_owned(), "x$".to_owned()]);
    assert_eq!(planned(&texts), planned(&texts));
}
