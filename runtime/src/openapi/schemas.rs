//! The schemas of a document's types.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::types::Known;

/// Where the schemas are in a document.
const PLACE: &str = "#/components/schemas/";

/// The name of the schema of problem details.
pub(super) const PROBLEM: &str = "lychgate.Problem";

/// The schemas of what comes in and of what goes out. A type may have two: a field with a default may be
/// left out by who sends it, and is always there in what is sent back.
#[derive(Debug)]
pub(super) struct Schemas {
    incoming: SchemaGenerator,
    outgoing: SchemaGenerator,
}

impl Default for Schemas {
    fn default() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Schemas {
            incoming: settings.clone().for_deserialize().into_generator(),
            outgoing: settings.for_serialize().into_generator(),
        }
    }
}

impl Schemas {
    /// The schema of a value of a request, or a reference to it.
    pub(super) fn incoming(&mut self, known: Known) -> Value {
        (known.reference)(&mut self.incoming).to_value()
    }

    /// The same without a reference at its head.
    pub(super) fn incoming_inline(&mut self, known: Known) -> Value {
        let mut schema = (known.inline)(&mut self.incoming);
        Bounds.transform(&mut schema);
        schema.to_value()
    }

    /// The schema of a value of a response, or a reference to it, which is marked until it is known
    /// whether the request's is the same.
    pub(super) fn outgoing(&mut self, known: Known) -> Value {
        let mut schema = (known.reference)(&mut self.outgoing).to_value();
        refer(&mut schema, &mut |name| format!("{PLACE}{OUT}{name}"));
        schema
    }

    /// `components/schemas`, and under which name the schema of each type of a response is there.
    pub(super) fn finish(self) -> (Map<String, Value>, Map<String, Value>) {
        let mut all = definitions(self.incoming);
        let outgoing = definitions(self.outgoing);
        let mut names = Map::new();
        for (name, schema) in &outgoing {
            // What the schema refers to may differ, too.
            let differs =
                all.contains_key(name) && !is_same(name, &all, &outgoing, &mut Vec::new());
            debug_assert!(schema.is_object() || schema.is_boolean());
            let own = if differs { format!("{name}.response") } else { name.clone() };
            names.insert(name.clone(), own.into());
        }
        for (name, mut schema) in outgoing {
            refer(&mut schema, &mut |name| renamed(&names, name));
            if let Some(own) = names.get(&name).and_then(Value::as_str) {
                all.insert(own.to_owned(), schema);
            }
        }
        (all, names)
    }
}

/// What stands in front of the name of a response's type until it has its own.
const OUT: &str = "response:";

/// Gives the types of responses their names, in a document that is otherwise ready.
pub(super) fn rename(document: &mut Value, names: &Map<String, Value>) {
    refer(document, &mut |name| match name.strip_prefix(OUT) {
        Some(name) => renamed(names, name),
        None => format!("{PLACE}{name}"),
    });
}

fn renamed(names: &Map<String, Value>, name: &str) -> String {
    format!("{PLACE}{}", names.get(name).and_then(Value::as_str).unwrap_or(name))
}

fn definitions(mut generator: SchemaGenerator) -> Map<String, Value> {
    let schemas = generator.take_definitions(true);
    let bounded = schemas.into_iter().map(|(name, value)| {
        let schema = Schema::try_from(value).map(|mut schema| {
            Bounds.transform(&mut schema);
            schema.to_value()
        });
        (name, schema.unwrap_or_default())
    });
    bounded.collect()
}

/// Whether a type has one schema in both, and so has all that it refers to.
fn is_same(
    name: &str,
    one: &Map<String, Value>,
    other: &Map<String, Value>,
    seen: &mut Vec<String>,
) -> bool {
    if seen.iter().any(|it| it == name) {
        return true;
    }
    seen.push(name.to_owned());
    let (Some(first), Some(second)) = (one.get(name), other.get(name)) else {
        return one.contains_key(name) == other.contains_key(name);
    };
    let mut names = Vec::new();
    refer(&mut second.clone(), &mut |name| {
        names.push(name.to_owned());
        String::new()
    });
    first == second && names.iter().all(|name| is_same(name, one, other, seen))
}

/// Changes every reference to a schema, by its name.
fn refer(value: &mut Value, change: &mut impl FnMut(&str) -> String) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if key == "$ref" => {
                        if let Some(name) = text.strip_prefix(PLACE) {
                            *text = change(name);
                        }
                    }
                    _ => refer(value, change),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| refer(value, change)),
        _ => {}
    }
}

/// Says of integers how large they may be: a format alone binds nobody.
#[derive(Clone, Debug)]
struct Bounds;

impl Transform for Bounds {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(format) = schema.get("format").and_then(Value::as_str) else { return };
        let (least, most) = match format {
            "int32" => (json!(i32::MIN), json!(i32::MAX)),
            "int64" | "int" => (json!(i64::MIN), json!(i64::MAX)),
            "uint32" => (json!(0), json!(u32::MAX)),
            "uint64" | "uint" => (json!(0), json!(u64::MAX)),
            _ => return,
        };
        if let Some(fields) = schema.as_object_mut() {
            fields.entry("minimum").or_insert(least);
            fields.entry("maximum").or_insert(most);
        }
    }
}

/// The schema of problem details (RFC 9457), as pages of errors have them.
pub(super) fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What is wrong, as problem details (RFC 9457).",
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string", "description": "The phrase of the status." },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What is wrong." },
            "field": { "type": "string", "description": "The field in which it is: `items[2].price`." }
        },
        "required": ["type", "title", "status"]
    })
}

/// A reference to the schema of problem details.
pub(super) fn problem_reference() -> Value {
    json!({ "$ref": format!("{PLACE}{PROBLEM}") })
}
