//! The generated code of random tables, on random paths.

use super::grammar::Random;
use super::{Oracle, Table, paths};

include!(concat!(env!("OUT_DIR"), "/random.rs"));

#[test]
fn generated_code_agrees_with_regex() {
    let number = |name: &str, usual: usize| {
        std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
    };
    let pairs = number("LYCHGATE_PAIRS", 60_000);
    let mut random = Random(number("LYCHGATE_SEED", 1) as u64);
    let mut matched = 0;
    for table in TABLES {
        let oracle = Oracle::new(table.patterns);
        let meanings: Vec<_> = table
            .patterns
            .iter()
            .map(|pattern| regex_syntax::Parser::new().parse(pattern).unwrap())
            .collect();
        for _ in 0..pairs / TABLES.len() {
            let meaning = &meanings[random.below(meanings.len())];
            let path = paths::path(&mut random, meaning);
            let expected = oracle.find(&path);
            matched += usize::from(expected.is_some());
            assert_eq!((table.find)(&path), expected, "{path:?} in {:#?}", table.patterns);
        }
    }
    let share = matched * 100 / pairs;
    println!("{pairs} pairs in {} tables, {share} % of them matches", TABLES.len());
    assert!(share > 20, "the paths are too wild to mean anything: {share} % match");
}
