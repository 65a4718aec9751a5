//! What a document says of an application.

use lychgate::openapi::{Around, Document, Operation};
use lychgate::prelude::*;
use lychgate::respond::{Event, Events};
use lychgate::test::Client;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Deserialize, JsonSchema, Serialize)]
struct Order {
    product: String,
    #[serde(default)]
    count: u8,
}

/// It has no schema, and need not have one.
#[derive(Deserialize, Serialize)]
struct Opaque {
    product: String,
}

#[derive(Deserialize, JsonSchema)]
struct Page<'a> {
    /// From which on.
    number: u32,
    order: Option<&'a str>,
}

struct Token(String);

impl std::str::FromStr for Token {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(Token(text.to_owned()))
    }
}

struct Valid<T>(T);

impl<'a, T: FromEnviron<'a>> FromEnviron<'a> for Valid<T> {
    type Rejection = T::Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, T::Rejection> {
        T::from_environ(environ).map(Valid)
    }

    fn describe(operation: &mut Operation) {
        T::describe(operation);
    }
}

impl<T: Around> Around for Valid<T> {
    type Value = T::Value;
}

fn user(environ: &Environ) -> Result<String, Status> {
    environ.get("HTTP_X_USER").map(ToString::to_string).ok_or(Status::UNAUTHORIZED)
}

#[application]
mod admin {
    #[get(r"^users/(?<id>\d+)$")]
    fn user(id: u8) -> String {
        id.to_string()
    }
}

#[application]
mod site {
    use super::*;

    /// Takes an order,
    /// and keeps it.
    ///
    /// It is *not* paid.
    ///
    /// # Responses
    ///
    /// - 201: the order
    /// - 401: nobody is known
    #[post("^orders/?$")]
    fn order(
        #[depends(super::user)] _user: String,
        Valid(Json(order)): Valid<Json<Order>>,
    ) -> Result<(Status, Json<Order>)> {
        Ok((Status::CREATED, Json(order)))
    }

    #[get("^orders$")]
    fn orders(page: Option<Query<Page<'_>>>) -> Option<Json<Vec<Order>>> {
        page.map(|Query(page)| {
            let product = page.order.unwrap_or_default().to_owned();
            Json(vec![Order { product, count: page.number.try_into().unwrap_or(0) }])
        })
    }

    #[put("^opaque$")]
    fn opaque(order: Result<Json<Opaque>, Rejection>) -> Result<Json<Opaque>, Rejection> {
        order
    }

    #[get(r"^posts/(?<year>\d{4})(?:/(?<name>[a-z-]+))?/?$")]
    fn post(year: u16, name: Option<&str>) -> String {
        format!("{year} {name:?}")
    }

    #[get("^files/(?<path>.+)$")]
    fn file(path: Token) -> Vec<u8> {
        path.0.into_bytes()
    }

    #[delete("^files/(?<name>[^/]+)$")]
    fn remove(name: &str) -> Status {
        if name == "kept" { Status::FORBIDDEN } else { Status::NO_CONTENT }
    }

    #[get("^files/(?<other>[^/]+)$")]
    fn hidden(other: &str) -> Redirect {
        Redirect::to(format!("/{}", other.len()))
    }

    #[get(r"^(?:\d+)/anything$")]
    fn anything() -> &'static str {
        "anything"
    }

    #[get("^events$")]
    fn events() -> Events<impl Iterator<Item = Event> + Send> {
        Events((1..3).map(|number| Event::new(number.to_string())))
    }

    #[route("^any$")]
    async fn any() -> Html<&'static str> {
        Html("any")
    }

    #[cfg(any())]
    #[get("^absent$")]
    fn absent(order: Json<super::Absent>) -> Json<super::Absent> {
        order
    }

    #[mount("^admin/")]
    fn admin() -> impl Application {
        super::admin::application
    }

    #[catch]
    fn failed(error: &Error) -> Html<String> {
        Html(error.to_string())
    }
}

fn document() -> Value {
    Document::new("Site", "1").of(site::ROUTES).value().clone()
}

fn operation(document: &Value, path: &str, method: &str) -> Value {
    document["paths"][path][method].clone()
}

fn statuses(operation: &Value) -> Vec<String> {
    operation["responses"].as_object().expect("responses").keys().cloned().collect()
}

