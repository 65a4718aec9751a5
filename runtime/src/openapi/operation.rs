//! What a document says of one route.

use std::fmt;

use serde_json::{Map, Value, json};

use super::answers::{self, Answers, Code, Content};
use super::schemas::Schemas;
use super::texts::Texts;
use super::types::Known;

/// What a document says of one route: [`FromEnviron::describe`](crate::FromEnviron::describe) and
/// [`Respond::describe`](crate::Respond::describe) add to it.
///
/// ```
/// use lychgate::openapi::{Document, Operation};
/// use lychgate::prelude::*;
///
/// struct Csv(String);
///
/// impl<'a> Respond<'a> for Csv {
///     fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
///         let response = Response::new(self.0).header("Content-Type", "text/csv");
///         start_response.respond(environ, response)
///     }
///
///     fn describe(operation: &mut Operation) {
///         operation.responds(200, "text/csv");
///     }
/// }
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^table$")]
///     fn table() -> Csv { Csv("a,b\n".into()) }
/// }
///
/// fn main() {
///     let document = Document::new("Tables", "1.0").of(site::ROUTES);
///     let responses = &document.value()["paths"]["/table"]["get"]["responses"];
///     let content = &responses["200"]["content"];
///     assert_eq!(content["text/csv"]["schema"]["type"], "string");
/// }
/// ```
#[derive(Default)]
pub struct Operation {
    pub(super) texts: Texts,
    pub(super) paths: Vec<&'static str>,
    pub(super) nowhere: Option<&'static str>,
    pub(super) schemas: Schemas,
    captures: Vec<Capture>,
    parameters: Vec<Value>,
    body: Option<Body>,
    answers: Answers,
    page: Option<Content>,
    known: Option<Known>,
}

struct Capture {
    name: &'static str,
    pattern: &'static str,
    is_across: bool,
    schema: Option<Value>,
}

struct Body {
    content: Map<String, Value>,
    is_required: bool,
}

/// What generated code calls.
#[doc(hidden)]
impl Operation {
    pub fn says(&mut self, docs: &str) -> &mut Self {
        self.texts = Texts::of(docs);
        self
    }

    pub fn path(&mut self, template: &'static str) -> &mut Self {
        self.paths.push(template);
        self
    }

    pub fn nowhere(&mut self, why: &'static str) -> &mut Self {
        self.nowhere = Some(why);
        self
    }

    pub fn capture(&mut self, name: &'static str, pattern: &'static str) -> &mut Self {
        self.captures.push(Capture { name, pattern, is_across: false, schema: None });
        self
    }

    pub fn capture_across(&mut self, name: &'static str, pattern: &'static str) -> &mut Self {
        self.captures.push(Capture { name, pattern, is_across: true, schema: None });
        self
    }

    pub fn may_refuse(&mut self) -> &mut Self {
        self.answers.add(Code::Failed, Content::Page);
        self
    }
}

impl Operation {
    pub(super) fn new(schemas: Schemas) -> Self {
        Operation { schemas, ..Operation::default() }
    }

    /// A body of this media type, whose value is a `T`.
    pub fn takes<T: ?Sized>(&mut self, media_type: &str) {
        let schema = self.known::<T>().map(|known| self.schemas.incoming(known));
        self.add_body(media_type, schema.unwrap_or_else(|| json!({})), true);
    }

    /// A body of this media type, of which no more is known; it may be empty.
    pub fn takes_any(&mut self, media_type: &str) {
        self.add_body(media_type, text_or_any(media_type), false);
    }

