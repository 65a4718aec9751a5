//! Applications of any number of routes, as source text.

use crate::github::github;

/// A class of characters that the groups of a table capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `[^/]+`
    Segment,
    /// `\w+`, with all of Unicode.
    Word,
    /// `[A-Za-z0-9_]+`
    Ascii,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 3] = [Class::Segment, Class::Word, Class::Ascii];

    /// The class as a pattern.
    #[must_use]
    pub const fn pattern(self) -> &'static str {
        match self {
            Class::Segment => "[^/]+",
            Class::Word => r"\w+",
            Class::Ascii => "[A-Za-z0-9_]+",
        }
    }
}

/// Where the table is repeated, it is under another prefix.
const PREFIXES: [&str; 8] =
    ["", "api/v2/", "enterprise/", "internal/", "beta/", "mirror/", "tenant/a/", "tenant/b/"];

/// A module `site` with the first `count` routes of the GitHub table, which is repeated under
/// prefixes if it has fewer, and its groups capturing `class`.
#[must_use]
pub fn module(count: usize, class: Class) -> String {
    let table = PREFIXES.iter().enumerate().flat_map(|(number, prefix)| {
        github::ROUTES.iter().map(move |route| (number, prefix, route))
    });
    let mut text = "mod site {\n".to_owned();
    for (number, prefix, route) in table.take(count) {
        let pattern = route.pattern.replacen('^', &format!("^{prefix}"), 1);
        let pattern = pattern.replace("[^/]+", class.pattern());
        let parameters: Vec<String> =
            route.captures.iter().map(|name| format!("{name}: &str")).collect();
        let (handler, parameters) = (route.handler, parameters.join(", "));
        let values = route.captures.join(", ");
        text.push_str(&format!(
            "    #[get(r\"{pattern}\")]\n    fn {handler}_{number}({parameters}) -> String {{\n        \
             [\"{handler}\", {values}].join(\" \")\n    }}\n\n"
        ));
    }
    text.push_str("}\n");
    text
}

/// The source of a program that serves these routes.
#[must_use]
pub fn program(count: usize, class: Class) -> String {
    let module = module(count, class);
    format!(
        "use lychgate::prelude::*;\n\n#[application]\n{module}\nfn main() -> lychgate::Result<()> {{\n    \
         lychgate::make_server(\"localhost:8080\", site::application)?.serve_forever()\n}}\n"
    )
}
