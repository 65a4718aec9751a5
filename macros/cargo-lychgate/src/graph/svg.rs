//! A tree as SVG: a row for each route, the parts of the paths to the left.

use std::fmt::Write;

use super::{Graph, Kind, Node};

/// The width of a character, and the heights of rows, cards and margins.
const CHARACTER: f64 = 7.83;
const ROW: f64 = 34.0;
const CARD: f64 = 24.0;
const MARGIN: f64 = 24.0;
/// The space between columns, in which the lines run.
const GAP: f64 = 44.0;
/// The most characters of a text that are shown.
const LONGEST: usize = 44;

const STYLE: &str = "
svg { color-scheme: light dark; font: 13px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
.page { fill: #fff } text { fill: #1c2430; dominant-baseline: central; white-space: pre }
.line { fill: none; stroke: #b8c2cf; stroke-width: 1.5 } .far { stroke-dasharray: 1 5; stroke-linecap: round }
.segment rect { fill: #eef2f7 } .application rect { fill: #1c2430 } .application text { fill: #fff; font-weight: 600 }
.otherwise text, .place { fill: #5c6878; font-style: italic }
.method { font-size: 11px; font-weight: 600; fill: #fff }
.GET { fill: #1f7a46 } .POST { fill: #1f5fbf } .PUT, .PATCH { fill: #96600a } .DELETE { fill: #b3303a }
.other { fill: #5c6878 }
@media (prefers-color-scheme: dark) {
.page { fill: #12161c } text { fill: #e3e9f1 } .line { stroke: #47525f }
.segment rect { fill: #232b35 } .application rect { fill: #e3e9f1 } .application text { fill: #12161c }
.otherwise text, .place { fill: #96a3b3 } .method { fill: #fff }
}
";

/// The picture.
pub(super) fn text(graph: &Graph) -> String {
    let mut layout = Layout { graph, places: vec![Place::default(); graph.nodes.len()], rows: 0.0 };
    layout.rows(0, 0);
    let (width, height) = layout.columns();
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\">\n<style>{STYLE}</style>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
    );
    for edge in &graph.edges {
        layout.line(edge.from, edge.to, &mut text);
    }
    for (node, place) in graph.nodes.iter().zip(&layout.places) {
        draw(node, place, &mut text);
    }
    text + "</svg>\n"
}

/// Where a node is drawn: its left end, and the middle of its height.
#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    x: f64,
    y: f64,
    width: f64,
}

struct Layout<'g> {
    graph: &'g Graph,
    places: Vec<Place>,
    rows: f64,
}

impl Layout<'_> {
    /// Gives each node that has nothing below it a row, and every other one the middle of its own.
    fn rows(&mut self, node: usize, depth: usize) {
        let children: Vec<usize> = self.graph.children(node).collect();
        for child in &children {
            self.rows(*child, depth + 1);
        }
        let y = |child: Option<&usize>| child.and_then(|it| self.places.get(*it)).map(|it| it.y);
        let y = match (y(children.first()), y(children.last())) {
            (Some(first), Some(last)) => (first + last) / 2.0,
            _ => {
                self.rows += 1.0;
                MARGIN + (self.rows - 0.5) * ROW
            }
        };
        if let (Some(place), Some(node)) = (self.places.get_mut(node), self.graph.nodes.get(node)) {
            *place = Place { depth, y, x: 0.0, width: width(node) };
        }
    }

    /// Gives each depth a column as wide as its widest node, and the routes one for themselves,
    /// behind all others. The width and the height of it all are returned.
    fn columns(&mut self) -> (f64, f64) {
        let is_route = |node: &Node| node.kind == Kind::Route;
        let nodes: Vec<bool> = self.graph.nodes.iter().map(is_route).collect();
        let inner = || self.places.iter().zip(&nodes).filter(|(_, is_route)| !**is_route);
        let depth = inner().map(|(place, _)| place.depth + 1).max().unwrap_or_default();
        let mut x = MARGIN;
        let mut columns = Vec::new();
        for column in 0..depth {
            let widths = inner().filter(|(place, _)| place.depth == column);
            columns.push(x);
            x += widths.map(|(place, _)| place.width).fold(0.0, f64::max) + GAP;
        }
        let mut right = x - GAP;
        for (place, is_route) in self.places.iter_mut().zip(&nodes) {
            place.x = if *is_route { x } else { columns.get(place.depth).copied().unwrap_or(x) };
            right = f64::max(right, place.x + place.width);
        }
        (right + MARGIN, self.rows * ROW + 2.0 * MARGIN)
    }

    fn line(&self, from: usize, to: usize, text: &mut String) {
        let (Some(start), Some(end)) = (self.places.get(from), self.places.get(to)) else { return };
        let (x, y) = (start.x + start.width + 4.0, start.y);
        let (right, bottom) = (end.x - 4.0, end.y);
        let near = f64::min(x + GAP - 8.0, right);
        let middle = (x + near) / 2.0;
        let _ = write!(text, "<path class=\"line\" d=\"M{x:.1} {y:.1}");
        let _ = writeln!(
            text,
            " C{middle:.1} {y:.1} {middle:.1} {bottom:.1} {near:.1} {bottom:.1}\"/>"
        );
        if right > near {
            let _ = writeln!(
                text,
                "<path class=\"line far\" d=\"M{:.1} {bottom:.1} H{right:.1}\"/>",
                near + 4.0
            );
        }
    }
}

fn shown(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn length(text: &str) -> f64 {
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(count) * CHARACTER
}

fn badge(method: &str) -> f64 {
    length(method) * 11.0 / 13.0 + 12.0
}

fn width(node: &Node) -> f64 {
    let badges: f64 = node.methods.iter().map(|method| badge(method) + 6.0).sum();
    let padding = if node.kind == Kind::Route { 4.0 } else { 18.0 };
    badges + length(&shown(&node.text)) + padding
}

fn draw(node: &Node, place: &Place, text: &mut String) {
    let Place { x, y, width, .. } = *place;
    let _ = write!(text, "<g class=\"{}\">", node.kind.class());
    if !node.title.is_empty() {
        let _ = write!(text, "<title>{}</title>", escaped(&node.title));
    }
    let mut left = x;
    let top = y - CARD / 2.0;
    match node.kind {
        Kind::Application | Kind::Segment => {
            let _ = write!(
                text,
                "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{CARD}\" rx=\"5\"/>"
            );
            left += 9.0;
        }
        _ => {}
    }
    for method in &node.methods {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str());
        let (class, width) = (if known { method } else { "other" }, badge(method));
        let _ = write!(
            text,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"18\" \
             rx=\"4\"/><text class=\"method\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
            y - 9.0,
            left + 6.0,
            escaped(method),
        );
        left += width + 6.0;
    }
    let shown = escaped(&shown(&node.text));
    let _ = writeln!(text, "<text x=\"{left:.1}\" y=\"{y:.1}\">{shown}</text></g>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