    /// The fields of the query, as a `T`.
    pub fn queries<T: ?Sized>(&mut self) {
        let schema = self.known::<T>().map(|known| self.schemas.incoming_inline(known));
        let fields = schema.as_ref().and_then(|schema| schema.get("properties")?.as_object());
        let is_plain = |schema: &Value| {
            !["allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| schema.get(key).is_some())
        };
        let (Some(schema), Some(fields)) = (schema.as_ref().filter(|it| is_plain(it)), fields)
        else {
            let schema = schema.unwrap_or_else(|| json!({ "type": "object" }));
            self.parameters.push(json!({ "name": "query", "in": "query", "schema": schema }));
            return;
        };
        let required = schema.get("required").and_then(Value::as_array);
        for (name, field) in fields {
            let mut field = field.clone();
            never_null(&mut field);
            let description = field.as_object_mut().and_then(|field| field.remove("description"));
            let mut parameter = json!({ "name": name, "in": "query", "schema": field });
            if required.is_some_and(|required| required.contains(&json!(name))) {
                parameter["required"] = true.into();
            }
            if let Some(description) = description {
                parameter["description"] = description;
            }
            self.parameters.push(parameter);
        }
    }

    /// A header.
    pub fn reads_header(&mut self, name: &str) {
        self.parameters.push(json!({
            "name": name, "in": "header", "required": true, "schema": { "type": "string" }
        }));
    }

    /// What is answered with the page of an error before the handler is called.
    pub fn refuses(&mut self, status: u16) {
        self.answers.add(Code::Exact(status), Content::Page);
    }

    /// A response with a body of this media type, of which no more is known.
    pub fn responds(&mut self, status: u16, media_type: &str) {
        self.add_response(status, media_type, text_or_any(media_type));
    }

    /// A response with a body of this media type, whose value is a `T`.
    pub fn responds_with<T: ?Sized>(&mut self, status: u16, media_type: &str) {
        let schema = self.known::<T>().map(|known| self.schemas.outgoing(known));
        self.add_response(status, media_type, schema.unwrap_or_else(|| json!({})));
    }

    /// A response without a body, or with one of which nothing is known.
    pub fn responds_bare(&mut self, status: u16) {
        self.answers.add(Code::Exact(status), Content::Unknown);
    }

    /// A response that leads elsewhere.
    pub fn redirects(&mut self) {
        self.answers.add(Code::Redirect, Content::Unknown);
    }

    /// A response whose status the handler chooses, and of whose body nothing is known. Where the
    /// documentation of the handler has a list under `# Responses`, that has the statuses.
    pub fn responds_somehow(&mut self) {
        self.answers.add(Code::Chosen, Content::Unknown);
    }

    /// A failure whose status the handler chooses, with the page of an error.
    pub fn fails(&mut self) {
        self.answers.add(Code::Failed, Content::Page);
    }

    /// The same as `inside` says, for a parameter that may not be there.
    pub fn optional(&mut self, inside: impl FnOnce(&mut Operation)) {
        let (before, body) = (self.parameters.len(), self.body.take());
        inside(self);
        for parameter in self.parameters.iter_mut().skip(before) {
            if let Some(parameter) = parameter.as_object_mut() {
                parameter.remove("required");
            }
        }
        let found = self.body.take().map(|body| Body { is_required: false, ..body });
        self.body = body.or(found);
    }

    /// The same as `inside` says, for a parameter that refuses nothing itself.
    pub fn unrefused(&mut self, inside: impl FnOnce(&mut Operation)) {
        self.aside(inside);
    }

    /// The same as `inside` says, with a status that the handler chooses.
    pub fn with_status(&mut self, inside: impl FnOnce(&mut Operation)) {
        self.answered(inside, |code| match code {
            Code::Failed => Code::Failed,
            _ => Code::Chosen,
        });
    }

    /// The same as `inside` says, as what a handler returns for an `Err`.
    pub fn failing(&mut self, inside: impl FnOnce(&mut Operation)) {
        self.answered(inside, |code| match code {
            Code::Chosen => Code::Failed,
            code => code,
        });
    }

    fn answered(&mut self, inside: impl FnOnce(&mut Operation), change: impl Fn(Code) -> Code) {
        let found = self.aside(inside);
        self.answers.add_all(found, change);
    }

    /// What answers there are inside, which are not yet this operation's.
    fn aside(&mut self, inside: impl FnOnce(&mut Operation)) -> Answers {
        let before = std::mem::take(&mut self.answers);
        inside(self);
        std::mem::replace(&mut self.answers, before)
    }

    /// What failures are answered with, where there is a function for that.
    pub(super) fn caught(&mut self, inside: impl FnOnce(&mut Operation)) {
        let found = self.aside(inside);
        self.page = Some(found.into_content());
    }

    /// The same as `inside` says, with the schema of a type.
    pub(super) fn knowing(&mut self, known: Known, inside: impl FnOnce(&mut Operation)) {
        self.known = Some(known);
        inside(self);
        self.known = None;
    }

    pub(super) fn capture_type(&mut self, name: &str, known: Known) {
        let mut schema = self.schemas.incoming_inline(known);
        never_null(&mut schema);
        if let Some(capture) = self.captures.iter_mut().find(|capture| capture.name == name) {
            capture.schema = Some(schema);
        }
    }

    fn known<T: ?Sized>(&self) -> Option<Known> {
        self.known.filter(Known::is::<T>)
    }

    fn add_body(&mut self, media_type: &str, schema: Value, is_required: bool) {
        let content = Map::from_iter([(essence(media_type), json!({ "schema": schema }))]);
        self.body = Some(Body { content, is_required });
        self.refuses(413);
    }

    fn add_response(&mut self, status: u16, media_type: &str, schema: Value) {
        let content = Map::from_iter([(essence(media_type), json!({ "schema": schema }))]);
        self.answers.add(Code::Exact(status), Content::Of(content));
    }

    pub(super) fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// The operation at one of its paths, and the schemas.
    pub(super) fn finish(self) -> (Finished, Schemas) {
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        if !self.texts.summary.is_empty() {
            set("summary", self.texts.summary.as_str().into());
        }
        if !self.texts.description.is_empty() {
            set("description", self.texts.description.as_str().into());
        }
        if let Some(body) = self.body {
            set("requestBody", json!({ "required": body.is_required, "content": body.content }));
        }
        let page = self.page.unwrap_or(Content::Page);
        set("responses", self.answers.finish(&self.texts, &page));
        let captures = self.captures.iter().map(|it| (it.name, it.parameter())).collect();
        let missing = answers::missing(&self.texts, &page);
        (Finished { fields, captures, parameters: self.parameters, missing }, self.schemas)
    }
}

/// An operation without its path.
pub(super) struct Finished {
    pub(super) fields: Map<String, Value>,
    pub(super) captures: Vec<(&'static str, Value)>,
    pub(super) parameters: Vec<Value>,
    /// The response where a capture is not what it should be.
    pub(super) missing: Value,
}

impl Capture {
    fn parameter(&self) -> Value {
        let mut parameter =
            json!({ "name": self.name, "in": "path", "required": true, "schema": self.schema() });
        if self.is_across {
            parameter["x-lychgate-slashes"] = true.into();
            parameter["description"] = "It may have slashes, also as they are.".into();
        }
        parameter
    }

