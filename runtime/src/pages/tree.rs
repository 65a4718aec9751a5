//! The patterns of a table as a tree: what begins alike stands on one branch.

use std::fmt::Write;

use super::debug::escape;
use crate::Route;

/// The height of a row, and the width of a character.
const ROW: usize = 26;
const CHARACTER: usize = 8;

/// A part of some patterns, between two slashes.
#[derive(Default)]
struct Node {
    label: String,
    handlers: Vec<String>,
    below: Vec<Node>,
}

impl Node {
    fn add(&mut self, parts: &[&str], handler: String) {
        let Some((first, rest)) = parts.split_first() else {
            self.handlers.push(handler);
            return;
        };
        let known = self.below.iter().position(|node| node.label == *first);
        let place = known.unwrap_or_else(|| {
            self.below.push(Node { label: (*first).to_owned(), ..Node::default() });
            self.below.len() - 1
        });
        if let Some(node) = self.below.get_mut(place) {
            node.add(rest, handler);
        }
    }

    /// What is written at the node.
    fn width(&self) -> usize {
        let handlers = self.handlers.iter().map(|handler| handler.chars().count() + 2);
        self.label.chars().count() + handlers.sum::<usize>()
    }
}

/// The tree as a picture.
pub(super) fn svg(routes: &[Route]) -> String {
    let mut root = Node { label: "/".to_owned(), ..Node::default() };
    grow(&mut root, &[], routes);
    let mut widths = Vec::new();
    measure(&root, 0, &mut widths);
    let mut lefts = vec![0];
    for width in &widths {
        lefts.push(lefts.last().copied().unwrap_or_default() + width * CHARACTER + 36);
    }
    let (mut picture, mut row) = (String::new(), 0);
    draw(&root, 0, &lefts, &mut row, &mut picture);
    let (width, height) = (lefts.last().copied().unwrap_or_default(), row * ROW + 4);
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"The patterns as a tree\">{picture}</svg>"
    )
}

/// Adds the routes of a table, and below a mount those inside.
fn grow(root: &mut Node, before: &[String], routes: &[Route]) {
    for route in routes {
        let all: Vec<String> = before.iter().cloned().chain(parts(route.pattern)).collect();
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        root.add(&names, format!("{} {}", route.methods, route.handler));
        grow(root, &all, route.nested());
    }
}

/// The widest text at each depth.
fn measure(node: &Node, depth: usize, widths: &mut Vec<usize>) {
    if widths.len() <= depth {
        widths.push(0);
    }
    if let Some(width) = widths.get_mut(depth) {
        *width = node.width().max(*width);
    }
    node.below.iter().for_each(|below| measure(below, depth + 1, widths));
}

/// Draws a node and what is below, the first of that in the node's own row; gives the node's height.
fn draw(
    node: &Node,
    depth: usize,
    lefts: &[usize],
    row: &mut usize,
    picture: &mut String,
) -> usize {
    let left = lefts.get(depth).copied().unwrap_or_default();
    let height = *row * ROW + ROW / 2;
    let handlers = node
        .handlers
        .iter()
        .map(|handler| format!("<tspan class=\"handler\" dx=\"12\">{}</tspan>", escape(handler)));
    let handlers: String = handlers.collect();
    // Writing into a string does not fail.
    let _ = write!(
        picture,
        "<text x=\"{left}\" y=\"{}\">{}{handlers}</text>",
        height + 4,
        escape(&node.label)
    );
    let from = left + node.width() * CHARACTER + 8;
    for (place, below) in node.below.iter().enumerate() {
        if place > 0 {
            *row += 1;
        }
        let to = lefts.get(depth + 1).copied().unwrap_or_default().saturating_sub(6);
        let end = draw(below, depth + 1, lefts, row, picture);
        let middle = to.saturating_sub(14);
        let _ = write!(picture, "<path d=\"M{from} {height}H{middle}V{end}H{to}\"/>");
    }
    if depth == 0 {
        *row += 1;
    }
    height
}

/// The parts of a pattern between its slashes, without its anchors; a slash within brackets divides
/// nothing.
fn parts(pattern: &str) -> Vec<String> {
    let inside = pattern.strip_prefix('^').unwrap_or(pattern);
    let inside = inside.strip_suffix('$').unwrap_or(inside);
    let inside = inside.strip_suffix("/?").unwrap_or(inside);
    let mut parts = vec![String::new()];
    let (mut depth, mut characters) = (0_usize, inside.chars());
    while let Some(c) = characters.next() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
            if c == '\\' {
                part.extend(characters.next());
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_divided_at_its_slashes() {
        assert_eq!(parts("^$"), [""; 0]);
        assert_eq!(parts("^hello/?$"), ["hello"]);
        assert_eq!(parts(r"^users/(?<id>\d+)/posts$"), ["users", r"(?<id>\d+)", "posts"]);
        assert_eq!(parts(r"^a/[^/]+/(?:b/c)?"), ["a", "[^/]+", "(?:b/c)?"]);
        assert_eq!(parts(r"^a\(b/c"), [r"a\(b", "c"]);
    }

    #[test]
    fn what_begins_alike_is_written_once() {
        let table = [
            Route::new("^users$", crate::Methods::GET, "users", &[]),
            Route::new("^users/new$", crate::Methods::POST, "new", &[]),
        ];
        let svg = svg(&table);
        assert_eq!(svg.matches(">users<").count(), 1, "{svg}");
        assert!(svg.contains(">GET users</tspan>") && svg.contains(">POST new</tspan>"), "{svg}");
    }
}
