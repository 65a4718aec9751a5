//! Writes the applications that tests ask: one for each table of patterns, those of
//! `data/patterns.toml` and random ones; and those of the examples.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use lychgate_compiler::expand::{self, Options};
use proc_macro2::TokenStream;
use regex_syntax::hir::Look;

#[path = "find/modules.rs"]
mod examples;
#[path = "agreement/grammar.rs"]
#[allow(dead_code)]
mod grammar;

fn main() {
    println!("cargo::rerun-if-changed=data/patterns.toml");
    println!("cargo::rerun-if-changed=agreement/grammar.rs");
    println!("cargo::rerun-if-changed=find/modules.rs");
    println!("cargo::rerun-if-changed=../examples");
    println!("cargo::rerun-if-env-changed=LYCHGATE_TABLES");
    println!("cargo::rerun-if-env-changed=LYCHGATE_SEED");
    let number = |name: &str, usual: u64| match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")),
        Err(_) => usual,
    };
    let (tables, seed) = (number("LYCHGATE_TABLES", 60), number("LYCHGATE_SEED", 1));
    let mut random = grammar::Random(seed);
    let random_tables: Vec<Vec<String>> = (0..tables).map(|_| table(&mut random)).collect();
    let text = fs::read_to_string("data/patterns.toml").expect("the table of cases is there");
    let cases: toml::Table = text.parse().expect("the table of cases is TOML");
    let written: Vec<Vec<String>> = cases["table"]
        .as_array()
        .expect("`[[table]]`s")
        .iter()
        .map(|table| patterns(&table["patterns"]))
        .collect();

    let out = env::var("OUT_DIR").expect("cargo says where to write");
    let write = |name: &str, source: &str| {
        fs::write(Path::new(&out).join(name), source).expect("the file can be written");
    };
    write("random.rs", &source(&random_tables));
    write("written.rs", &source(&written));
    write("examples.rs", &examples::source(Path::new("../examples")));
}

/// A table of one to six random patterns. Those that the macro refuses are left out, as no path
/// could match them: `a^`, for one.
fn table(random: &mut grammar::Random) -> Vec<String> {
    let length = 1 + random.below(6);
    let refused = |pattern: &String| {
        let item = application(std::slice::from_ref(pattern)).parse().expect("tokens");
        let options = Options { regex: true, ..Options::default() };
        let expansion = expand::application(TokenStream::new(), item, options).to_string();
        expansion.contains("compile_error")
    };
    let mut patterns = Vec::new();
    for tries in 0.. {
        assert!(tries < 100, "nearly all patterns are refused");
        if patterns.len() == length {
            break;
        }
        let pattern = grammar::pattern(random);
        if !refused(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
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
        let application = application(patterns);
        let _ = writeln!(source, "mod t{number} {{\n#[::lychgate::application]\n{application}");
        let _ = writeln!(source, "crate::asker!();\n{}}}", urls(&application));
        let _ = writeln!(
            list,
            "Table {{ patterns: &{patterns:?}, find: t{number}::find, url: t{number}::url }},"
        );
    }
    format!("{source}\npub static TABLES: &[Table] = &[\n{list}];\n")
}

/// A function that calls the one of a route in `urls`, where there is one: its arguments are found by
/// the names of the groups, those it needs and those it may be given.
fn urls(application: &str) -> String {
    let expansion = expand::application(
        TokenStream::new(),
        application.parse().expect("tokens"),
        Options { regex: true, ..Options::default() },
    );
    let file: syn::File = syn::parse2(expansion).expect("an expansion is Rust");
    let mut arms = String::new();
    for function in functions(&file.items, &["site", "urls"]) {
        let name = function.sig.ident.to_string();
        let mut arguments = String::new();
        for input in &function.sig.inputs {
            let syn::FnArg::Typed(input) = input else { continue };
            let text = quote::quote!(#input).to_string();
            let (argument, ty) = text.split_once(':').expect("a parameter has a type");
            let needed = if ty.contains("Option") { "" } else { "?" };
            let _ = write!(arguments, "group({:?}){needed}, ", argument.trim());
        }
        let place = name.trim_start_matches('r');
        let _ = writeln!(arms, "{place} => Some(site::urls::{name}({arguments})),");
    }
    format!(
        "#[allow(unused_variables, clippy::match_single_binding)]\n\
         pub fn url(route: usize, group: crate::Groups<'_>) -> Option<lychgate::Url> {{\n\
         match route {{\n{arms}_ => None,\n}}\n}}\n"
    )
}

/// The functions of a module in a module.
fn functions(items: &[syn::Item], path: &[&str]) -> Vec<syn::ItemFn> {
    let Some((first, rest)) = path.split_first() else {
        let functions = items.iter().filter_map(|item| match item {
            syn::Item::Fn(function) => Some(function.clone()),
            _ => None,
        });
        return functions.collect();
    };
    let inside = items.iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == first => module.content.as_ref(),
        _ => None,
    });
    inside.map_or(Vec::new(), |(_, items)| functions(items, rest))
}

/// The module of an application with a route for each pattern.
fn application(patterns: &[String]) -> String {
    let mut source = "pub mod site {\n".to_owned();
    for (route, pattern) in patterns.iter().enumerate() {
        let regex = regex_syntax::Parser::new().parse(pattern).expect("a pattern");
        let anchored = regex.properties().look_set_prefix().contains(Look::Start);
        let search = if anchored { "" } else { ", search" };
        // `String` may refuse text, for all the compiler knows: no route makes another dead.
        let parameters: String =
            groups(pattern).map(|name| format!("{name}: Option<String>, ")).collect();
        let ignored: String = groups(pattern).map(|name| format!("let _ = {name}; ")).collect();
        let _ = writeln!(source, "#[route(r##\"{pattern}\"##{search})]");
        let _ = writeln!(source, "pub fn r{route}({parameters}) {{ {ignored} }}");
    }
    source + "}"
}

fn groups(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split("(?<").skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name)
}