    /// The type's schema, where a text can have it; else that of text.
    fn schema(&self) -> Value {
        let schema = self.schema.clone().unwrap_or_else(|| json!({ "type": "string" }));
        let ty = schema.get("type").and_then(Value::as_str).unwrap_or_default();
        // `\d{4}` is no number: of 7 it is `0007`.
        let is_counted = self.pattern.contains('{') || self.pattern.matches("[0-9]").count() > 1;
        let mut schema = match ty {
            "integer" | "number" if !is_counted => return schema,
            "boolean" => return schema,
            "string" => schema,
            _ if schema.get("enum").is_some() || schema.get("oneOf").is_some() => return schema,
            _ => json!({ "type": "string" }),
        };
        if !self.pattern.is_empty() {
            schema["pattern"] = format!("^(?:{})$", self.pattern).into();
        }
        schema
    }
}

/// The media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_owned()
}

fn text_or_any(media_type: &str) -> Value {
    if media_type.starts_with("text/") { json!({ "type": "string" }) } else { json!({}) }
}

/// The schema of an `Option`, where absence is no value: `["integer", "null"]` is `"integer"`.
fn never_null(schema: &mut Value) {
    let null = json!("null");
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|ty| *ty != null);
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
    let is_null = |schema: &Value| schema.get("type") == Some(&null);
    if let Some(Value::Array(kinds)) = schema.get_mut("anyOf") {
        kinds.retain(|kind| !is_null(kind));
        if let [only] = kinds.as_slice() {
            *schema = only.clone();
        }
    }
    if let Some(fields) = schema.as_object_mut() {
        if fields.get("default") == Some(&Value::Null) {
            fields.remove("default");
        }
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("paths", &self.paths).finish_non_exhaustive()
    }
}