#[test]
fn texts_and_statuses_are_from_the_documentation() {
    let order = operation(&document(), "/orders", "post");
    assert_eq!(order["summary"], "Takes an order, and keeps it.");
    assert_eq!(order["description"], "It is *not* paid.");
    assert_eq!(order["operationId"], "order");
    assert_eq!(order["x-lychgate-pattern"], "^orders/?$");
    assert_eq!(statuses(&order), ["201", "400", "401", "413", "415", "422"]);
    assert_eq!(order["responses"]["401"]["description"], "nobody is known");
    let taken = &order["requestBody"];
    assert_eq!(taken["required"], true);
    assert_eq!(
        taken["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/Order"
    );
    // What has a default is always there in a response.
    let given = &order["responses"]["201"]["content"]["application/json"]["schema"];
    assert_eq!(given["$ref"], "#/components/schemas/Order.response");
    let schemas = &document()["components"]["schemas"];
    assert_eq!(schemas["Order"]["required"], json!(["product"]));
    assert_eq!(schemas["Order.response"]["required"], json!(["product", "count"]));
}

#[test]
fn the_fields_of_a_query_are_parameters() {
    let orders = operation(&document(), "/orders", "get");
    let number = json!({
        "name": "number", "in": "query", "description": "From which on.",
        "schema": { "type": "integer", "format": "uint32", "minimum": 0, "maximum": u32::MAX }
    });
    let order = json!({ "name": "order", "in": "query", "schema": { "type": "string" } });
    assert_eq!(orders["parameters"], json!([number, order]), "the query may not be there at all");
    assert_eq!(statuses(&orders), ["200", "400", "404"]);
    let list = &orders["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(list["items"]["$ref"], "#/components/schemas/Order.response");
}

#[test]
fn a_type_without_a_schema_is_open() {
    let opaque = operation(&document(), "/opaque", "put");
    assert_eq!(opaque["requestBody"]["content"]["application/json"]["schema"], json!({}));
    // The handler has what is refused, and answers itself.
    assert_eq!(statuses(&opaque), ["200", "default"]);
    let json = &opaque["responses"]["200"]["content"]["application/json"];
    assert_eq!(json["schema"], json!({}));
}

#[test]
fn the_application_answers_as_if_nothing_was_told() {
    let client = Client::new(site::application);
    let get =
        |path: &str| (client.get(path).send().status().as_u16(), client.get(path).send().text());
    assert_eq!(get("/orders?number=7&order=tea").1, r#"[{"product":"tea","count":7}]"#);
    assert_eq!(get("/orders").0, 404);
    assert_eq!(get("/posts/2026/emma").1, r#"2026 Some("emma")"#);
    assert_eq!(get("/files/a/b").1, "a/b");
    assert_eq!(get("/admin/users/7").1, "7");
    assert_eq!(client.post("/orders").send().status(), 401);
    // To JSON Schema `2.0` is a whole number.
    let order = client.post("/orders").header("X-User", "ann");
    let order = order.header("Content-Type", "application/json");
    let answer = order.body(r#"{"product": "2.0", "count": 2.0}"#).send();
    assert_eq!(
        (answer.status().as_u16(), &*answer.text()),
        (201, r#"{"product":"2.0","count":2}"#)
    );
}

#[test]
fn a_type_without_a_name_says_nothing() {
    assert_eq!(statuses(&operation(&document(), "/events", "get")), ["default"]);
}

#[test]
fn captures_are_parameters_with_what_their_groups_take() {
    let document = document();
    let year = json!({
        "name": "year", "in": "path", "required": true,
        "schema": { "type": "string", "pattern": "^(?:[0-9]{4})$" }
    });
    let name = json!({
        "name": "name", "in": "path", "required": true,
        "schema": { "type": "string", "pattern": r"^(?:[\-a-z]+)$" }
    });
    let post = operation(&document, "/posts/{year}", "get");
    assert_eq!(post["parameters"], json!([year]));
    let named = operation(&document, "/posts/{year}/{name}", "get");
    assert_eq!(named["parameters"], json!([year, name]));
    assert_eq!((&post["operationId"], &named["operationId"]), (&json!("post"), &json!("post_2")));
    assert_eq!(statuses(&post), ["200", "404"]);

    let file = operation(&document, "/files/{path}", "get");
    let path = &file["parameters"][0];
    assert_eq!(path["x-lychgate-slashes"], true);
    assert_eq!(path["schema"], json!({ "type": "string", "pattern": r"^(?:[^\u000a]+)$" }));
}

#[test]
fn paths_that_differ_in_names_alone_are_one() {
    let document = document();
    let remove = operation(&document, "/files/{path}", "delete");
    let name = &remove["parameters"][0];
    assert_eq!((&name["name"], &name["x-lychgate-capture"]), (&json!("path"), &json!("name")));
    assert!(document["paths"].get("/files/{name}").is_none());
    // The status is the handler's, and the documentation says nothing.
    assert_eq!(statuses(&remove), ["404", "default"]);
}

#[test]
fn what_is_not_among_the_paths_says_why() {
    let document = document();
    let left_out = document["x-lychgate-left-out"].as_array().expect("a list");
    let said: Vec<_> =
        left_out.iter().map(|it| (it["handler"].clone(), it["why"].clone())).collect();
    assert_eq!(
        said,
        [
            (json!("hidden"), json!("GET /files/{path} is told of `file` already")),
            (json!("anything"), json!(r"`\d` may be several texts, and no group names it")),
        ]
    );
}

#[test]
fn a_mount_is_in_front_of_the_paths_inside() {
    let user = operation(&document(), "/admin/users/{id}", "get");
    assert_eq!(user["tags"], json!(["admin"]));
    assert_eq!(user["operationId"], "admin.user");
    assert_eq!(user["x-lychgate-mounts"], json!(["^admin/"]));
    let schema = json!({ "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 });
    assert_eq!(user["parameters"][0]["schema"], schema);
    let below = Document::new("Admin", "1").below("/a/", admin::ROUTES);
    assert!(below.value()["paths"]["/a/users/{id}"].is_object());
}

#[test]
fn pages_of_errors_are_what_catches_them() {
    let document = document();
    let page = |operation: &Value, status: &str| {
        let content = operation["responses"][status]["content"].as_object().expect("a page");
        content.keys().cloned().collect::<Vec<_>>()
    };
    let orders = operation(&document, "/orders", "get");
    assert_eq!(page(&orders, "404"), ["text/html"]);
    let user = operation(&document, "/admin/users/{id}", "get");
    assert_eq!(page(&user, "404"), ["application/problem+json", "text/plain"]);
}

#[test]
fn a_route_for_any_method_is_told_of_once() {
    let any = document()["paths"]["/any"].clone();
    assert_eq!(any.as_object().expect("methods").keys().collect::<Vec<_>>(), ["get"]);
    assert_eq!(any["get"]["x-lychgate-methods"], "ANY");
    assert!(any["get"]["responses"]["200"]["content"]["text/html"].is_object());
    assert!(document()["paths"].get("/absent").is_none());
}
