//! The driver: the passes in their order, and the error path, once.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{self, Function, Item};
use crate::automaton::plan::{self, Limits, Part, Plan};
use crate::codegen::{self, Compiled};
use crate::errors::Errors;
use crate::model::{Application, Route};
use crate::{check, parse};

/// What the crate was built with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether patterns may be handed to the run-time `regex`.
    pub regex: bool,
}

/// `#[application]`: what the item becomes. Whatever is wrong with it, the item comes back, with
/// what its users need to compile and one error for each mistake.
#[must_use]
pub fn application(arguments: TokenStream, item: TokenStream, options: Options) -> TokenStream {
    let errors = Errors::new();
    if !arguments.is_empty() {
        errors.error(&arguments, "`#[application]` takes no arguments: write `#[application]`");
    }
    let expansion = match parse::item(item.clone(), &errors) {
        Some(ast::Application::Module(module)) => match &module.items {
            Some(items) => {
                let model = check::application(items, &errors);
                finish(&model, options, &errors, |compiled| codegen::module(&module, compiled))
            }
            None => {
                let message = format!(
                    "the macro is given no body here: write the module inline, \
                     `mod {} {{ … }}`",
                    module.name
                );
                errors.error(&module.name, message);
                item
            }
        },
        Some(ast::Application::Impl(block)) => implementation(&block, options, &errors),
        Some(ast::Application::Function(function)) => single(&function, options, &errors),
        None => parse::without_helpers(item),
    };
    let errors = errors.into_compile_errors();
    quote!(#expansion #errors)
}

/// An impl block: an instance with a `call` method, or an application of routes.
fn implementation(block: &ast::Impl, options: Options, errors: &Errors) -> TokenStream {
    if let Some(of_trait) = &block.of_trait {
        let message = "`#[application]` stands on an inherent block: `impl Type { … }`";
        errors.error(of_trait, message);
    }
    let model = check::application(&block.items, errors);
    let is_call = |item: &Item| match item {
        Item::Function(function) => is_bare(function) && function.name() == "call",
        Item::Other(_) => false,
    };
    if model.routes.is_empty() && block.items.iter().any(is_call) {
        return codegen::instance(block);
    }
    finish(&model, options, errors, |compiled| codegen::implementation(block, compiled))
}

fn single(function: &Function, options: Options, errors: &Errors) -> TokenStream {
    if is_bare(function) {
        return codegen::bare(function);
    }
    let model = check::single(function, errors);
    finish(&model, options, errors, |compiled| codegen::single(function, compiled))
}

/// Whether the function has the two parameters of an application: the first is a `&mut`, which no
/// handler can take.
fn is_bare(function: &Function) -> bool {
    let mut types = function.signature.inputs.iter().filter_map(|argument| match argument {
        syn::FnArg::Typed(typed) => Some(&*typed.ty),
        syn::FnArg::Receiver(_) => None,
    });
    let first = types.next();
    let exclusive = matches!(first, Some(syn::Type::Reference(r)) if r.mutability.is_some());
    exclusive && types.next().is_some() && types.next().is_none()
}

/// Compiles the routes and writes the code; with errors, the code of an application without any.
fn finish(
    model: &Application,
    options: Options,
    errors: &Errors,
    generate: impl Fn(&Compiled<'_>) -> TokenStream,
) -> TokenStream {
    if errors.any() {
        let nothing = (Application::default(), Plan::default());
        return generate(&Compiled::new(&nothing.0, &nothing.1));
    }
    let patterns: Vec<_> = model.routes.iter().map(|route| route.pattern.clone()).collect();
    let certain: Vec<bool> = model.routes.iter().map(Route::is_certain).collect();
    let plan = plan::plan(&patterns, &certain, &Limits::default());
    refuse_regex(model, &plan, options, errors);
    generate(&Compiled::new(model, &plan))
}

/// Without the feature `regex` there is nothing to hand a pattern to.
fn refuse_regex(model: &Application, plan: &Plan, options: Options, errors: &Errors) {
    for part in &plan.parts {
        let Part::Regex { route, .. } = part else { continue };
        if let (false, Some(route)) = (options.regex, model.routes.get(*route)) {
            let message = "this pattern needs the run-time `regex`: turn on lychgate's feature \
                           `regex`, or write a pattern with smaller repetitions";
            errors.error(&route.literal, message);
        }
    }
}

/// One of the attributes that mean something only inside `#[application]`, standing elsewhere: the
/// item, and what to do.
#[must_use]
pub fn misplaced(name: &str, item: TokenStream) -> TokenStream {
    let message = format!(
        "`#[{name}]` is read by `#[application]`: put it on a function in an `#[application]` module \
         or impl block"
    );
    quote!(#item ::core::compile_error! { #message })
}
