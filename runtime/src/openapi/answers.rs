//! The responses of an operation.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::schemas;
use super::texts::Texts;

/// Which response it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Code {
    /// One with this status.
    Exact(u16),
    /// One that leads elsewhere.
    Redirect,
    /// One whose status the handler chooses.
    Chosen,
    /// A failure, whose status the handler chooses.
    Failed,
}

/// What the body of a response is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Not known.
    Unknown,
    /// Of these media types, with a schema each.
    Of(Map<String, Value>),
    /// The page of an error.
    Page,
}

impl Content {
    /// The same, or the other's where that knows more.
    fn or(self, other: Content) -> Content {
        match (self, other) {
            (Content::Of(mut one), Content::Of(other)) => {
                one.extend(other);
                Content::Of(one)
            }
            (Content::Unknown, other) => other,
            (one, _) => one,
        }
    }
}

/// The responses, as far as types tell them.
#[derive(Debug, Default)]
pub(super) struct Answers(BTreeMap<Code, Content>);

impl Answers {
    pub(super) fn add(&mut self, code: Code, content: Content) {
        let before = self.0.remove(&code);
        self.0.insert(code, before.map_or(content.clone(), |before| before.or(content)));
    }

    /// Adds those of another, with other codes.
    pub(super) fn add_all(&mut self, others: Answers, change: impl Fn(Code) -> Code) {
        for (code, content) in others.0 {
            self.add(change(code), content);
        }
    }

    /// What all of them have for a body.
    pub(super) fn into_content(self) -> Content {
        self.0.into_values().fold(Content::Unknown, Content::or)
    }

    /// `responses`. The statuses that the documentation lists are those of what the handler chooses;
    /// where it lists none, anything is possible.
    pub(super) fn finish(mut self, texts: &Texts, page: &Content) -> Value {
        let (chosen, failed) = (self.0.remove(&Code::Chosen), self.0.remove(&Code::Failed));
        let (mut is_chosen, mut is_failed) = (false, false);
        for (status, _) in &texts.responses {
            let is_error = *status >= 400;
            let content = match is_error {
                true => failed.clone().unwrap_or(Content::Page),
                false => chosen.clone().unwrap_or(Content::Unknown),
            };
            let is_bare = matches!(status, 100..200 | 204 | 205 | 304);
            let content = if is_bare { Content::Unknown } else { content };
            if !self.0.contains_key(&Code::Exact(*status)) {
                self.add(Code::Exact(*status), content);
            }
            *(if is_error { &mut is_failed } else { &mut is_chosen }) = true;
        }
        let mut others = Answers::default();
        let rest = [(chosen, is_chosen), (failed, is_failed)];
        for content in rest.into_iter().filter(|(_, told)| !told).filter_map(|(content, _)| content)
        {
            others.add(Code::Chosen, content);
        }
        if self.0.is_empty() && others.0.is_empty() {
            others.add(Code::Chosen, Content::Unknown);
        }
        let all = self.0.into_iter().chain(others.0);
        all.map(|(code, content)| response(code, content, texts, page)).collect()
    }
}

/// The response to a path that has the form of a template and is none of its pattern, or has a capture
/// that its type refuses.
pub(super) fn missing(texts: &Texts, page: &Content) -> Value {
    response(Code::Exact(404), Content::Page, texts, page).1
}

fn response(code: Code, content: Content, texts: &Texts, page: &Content) -> (String, Value) {
    let (key, text) = match code {
        Code::Exact(status) => {
            let phrase =
                StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
            (status.to_string(), texts.of_status(status).or(phrase).unwrap_or("A response"))
        }
        Code::Redirect => ("3XX".to_owned(), "It is elsewhere"),
        Code::Chosen | Code::Failed => ("default".to_owned(), "What else the handler answers"),
    };
    let mut response = Map::new();
    response.insert("description".to_owned(), text.into());
    let content = if content == Content::Page { page.clone() } else { content };
    match content {
        Content::Of(content) if !content.is_empty() => {
            response.insert("content".to_owned(), content.into());
        }
        Content::Page => {
            response.insert("content".to_owned(), error_page());
        }
        _ => {}
    }
    if code == Code::Redirect {
        let location = json!({ "Location": { "schema": { "type": "string" } } });
        response.insert("headers".to_owned(), location);
    }
    (key, response.into())
}

/// The pages of errors, where nothing catches them.
fn error_page() -> Value {
    json!({
        "application/problem+json": { "schema": schemas::problem_reference() },
        "text/plain": { "schema": { "type": "string" } }
    })
}
