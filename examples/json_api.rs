//! JSON in and out: a value of the body, of the query and of a cookie, and errors with a place.
//!
//! Run it with `cargo run --example json_api`, then
//!
//! ```sh
//! curl -i http://localhost:8080/orders --json '{"product": "tea", "count": 2}'
//! curl -i http://localhost:8080/orders --json '{"product": "tea", "count": "two"}'
//! curl -i 'http://localhost:8080/orders?product=tea' -b currency=EUR
//! ```

use std::sync::Mutex;

use lychgate::cookie::Cookie;
use lychgate::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Order {
    product: String,
    count: u32,
}

#[derive(Deserialize)]
struct Filter {
    product: Option<String>,
}

#[derive(Serialize)]
struct Orders {
    currency: String,
    orders: Vec<Order>,
}

#[derive(Default)]
struct Shop {
    orders: Mutex<Vec<Order>>,
}

#[application]
impl Shop {
    #[post("^orders$")]
    fn order(&self, Json(order): Json<Order>) -> Result<(Status, Json<Order>)> {
        if order.count == 0 {
            let error = Error::new(Status::UNPROCESSABLE_ENTITY, "count: order at least one");
            return Err(error.with_field("count"));
        }
        self.orders.lock().expect("no handler panics with it").push(order.clone());
        Ok((Status::CREATED, Json(order)))
    }

    #[get("^orders$")]
    fn list(&self, Query(filter): Query<Filter>, cookies: Cookies) -> Json<Orders> {
        let currency = cookies.get("currency").map_or("USD", |cookie| cookie.value()).to_owned();
        let wanted = |order: &&Order| filter.product.as_ref().is_none_or(|it| *it == order.product);
        let orders = self.orders.lock().expect("no handler panics with it");
        Json(Orders { currency, orders: orders.iter().filter(wanted).cloned().collect() })
    }

    #[put("^currency/(?<name>[A-Z]{3})$")]
    fn currency(&self, name: String, mut cookies: Cookies) -> (Cookies, ()) {
        cookies.add(Cookie::build(("currency", name)).path("/").http_only(true));
        (cookies, ())
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", Shop::default())?.serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::{Answer, Client};

    fn order(client: &Client<'_>, json: &str) -> Answer {
        let request = client.post("/orders").header("Content-Type", "application/json");
        request.header("Accept", "application/json").body(json.to_owned()).send()
    }

    #[test]
    fn what_is_ordered_is_listed() {
        let client = Client::new(Shop::default());
        let answer = order(&client, r#"{"product": "tea", "count": 2}"#);
        assert_eq!(
            (answer.status().as_u16(), &*answer.text()),
            (201, r#"{"product":"tea","count":2}"#)
        );
        order(&client, r#"{"product": "jam", "count": 1}"#);
        let list = |query: &str| client.get(query).header("Cookie", "currency=EUR").send().text();
        let jam = r#"{"currency":"EUR","orders":[{"product":"jam","count":1}]}"#;
        assert_eq!(list("/orders?product=jam"), jam);
        assert_eq!(list("/orders").matches("product").count(), 2);
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let client = Client::new(Shop::default());
        for (json, status, said) in [
            (r#"{"product": "tea", "count": "two"}"#, 422, r#""field":"count""#),
            (r#"{"product": "tea", "count": 0}"#, 422, "order at least one"),
            (r#"{"product": "tea"}"#, 422, "missing field `count`"),
            (r#"{"product": "tea","#, 400, "line 1 column"),
            ("", 400, "no body"),
        ] {
            let answer = order(&client, json);
            assert_eq!(answer.status(), status, "{json}");
            assert_eq!(answer.header("Content-Type"), Some("application/problem+json"));
            assert!(answer.text().contains(said), "{json}: {}", answer.text());
        }
        let text = client.post("/orders").header("Content-Type", "text/plain").body("tea").send();
        assert_eq!(text.status(), 415);
    }

    #[test]
    fn the_currency_is_kept_in_a_cookie() {
        let answer = Client::new(Shop::default()).request("PUT", "/currency/CHF").send();
        assert_eq!(answer.status(), 204);
        assert_eq!(answer.header("Set-Cookie"), Some("currency=CHF; HttpOnly; Path=/"));
    }
}
