//! What a handler takes and what it returns, with what the client sees of it.
//!
//! A parameter is a capture, where it is named as a group of the pattern; a value of a function, with
//! `#[depends(…)]`; or of a type with [`FromEnviron`](crate::FromEnviron), which the request is asked
//! for. What is returned is of a type with [`Respond`](crate::Respond). Both traits are open: a type
//! of one's own with one of them stands beside those here.
//!
//! ```
//! use lychgate::prelude::*;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize)]
//! struct Order { product: String, count: u32 }
//!
//! #[derive(Serialize)]
//! struct Receipt { product: String, total: u32 }
//!
//! #[application]
//! mod shop {
//!     use super::*;
//!
//!     #[put(r"^orders/(?<id>\d+)$")]
//!     fn order(id: u32, Json(order): Json<Order>) -> (Status, Json<Receipt>) {
//!         (Status::CREATED, Json(Receipt { product: order.product, total: order.count * id }))
//!     }
//! }
//!
//! fn main() {
//!     let client = lychgate::test::Client::new(shop::application);
//!     let put = client.request("PUT", "/orders/3").header("Content-Type", "application/json");
//!     let answer = put.body(r#"{"product": "tea", "count": 2}"#).send();
//!     assert_eq!((answer.status().as_u16(), &*answer.text()), (201, r#"{"product":"tea","total":6}"#));
//! }
//! ```
//!
//! The order of parameters does not matter; one of them can take the request body. Around any of
//! them, `Option<T>` is `None` where the request does not have the thing (what is there and malformed
//! is still refused), and `Result<T, Rejection>` leaves the answer to the handler.
//!
//! A client that accepts `application/problem+json` or `application/json` is told of a refusal in
//! problem details (RFC 9457), with the field that is wrong.
//!
//! Each cell below is the answer of an application to a request: a test writes the tables.
#![doc = include_str!("docs/vocabulary.md")]
