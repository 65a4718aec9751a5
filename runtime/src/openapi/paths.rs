//! The paths of a document, out of tables of routes.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::operation::{Finished, Operation};
use super::schemas::Schemas;
use crate::{Methods, Route};

/// The methods that have a field in a Path Item Object (OpenAPI 3.1, 4.8.9).
const FIELDS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// `paths`, while it is made.
#[derive(Default)]
pub(super) struct Paths {
    paths: Map<String, Value>,
    pub(super) schemas: Schemas,
    left_out: Vec<Value>,
    identifiers: BTreeSet<String>,
}

/// Where a table is mounted.
#[derive(Clone, Default)]
struct Place {
    /// The path to it, with a slash at its end.
    prefix: String,
    patterns: Vec<&'static str>,
    handlers: Vec<&'static str>,
}

impl Paths {
    /// Adds the routes of a table; `prefix` is in front of all of their paths.
    pub(super) fn add(&mut self, prefix: &str, routes: &'static [Route]) {
        let prefix = format!("{}/", prefix.trim_end_matches('/'));
        self.add_table(&Place { prefix, ..Place::default() }, routes);
    }

    /// `paths`, the schemas, and what is not among the paths.
    pub(super) fn finish(self) -> (Map<String, Value>, Schemas, Vec<Value>) {
        (self.paths, self.schemas, self.left_out)
    }

    fn add_table(&mut self, place: &Place, routes: &'static [Route]) {
        for route in routes {
            if route.methods == Methods::NONE && !route.is_mount() {
                // The handler is not there, by its conditions.
                continue;
            }
            let Some(describe) = route.description() else {
                self.leave_out(place, route, "the macros did not describe it");
                continue;
            };
            let mut operation = Operation::new(std::mem::take(&mut self.schemas));
            describe(&mut operation);
            if let Some(why) = operation.nowhere {
                self.schemas = operation.schemas;
                self.leave_out(place, route, why);
            } else if route.is_mount() {
                let paths = std::mem::take(&mut operation.paths);
                self.schemas = operation.schemas;
                self.add_mount(place, route, &paths);
            } else {
                self.add_route(place, route, operation);
            }
        }
    }

    fn add_mount(&mut self, place: &Place, route: &'static Route, paths: &[&str]) {
        if route.nested().is_empty() {
            self.leave_out(place, route, "what is mounted there has no table");
        }
        for path in paths {
            let mut inside = place.clone();
            let prefix = format!("{}{}", place.prefix, path.trim_start_matches('/'));
            inside.prefix = format!("{}/", prefix.trim_end_matches('/'));
            inside.patterns.push(route.pattern);
            inside.handlers.push(route.handler);
            self.add_table(&inside, route.nested());
        }
    }

    fn add_route(&mut self, place: &Place, route: &'static Route, mut operation: Operation) {
        let paths = std::mem::take(&mut operation.paths);
        let methods: Vec<&str> = match route.methods {
            // Of all methods, the one that people use.
            Methods::ANY if operation.has_body() => vec!["POST"],
            Methods::ANY => vec!["GET"],
            methods => methods.iter().collect(),
        };
        let (mut finished, schemas) = operation.finish();
        self.schemas = schemas;
        let mut note = |name: &str, value: Value| drop(finished.fields.insert(name.into(), value));
        note("x-lychgate-pattern", route.pattern.into());
        if !place.patterns.is_empty() {
            note("x-lychgate-mounts", json!(place.patterns));
            note("tags", json!([place.handlers.join(" ")]));
        }
        if route.methods == Methods::ANY {
            note("x-lychgate-methods", "ANY".into());
        }
        for path in paths {
            let path = format!("{}{}", place.prefix, path.trim_start_matches('/'));
            for method in &methods {
                self.add_operation(place, route, &path, method, &finished);
            }
        }
    }

    fn add_operation(
        &mut self,
        place: &Place,
        route: &'static Route,
        path: &str,
        method: &str,
        finished: &Finished,
    ) {
        let field = method.to_ascii_lowercase();
        if !FIELDS.contains(&field.as_str()) {
            let why = format!("a document has no place for the method {method}");
            return self.leave_out(place, route, &why);
        }
        // Templates that differ in nothing but names are one.
        let same = self.paths.keys().find(|known| shape(known) == shape(path)).cloned();
        let key = same.unwrap_or_else(|| path.to_owned());
        let earlier = self.paths.get(&key).and_then(|item| item.get(&field));
        if let Some(earlier) = earlier.and_then(|it| it.get("operationId")?.as_str()) {
            let why = format!("{method} {key} is told of `{earlier}` already");
            return self.leave_out(place, route, &why);
        }
        let mut parameters = Vec::new();
        for (name, own) in names(&key).zip(names(path)) {
            let captures = &finished.captures;
            let Some((_, found)) = captures.iter().find(|(known, _)| *known == own) else {
                continue;
            };
            let mut parameter = found.clone();
            if name != own {
                parameter["name"] = name.into();
                parameter["x-lychgate-capture"] = own.into();
            }
            parameters.push(parameter);
        }
        parameters.extend(finished.parameters.iter().cloned());
        let mut fields = finished.fields.clone();
        if names(path).next().is_some() {
            if let Some(responses) = fields.get_mut("responses").and_then(Value::as_object_mut) {
                responses.entry("404").or_insert_with(|| finished.missing.clone());
            }
        }
        fields.insert("operationId".to_owned(), self.identifier(place, route).into());
        if !parameters.is_empty() {
            fields.insert("parameters".to_owned(), parameters.into());
        }
        let item = self.paths.entry(key).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(field, fields.into());
        }
    }

    /// `admin.user`, with a number behind it where another has it already.
    fn identifier(&mut self, place: &Place, route: &Route) -> String {
        let words: Vec<&str> = place.handlers.iter().copied().chain([route.handler]).collect();
        let name = words.join(".");
        let names = (2..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.clone()).chain(names);
        let unused = names.find(|name| self.identifiers.insert(name.clone()));
        unused.unwrap_or(name)
    }

    fn leave_out(&mut self, place: &Place, route: &Route, why: &str) {
        self.left_out.push(json!({
            "pattern": route.pattern,
            "mounts": place.patterns,
            "methods": route.methods.to_string(),
            "handler": route.handler,
            "why": why,
        }));
    }
}

/// The template without the names in it.
fn shape(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shape, part| {
        let (_, rest) = part.split_once('}').unwrap_or_default();
        shape + "{}" + rest
    })
}

/// The names in a template.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}
