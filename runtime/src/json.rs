//! Text in JSON, where all of `serde_json` would be too much.

use std::fmt::Write;

/// A string with its quotes (RFC 8259, 7). All control characters are escaped, those beyond ASCII,
/// too: a terminal obeys them.
pub(crate) fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}
