//! Serves the bookshop: `cargo run -p lychgate-bookshop`, then http://localhost:8080/docs/ . A script that
//! shows the document may follow the address: `rapidoc.sh` fetches one.

use lychgate_bookshop::{Shop, document};

fn main() -> lychgate::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "localhost:8080".to_owned());
    let mut document = document();
    if let Some(script) = arguments.next() {
        let element =
            r#"<rapi-doc spec-url="{document}" render-style="read" load-fonts="false"></rapi-doc>"#;
        document = document.viewer(std::fs::read(script)?, element);
    }
    lychgate::make_server(address.as_str(), Shop::with_some_books(document))?.serve_forever()
}
