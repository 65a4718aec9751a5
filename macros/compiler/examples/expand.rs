//! Prints what the application in a file expands to: `cargo run --example expand -- FILE`.
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let file: syn::File = syn::parse_file(&text).unwrap();
    for item in file.items {
        let tokens = quote::ToTokens::to_token_stream(&item).into_iter().skip(2).collect();
        let out = lychgate_compiler::expand::application(Default::default(), tokens, lychgate_compiler::expand::Options { regex: true });
        match syn::parse2(out.clone()) {
            Ok(file) => println!("{}", prettyplease::unparse(&file)),
            Err(e) => println!("{e}\n{out}"),
        }
    }
}
