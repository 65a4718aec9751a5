//! The text of the matcher for small automata, each made by hand.

mod automata;

use quote::{format_ident, quote};

use super::*;
use crate::automaton::Value::{Here, Register};
use crate::pattern::{CharClass, Pattern};
use automata::{Builder, chain, class, hello, new_or_any, perl, slug};

fn names(routes: &[&str], captures: usize) -> Names {
    let routes = routes.iter().map(|name| {
        let constant = format_ident!("{name}");
        RouteName {
            index: quote!(route::#constant),
            doc: format!("`{name}`"),
            slots: (0..captures).collect(),
        }
    });
    Names { routes: routes.collect(), captures }
}

fn code(dfa: &Dfa, routes: &[&str], captures: usize) -> String {
    entry_code(dfa, None, &names(routes, captures))
}

fn entry_code(dfa: &Dfa, required: Option<&Required>, names: &Names) -> String {
    let entry = Entry { name: format_ident!("matches"), dfa, required };
    let tokens = matcher(&[entry], names);
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

/// The code from the first statement of the entry on.
fn body(dfa: &Dfa, routes: &[&str], captures: usize) -> String {
    let code = code(dfa, routes, captures);
    let start = code.find("    let b").unwrap_or_default();
    code[start..].to_string()
}

#[test]
fn hello_reads_like_its_patterns() {
    let expected = r#"
use ::core::option::Option;
use ::lychgate::matching::{Accept, accept, literal, part, plus_chars, slash_end, word};
pub(super) fn matches(path: &str) -> Option<Accept<'_, 1>> {
    let b = path.as_bytes();
    if b.is_empty() {
        return accept(&[route::index], []);
    }
    literal(b, 0, b"hello")?;
    if slash_end(b, 5).is_some() {
        return accept(&[route::hello], []);
    }
    literal(b, 5, b"/")?;
    let e1 = plus_chars(path, 6, word)?;
    slash_end(b, e1)?;
    accept(&[route::greet], [part(path, 6, e1)])
}
"#;
    assert_eq!(code(&hello().0, &["index", "hello", "greet"], 1), expected.trim_start());
}

/// Asserts the code after the head of the entry.
#[track_caller]
fn check(dfa: &Builder, captures: usize, expected: &str) {
    assert_eq!(body(&dfa.0, &["a", "b"], captures), expected.trim_start_matches('\n'));
}

#[test]
fn a_run_of_one_class_is_one_step() {
    let hex = class(&['0'..='9', 'a'..='f']);
    let rest = "-x".chars().map(CharClass::one);
    let expected = r#"
    let b = path.as_bytes();
    run(b, 0, 4, |c| matches!(c, b'0'..= b'9' | b'a'..= b'f'))?;
    literal(b, 4, b"-x")?;
    end(b, 6)?;
    accept(&[route::a], [])
}
"#;
    check(&chain(vec![hex; 4].into_iter().chain(rest)), 0, expected);
}

#[test]
fn a_run_with_a_limit_is_one_step() {
    let mut dfa = chain(vec![class(&['0'..='9']); 3]);
    dfa.accept(1, 0, &[]);
    dfa.accept(2, 0, &[]);
    let expected = r#"
    let b = path.as_bytes();
    one(b, 0, u8::is_ascii_digit)?;
    let e1 = up_to(b, 1, 2, u8::is_ascii_digit);
    end(b, e1)?;
    accept(&[route::a], [])
}
"#;
    check(&dfa, 0, expected);
}

#[test]
fn letters_in_either_case_are_one_literal() {
    let either = |c: char| class(&[c..=c, c.to_ascii_uppercase()..=c.to_ascii_uppercase()]);
    let expected = r#"
    let b = path.as_bytes();
    literal_ignore_case(b, 0, b"about/v2")?;
    end(b, 8)?;
    accept(&[route::a], [])
}
"#;
    check(&chain("about/v2".chars().map(either)), 0, expected);
}

#[test]
fn the_long_s_and_the_kelvin_sign_fold() {
    let folded = ["t", "a", "s", "k"].map(|c| perl(&format!("(?i){c}")));
    let expected = r#"
    let b = path.as_bytes();
    let e1 = literal_fold(path, 0, "task")?;
    end(b, e1)?;
    accept(&[route::a], [])
}
"#;
    check(&chain(folded), 0, expected);
}

#[test]
fn a_word_beside_a_class_is_asked_for_first() {
    let expected = r#"
    let b = path.as_bytes();
    if literal(b, 0, b"new").is_some() {
        if b.len() == 3 {
            return accept(&[route::a, route::b], [path.get(..3)]);
        }
        let e1 = plus_until(b, 3, b'/')?;
        end(b, e1)?;
        accept(&[route::b], [path.get(..e1)])
    } else {
        let e1 = plus_until(b, 0, b'/')?;
        end(b, e1)?;
        accept(&[route::b], [path.get(..e1)])
    }
}
"#;
    check(&new_or_any(), 1, expected);
}

