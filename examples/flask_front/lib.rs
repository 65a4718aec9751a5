//! Two routes of the shop in `shop.py`, moved to Rust. The rest stays where it is.
//!
//! As a module of Python's, in front of Flask under any WSGI server:
//!
//! ```sh
//! pip install flask gunicorn maturin
//! maturin develop --release
//! gunicorn front:application       # then: curl 'http://localhost:8000/quote/tea?quantity=3'
//! ```
//!
//! Or with Flask inside: `cargo run -p lychgate-example-flask-front --features host`.

use lychgate::prelude::*;
use serde::{Deserialize, Serialize};

/// What is sold, with its price in cents.
const GOODS: [(&str, u32); 3] = [("cake", 320), ("coffee", 280), ("tea", 250)];

#[derive(Deserialize)]
struct Order {
    quantity: Option<u32>,
}

/// What an order comes to.
#[derive(Serialize)]
struct Quote<'a> {
    quantity: u32,
    sku: &'a str,
    total: u32,
}

/// The routes in front.
#[application]
pub mod site {
    use super::*;

    #[get(r"^quote/(?<sku>\w+)$")]
    fn quote(sku: &str, Query(order): Query<Order>) -> Result<Json<Quote<'_>>, Status> {
        let good = GOODS.iter().find(|(name, _)| *name == sku);
        let (_, price) = good.ok_or(Status::NOT_FOUND)?;
        let quantity = order.quantity.unwrap_or(1);
        let total = price.checked_mul(quantity).ok_or(Status::BAD_REQUEST)?;
        Ok(Json(Quote { quantity, sku, total }))
    }

    #[get(r"^badge/(?<label>\w+)-(?<value>\w+)\.svg$")]
    fn badge(label: &str, value: &str) -> Response {
        let (left, right) = (width(label), width(value));
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='20'>\
             <rect width='{left}' height='20' fill='#555'/>\
             <rect x='{left}' width='{right}' height='20' fill='#4c1'/>\
             <g fill='#fff' font-family='sans-serif' font-size='11'>\
             <text x='5' y='14'>{label}</text><text x='{}' y='14'>{value}</text></g></svg>\n",
            left + right,
            left + 5,
        );
        Response::new(svg).header("Content-Type", "image/svg+xml; charset=utf-8")
    }
}

fn width(text: &str) -> usize {
    10 + 7 * text.chars().count()
}

lychgate_python::export!(site::application);
