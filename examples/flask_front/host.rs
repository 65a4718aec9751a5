//! Serves the shop by lychgate's server: routes in Rust first, then Flask.

use lychgate_python::PythonApplication;

fn main() -> lychgate::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "localhost:8000".to_owned());
    let name = arguments.next().unwrap_or_else(|| "shop:app".to_owned());
    let shop = PythonApplication::load(&name)?;
    lychgate::serve(&*address, shop.behind(flask_front::site::application))
}
