//! The test client as a browser: it keeps cookies, follows redirects and fills forms, and knows no
//! JavaScript. It reads well-formed HTML, as ours is.

use std::collections::BTreeMap;

use lychgate::test::{Answer, Client};

use crate::journeys::Browser;

pub(crate) struct Plain<'a> {
    client: Client<'a>,
    cookies: BTreeMap<String, String>,
    page: Vec<Token>,
    /// What was typed, ticked or chosen, by the `id` of the field.
    typed: BTreeMap<String, Value>,
}

/// A piece of HTML.
#[derive(Clone, Debug)]
enum Token {
    Start(String, BTreeMap<String, String>),
    End(String),
    Text(String),
}

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    File(String, Vec<u8>),
}

impl<'a> Plain<'a> {
    pub(crate) fn new(client: Client<'a>) -> Self {
        Plain { client, cookies: BTreeMap::new(), page: Vec::new(), typed: BTreeMap::new() }
    }

    /// Sends a request with the cookies, and keeps those that are set.
    pub(crate) fn ask(
        &mut self,
        method: &str,
        path: &str,
        media_type: &str,
        body: Vec<u8>,
    ) -> Answer {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies: Vec<String> = cookies.collect();
        let request = self.client.request(method, path).header("Cookie", &cookies.join("; "));
        let request = request.header("Accept", "text/html");
        let answer = match media_type {
            "" => request.send(),
            _ => request.header("Content-Type", media_type).body(body).send(),
        };
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }

    /// The cookies, by their names.
    pub(crate) fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    /// The value of a hidden field of the page.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let is_it = |attributes: &BTreeMap<String, String>| {
            attributes.get("name").is_some_and(|it| it == name)
        };
        let field = self.starts().find(|(_, attributes)| is_it(attributes));
        field.unwrap_or_else(|| panic!("no field {name:?}")).1["value"].clone()
    }

    fn show(&mut self, answer: Answer) {
        assert_ne!(answer.status(), 500, "{}", answer.text());
        if let Some(location) = answer.header("Location") {
            let location = location.to_owned();
            return self.open(&location);
        }
        assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
        self.page = tokens(&answer.text());
        self.typed.clear();
    }

    fn starts(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, String>)> {
        self.page.iter().filter_map(|token| match token {
            Token::Start(name, attributes) => Some((name.as_str(), attributes)),
            _ => None,
        })
    }

    /// Where the element of this name begins whose text begins so.
    #[track_caller]
    fn place(&self, element: &str, text: &str) -> usize {
        let is_it = |place: &usize| match &self.page[*place] {
            Token::Start(name, _) => name == element && self.inside(*place).starts_with(text),
            _ => false,
        };
        let place = (0..self.page.len()).find(is_it);
        place.unwrap_or_else(|| panic!("no {element} {text:?} in:\n{}", self.text()))
    }

    /// The text between the beginning of an element and its end.
    fn inside(&self, place: usize) -> String {
        let Token::Start(element, _) = &self.page[place] else { return String::new() };
        let rest = self.page[place + 1..].iter();
        let inside = rest.take_while(|token| !matches!(token, Token::End(name) if name == element));
        inside.map(|token| if let Token::Text(text) = token { text.as_str() } else { "" }).collect()
    }

    fn attribute(&self, place: usize, name: &str) -> Option<&str> {
        let Token::Start(_, attributes) = &self.page[place] else { return None };
        attributes.get(name).map(String::as_str)
    }

    /// The `id` of the field with this label.
    #[track_caller]
    fn id(&self, label: &str) -> String {
        let place = self.place("label", label);
        self.attribute(place, "for").expect("a label is for a field").to_owned()
    }

    /// What a form sends, between two places: names and values.
    fn fields(&self, form: usize, end: usize) -> Vec<(String, Value)> {
        let mut fields = Vec::new();
        for place in form..end {
            let (Token::Start(element, attributes), Some(name)) =
                (&self.page[place], self.attribute(place, "name"))
            else {
                continue;
            };
            let typed = attributes.get("id").and_then(|id| self.typed.get(id)).cloned();
            let value = match (element.as_str(), self.attribute(place, "type")) {
                (_, Some("checkbox")) => typed,
                (_, Some("file")) => Some(typed.unwrap_or(Value::File(String::new(), Vec::new()))),
                ("textarea", _) => Some(typed.unwrap_or_else(|| Value::Text(self.inside(place)))),
                _ => {
                    let value = attributes.get("value").cloned().unwrap_or_default();
                    Some(typed.unwrap_or(Value::Text(value)))
                }
            };
            fields.extend(value.map(|value| (name.to_owned(), value)));
        }
        fields
    }
}

