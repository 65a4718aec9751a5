//! What a server shows at its start.

use super::Server;
use crate::Route;

impl Server {
    /// Where the server can be reached, and which routes it has; nothing if it is to be quiet.
    pub(super) fn announcement(&self) -> String {
        if self.quiet {
            return String::new();
        }
        let mut text: String =
            self.bound.iter().map(|bound| format!("Serving on {bound}\n")).collect();
        show(self.table, 1, &mut text);
        text
    }
}

/// A route table in lines, with the tables of what is mounted below their mounts.
pub(super) fn show(table: &[Route], depth: usize, text: &mut String) {
    let columns = table.iter().map(|route| (route.methods.to_string(), route));
    let width = columns.clone().map(|(methods, _)| methods.len()).max().unwrap_or(0);
    for (methods, route) in columns {
        let indent = "  ".repeat(depth);
        *text += &format!("{indent}{methods:width$}  {}  {}", route.pattern, route.handler);
        if !route.middleware.is_empty() {
            *text += &format!("  through {}", route.middleware.join(", "));
        }
        text.push('\n');
        show(route.nested(), depth + 1, text);
    }
}