#[test]
fn states_that_lead_to_each_other_become_a_loop() {
    let expected = r#"
    let b = path.as_bytes();
    one(b, 0, u8::is_ascii_lowercase)?;
    loop_after_start(path, 1, 0)
}
fn loop_after_start(path: &str, mut i: usize, r0: usize) -> Option<Accept<'_, 1>> {
    let b = path.as_bytes();
    let mut state = 0;
    loop {
        match state {
            0 => {
                i = star(b, i, u8::is_ascii_lowercase);
                if slash_end(b, i).is_some() {
                    return accept(&[route::a], [part(path, r0, i)]);
                }
                literal(b, i, b"-")?;
                i += 1;
                state = 1;
            }
            _ => {
                one(b, i, u8::is_ascii_lowercase)?;
                i += 1;
                state = 0;
            }
        }
    }
}
"#;
    check(&slug(), 1, expected);
}

#[test]
fn a_byte_decides_between_literals() {
    let mut dfa = Builder::default();
    let start = dfa.state(0);
    for (route, text) in ["about", "news"].into_iter().enumerate() {
        let end = dfa.text(start, text, &[]);
        dfa.accept(end, route, &[]);
    }
    let expected = r#"
    let b = path.as_bytes();
    match b.first() {
        Some(b'a') => {
            literal(b, 1, b"bout")?;
            end(b, 5)?;
            accept(&[route::a], [])
        }
        Some(b'n') => {
            literal(b, 1, b"ews")?;
            end(b, 4)?;
            accept(&[route::b], [])
        }
        _ => None,
    }
}
"#;
    check(&dfa, 0, expected);
}

#[test]
fn characters_are_decoded_only_where_that_matters() {
    let mut dfa = Builder::default();
    let start = dfa.state(0);
    let word = dfa.plus(start, &perl(r"[\w&&[^x]]"), &[], &[]);
    dfa.accept(word, 0, &[]);
    let x = dfa.text(start, "x", &[]);
    dfa.accept(x, 1, &[]);
    let greek = dfa.text(x, "αβ", &[]);
    dfa.accept(greek, 1, &[]);
    let expected = r#"
    let b = path.as_bytes();
    if let Some(b'x') = b.first() {
        if b.len() == 1 {
            return accept(&[route::b], []);
        }
        literal_str(path, 1, "αβ")?;
        end(b, 5)?;
        accept(&[route::b], [])
    } else {
        let e1 = plus_chars(path, 0, |c| word(c) && c != 'x')?;
        end(b, e1)?;
        accept(&[route::a], [])
    }
}
"#;
    check(&dfa, 0, expected);
}

#[test]
fn a_path_whose_rest_is_any_is_not_read_further() {
    let mut dfa = Builder::default();
    let start = dfa.state(0);
    let rest = dfa.text(start, "static/", &[]);
    let any = dfa.state(1);
    dfa.edge(rest, CharClass::any(), any, &[Here]);
    dfa.edge(any, CharClass::any(), any, &[Register(0)]);
    dfa.accept(any, 0, &[Some((Register(0), Here))]);
    let expected = r#"
    let b = path.as_bytes();
    literal(b, 0, b"static/")?;
    b.get(7)?;
    accept(&[route::a], [path.get(7..)])
}
"#;
    check(&dfa, 1, expected);
}

#[test]
fn long_code_is_cut_at_the_ways_and_named_after_what_was_read() {
    let mut dfa = Builder::default();
    let start = dfa.state(0);
    let mut route = 0;
    for first in 'a'..='j' {
        let part = dfa.text(start, &format!("{first}part/"), &[]);
        for second in 'a'..='j' {
            let end = dfa.text(part, &format!("{second}x"), &[]);
            dfa.accept(end, route, &[]);
            route += 1;
        }
    }
    let routes: Vec<String> = (0..route).map(|route| format!("r{route}")).collect();
    let routes: Vec<&str> = routes.iter().map(String::as_str).collect();
    let code = code(&dfa.0, &routes, 0);
    assert!(code.contains("            after_apart(path)\n"), "{code}");
    assert!(code.split("fn ").skip(2).all(|function| function.lines().count() < 100), "{code}");
    assert_eq!(code, self::code(&dfa.0, &routes, 0));
}

#[test]
fn what_is_required_is_asked_first() {
    let code = |text: &str| {
        let required = Pattern::parse(text).unwrap().required();
        let code = entry_code(&slug().0, required.as_ref(), &names(&["a"], 1));
        code.split("path.as_bytes();\n").nth(1).unwrap_or_default().replace("    ", "")
    };
    assert!(code(".x/$").starts_with("literal_end(b, b\"x/\")?;\none(b, 0"));
    assert!(code("(?i)wp-.").starts_with("literal_anywhere_ignore_case(b, b\"wp-\")?;\none(b, 0"));
    let mut dfa = Builder::default();
    let start = dfa.state(0);
    dfa.accept(start, 0, &[]);
    let required = Pattern::parse("old/?$").unwrap().required();
    let code = entry_code(&dfa.0, required.as_ref(), &names(&["a"], 0));
    let body = r#"
    let b = path.as_bytes();
    literal_end(b, b"old").or(literal_end(b, b"old/"))?;
    accept(&[route::a], [])
}
"#;
    assert!(code.ends_with(body), "{code}");
}

#[test]
fn an_automaton_without_states_matches_nothing() {
    let expected = "
use ::core::option::Option::{self, None};
use ::lychgate::matching::Accept;
pub(super) fn matches(_path: &str) -> Option<Accept<'_, 0>> {
    None
}
";
    assert_eq!(code(&Dfa::default(), &[], 0), expected.trim_start());
}
