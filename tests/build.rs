//! Writes the applications that the agreement tests ask: one for each table of patterns, those of
//! `data/patterns.toml` and random ones.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[path = "agreement/grammar.rs"]
#[allow(dead_code)]
mod grammar;

fn main() {
    println!("cargo::rerun-if-changed=data/patterns.toml");
    println!("cargo::rerun-if-changed=agreement/grammar.rs");
    println!("cargo::rerun-if-env-changed=LYCHGATE_TABLES");
    println!("cargo::rerun-if-env-changed=LYCHGATE_SEED");
    let number = |name: &str, usual: u64| match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")),
        Err(_) => usual,
    };
    let (tables, seed) = (number("LYCHGATE_TABLES", 60), number("LYCHGATE_SEED", 1));
    let mut random = grammar::Random(seed);
    let random_tables: Vec<Vec<String>> = (0..tables)
        .map(|_| (0..=random.below(5)).map(|_| grammar::pattern(&mut random)).collect())
        .collect();
    let text = fs::read_to_string("data/patterns.toml").expect("the table of cases is there");
    let cases: toml::Table = text.parse().expect("the table of cases is TOML");
    let written: Vec<Vec<String>> = cases["table"]
        .as_array()
        .expect("`[[table]]`s")
        .iter()
        .map(|table| patterns(&table["patterns"]))
        .collect();

    let out = env::var("OUT_DIR").expect("cargo says where to write");
    let write = |name: &str, tables: &[Vec<String>]| {
        fs::write(Path::new(&out).join(name), source(tables)).expect("the file can be written");
    };
    write("random.rs", &random_tables);
    write("written.rs", &written);
}

fn patterns(value: &toml::Value) -> Vec<String> {
    let patterns = value.as_array().expect("patterns are a list").iter();
    patterns.map(|pattern| pattern.as_str().expect("a pattern is a string").to_owned()).collect()
}

/// A module for each table, with an application of its patterns, and the list of them all.
fn source(tables: &[Vec<String>]) -> String {
    let mut source = String::new();
    let mut list = String::new();
    for (number, patterns) in tables.iter().enumerate() {
        let _ = writeln!(source, "mod t{number} {{\n#[::lychgate::application]\npub mod site {{");
        for (route, pattern) in patterns.iter().enumerate() {
            let regex = regex_syntax::Parser::new().parse(pattern);
            assert!(regex.is_ok(), "not a pattern: {pattern}");
            let parameters: String =
                groups(pattern).map(|name| format!("{name}: Option<&str>, ")).collect();
            let ignored: String = groups(pattern).map(|name| format!("let _ = {name}; ")).collect();
            let _ = writeln!(source, "#[route(r##\"{pattern}\"##, search)]");
            let _ = writeln!(source, "pub fn r{route}({parameters}) {{ {ignored} }}");
        }
        let _ = writeln!(source, "}}\ncrate::asker!();\n}}");
        let _ = writeln!(list, "Table {{ patterns: &{patterns:?}, find: t{number}::find }},");
    }
    format!("{source}\npub static TABLES: &[Table] = &[\n{list}];\n")
}

fn groups(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split("(?<").skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name)
}