impl Browser for Plain<'_> {
    fn open(&mut self, path: &str) {
        let answer = self.ask("GET", path, "", Vec::new());
        self.show(answer);
    }

    fn follow(&mut self, link: &str) {
        let place = self.place("a", link);
        let path = self.attribute(place, "href").expect("a link leads somewhere").to_owned();
        self.open(&path);
    }

    fn fill(&mut self, label: &str, text: &str) {
        // Browsers send the two characters that end a line elsewhere.
        let text = text.replace('\n', "\r\n");
        self.typed.insert(self.id(label), Value::Text(text));
    }

    fn choose(&mut self, label: &str, file: &str, content: &[u8]) {
        self.typed.insert(self.id(label), Value::File(file.to_owned(), content.to_owned()));
    }

    fn tick(&mut self, label: &str) {
        self.typed.insert(self.id(label), Value::Text("on".to_owned()));
    }

    fn press(&mut self, button: &str) {
        let button = self.place("button", button);
        let is_form =
            |place: &usize| matches!(&self.page[*place], Token::Start(name, _) if name == "form");
        let form = (0..button).rfind(is_form).expect("a button is in a form");
        let fields = self.fields(form, button);
        let action = self.attribute(form, "action").expect("a form goes somewhere").to_owned();
        let (media_type, body) = match self.attribute(form, "enctype") {
            Some(_) => ("multipart/form-data; boundary=XXXX", multipart(&fields)),
            None => ("application/x-www-form-urlencoded", urlencoded(&fields)),
        };
        let answer = self.ask("POST", &action, media_type, body);
        self.show(answer);
    }

    fn field(&self, label: &str) -> String {
        let id = self.id(label);
        let is_it = |place: &usize| self.attribute(*place, "id") == Some(&id);
        let place = (0..self.page.len()).find(is_it).expect("a label is for a field");
        match &self.page[place] {
            // The line break behind the tag is none of the text (HTML, "The textarea element").
            Token::Start(name, _) if name == "textarea" => {
                self.inside(place).trim_start_matches('\n').to_owned()
            }
            _ => self.attribute(place, "value").unwrap_or_default().to_owned(),
        }
    }

    fn text(&self) -> String {
        let body = self.place("body", "");
        self.inside(body)
    }

    fn pictures(&self) -> usize {
        let pictures = self.starts().filter(|(name, _)| *name == "img");
        let is_seen = |path: &&str| {
            let answer = self.client.get(path).send();
            let media_type = answer.header("Content-Type").unwrap_or_default();
            answer.status() == 200 && media_type.starts_with("image/")
        };
        pictures.map(|(_, attributes)| attributes["src"].as_str()).filter(is_seen).count()
    }
}

/// The pieces of a page.
fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some((text, behind)) = rest.split_once('<') {
        tokens.push(Token::Text(unescaped(text)));
        let (tag, behind) = behind.split_once('>').expect("a tag has an end");
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            tokens.push(Token::End(name.to_owned()));
        } else {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            tokens.push(Token::Start(name.to_owned(), attributes_of(attributes)));
        }
    }
    tokens.push(Token::Text(unescaped(rest)));
    tokens
}

/// `name="value"`, or a name alone, any number of times.
fn attributes_of(text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let (value, behind) = match behind.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').expect("a value has an end"),
            None => ("", behind),
        };
        attributes.insert(name.to_owned(), unescaped(value));
        rest = behind.trim_start();
    }
    attributes
}

/// The text that the references of HTML stand for, as far as askama writes any.
fn unescaped(text: &str) -> String {
    let references =
        [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    references.into_iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn urlencoded(fields: &[(String, Value)]) -> Vec<u8> {
    let quoted = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs = fields.iter().map(|(name, value)| match value {
        Value::Text(text) => format!("{name}={}", quoted(text)),
        Value::File(file, _) => format!("{name}={}", quoted(file)),
    });
    pairs.collect::<Vec<_>>().join("&").into_bytes()
}

fn multipart(fields: &[(String, Value)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let (file, content) = match value {
            Value::Text(text) => (String::new(), text.as_bytes()),
            Value::File(file, content) => (format!("; filename=\"{file}\""), &**content),
        };
        let head =
            format!("--XXXX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--XXXX--\r\n");
    body
}
