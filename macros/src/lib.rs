//! placeholder docs
use proc_macro::TokenStream;
#[proc_macro_attribute] #[allow(missing_docs)] pub fn application(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn route(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn get(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn post(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn put(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn patch(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn delete(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute] #[allow(missing_docs)] pub fn not_found(_: TokenStream, item: TokenStream) -> TokenStream { item }
