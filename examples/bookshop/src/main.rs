//! Serves the bookshop: `cargo run -p lychgate-bookshop`, then http://localhost:8080/docs/ .

use lychgate_bookshop::Shop;

fn main() -> lychgate::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "localhost:8080".to_owned());
    lychgate::make_server(address.as_str(), Shop::with_some_books())?.serve_forever()
}
