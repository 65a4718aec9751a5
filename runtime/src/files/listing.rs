//! The list of a directory.

use std::fmt::Write;

use cap_std::fs::ReadDir;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::path::inside;
use crate::pages::escape;

/// A page with the names in a directory, directories first.
pub(super) fn page(entries: ReadDir, hidden: bool, has_parent: bool) -> String {
    let mut names: Vec<(bool, String)> = entries
        .flatten()
        .filter_map(|entry| {
            let is_file = !entry.file_type().ok()?.is_dir();
            let name = entry.file_name().into_string().ok()?;
            // What would not be sent is not listed.
            inside(&name, hidden).map(|_| (is_file, name))
        })
        .collect();
    names.sort();
    let mut list = String::new();
    if has_parent {
        list.push_str("<li><a href=\"../\">../</a></li>\n");
    }
    for (is_file, name) in names {
        let slash = if is_file { "" } else { "/" };
        let address = utf8_percent_encode(&name, NON_ALPHANUMERIC);
        let text = escape(&name);
        // Writing into a string does not fail.
        let _ = writeln!(list, "<li><a href=\"{address}{slash}\">{text}{slash}</a></li>");
    }
    format!(
        "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Files</title>\n\
         <ul>\n{list}</ul>\n"
    )
}
