//! The routes as a tree: those whose patterns begin with the same parts stand together.

use lychgate_compiler::model::{Handler, Route};
use syn::ext::IdentExt;

use super::segments::segments;
use super::{Graph, Kind, Node};
use crate::modules::Found;
use crate::{handler, mounts, routes};

/// The routes of an application, and of those that are mounted in it.
pub(super) fn graph(all: &[&Found], found: &Found) -> Graph {
    let mut tree = Tree { all, graph: Graph::default(), inside: Vec::new() };
    let mut root = Node::new(Kind::Application, found.name());
    root.title = format!("{}:{}", found.source.shown, found.line);
    let root = tree.graph.add(None, root);
    tree.application(found, root);
    tree.graph
}

struct Tree<'a> {
    all: &'a [&'a Found],
    graph: Graph,
    /// The applications around the one that is drawn.
    inside: Vec<String>,
}

impl Tree<'_> {
    fn application(&mut self, found: &Found, root: usize) {
        let application = found.expansion().application.unwrap_or_default();
        self.inside.push(found.name());
        for route in &application.routes {
            self.route(found, route, root);
        }
        let is_function = application.routes.is_empty();
        let when = if is_function { "every path" } else { "not found" };
        for handler in &application.not_found {
            self.otherwise(when, handler, root);
        }
        for handler in &application.catch {
            self.otherwise("failures", handler, root);
        }
        self.inside.pop();
    }

    fn route(&mut self, found: &Found, route: &Route, root: usize) {
        let pattern = route.pattern.text();
        let is_anchored = route.pattern.is_anchored_start();
        let mut parts: Vec<String> = match is_anchored {
            true => segments(pattern).into_iter().map(str::to_owned).collect(),
            false => vec![format!("… {pattern}")],
        };
        // With the slash or without it, it is the same part of the path.
        let whole = parts.last().and_then(|last| last.strip_suffix("/?")).map(str::to_owned);
        if let Some(whole) = whole.filter(|it| is_anchored && !it.is_empty()) {
            parts.pop();
            parts.extend([whole, "/?".to_owned()]);
        }
        // What is mounted behind a slash is there in any case.
        if route.is_mount && parts.len() > 1 && parts.last().is_some_and(String::is_empty) {
            parts.pop();
        }
        let place = parts.iter().fold(root, |at, part| self.segment(at, part));
        let text = route.handler.name.unraw().to_string();
        let through = handler::names(&route.handler.layers);
        let with = if through.is_empty() {
            String::new()
        } else {
            format!(" with {}", through.join(", "))
        };
        let called = handler::text(&route.handler);
        let mut title =
            format!("{pattern}  {called}  {}:{}", found.source.shown, routes::line(route));
        title.push_str(&with);
        if route.is_mount {
            let inside = mounts::mounted(self.all, found, route);
            // One that is mounted in itself is not drawn again.
            let inside = inside.filter(|inside| !self.inside.contains(&inside.name()));
            let name = inside.map_or(text, Found::name);
            let node = Node { title, ..Node::new(Kind::Application, name) };
            let node = self.graph.add(Some(place), node);
            if let Some(inside) = inside {
                self.application(inside, node);
            }
            return;
        }
        let methods = match route.methods.as_slice() {
            [] => vec!["ANY".to_owned()],
            some => some.iter().map(|method| method.name.clone()).collect(),
        };
        self.graph.add(Some(place), Node { kind: Kind::Route, text, methods, title });
    }

    /// The node of a part below another node.
    fn segment(&mut self, at: usize, part: &str) -> usize {
        let text = if part.is_empty() { "/" } else { part };
        let known = self.graph.children(at).find(|child| {
            let node = self.graph.nodes.get(*child);
            node.is_some_and(|node| node.kind == Kind::Segment && node.text == text)
        });
        known.unwrap_or_else(|| self.graph.add(Some(at), Node::new(Kind::Segment, text)))
    }

    fn otherwise(&mut self, when: &str, handler: &Handler, root: usize) {
        let place = self.graph.add(Some(root), Node::new(Kind::Otherwise, when));
        self.graph.add(Some(place), Node::new(Kind::Route, handler.name.unraw().to_string()));
    }
}
