//! The examples as modules, for tests to ask the applications in them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A module for each example, without its own tests, and the list of the applications with routes.
pub fn source(folder: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the examples are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs") && !path.ends_with("lib.rs"))
        .collect();
    files.sort();
    let (mut source, mut list) = (String::new(), String::new());
    for file in files {
        let example = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("an example can be read");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        // Documentation of the file has no place in the middle of another.
        let text = text.replace("\n//!", "\n//").replacen("//!", "//", 1);
        let _ = writeln!(source, "#[allow(dead_code, unused_imports)]\nmod {example} {{\n{text}");
        for Application { name, is_module } in applications(&text) {
            let find = format!("find_{}", name.to_lowercase());
            let _ = writeln!(
                source,
                "pub(super) fn {find}(method: &str, path: &str) -> super::Answer {{\n\
                 super::answer(&{name}::find(method, path)) }}\n\
                 pub(super) fn {find}_routes() -> &'static [lychgate::Route] {{ {name}::ROUTES }}"
            );
            if is_module {
                let _ = writeln!(
                    source,
                    "pub(super) fn {name}() -> impl lychgate::Application {{ {name}::application }}"
                );
            }
            let _ = writeln!(
                list,
                "Asked {{ file: \"../examples/{example}.rs\", name: \"{name}\", \
                 routes: {example}::{find}_routes, find: {example}::{find} }},"
            );
        }
        source.push_str("}\n");
    }
    format!("{source}\nstatic EXAMPLES: &[Asked] = &[\n{list}];\n")
}

struct Application<'t> {
    name: &'t str,
    is_module: bool,
}

/// The modules and types under `#[application]`, but for those that take
/// `(environ, start_response)` themselves.
fn applications(text: &str) -> Vec<Application<'_>> {
    let items = text.split("#[application]\n").skip(1);
    let names = items.filter_map(|item| {
        let line = item.lines().find(|line| !line.starts_with("#["))?;
        let head = line.strip_prefix("mod ").or_else(|| line.strip_prefix("impl "))?;
        let name = head.strip_suffix(" {")?;
        Some(Application { name, is_module: line.starts_with("mod ") })
    });
    names.collect()
}
