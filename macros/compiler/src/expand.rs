//! The driver: the passes in their order, and the error path, once.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{self, Arguments, Function, Item, Middleware};
use crate::automaton::analysis::{self, Overlap};
use crate::automaton::plan::{self, Limits, Part, Plan, Reason};
use crate::check::{self, Form};
use crate::codegen::{self, Compiled};
use crate::errors::Errors;
use crate::model::{Application, Route};
use crate::parse;
use crate::pattern::Pattern;

/// What the crate was built with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether patterns may be handed to the run-time `regex`.
    pub regex: bool,
    /// Whether the table tells what an OpenAPI document says of the routes.
    pub openapi: bool,
}

/// `#[application]`: what the item becomes. Whatever is wrong with it, the item comes back, with
/// an application of what is right in it and one error for each mistake.
#[must_use]
pub fn application(arguments: TokenStream, item: TokenStream, options: Options) -> TokenStream {
    Expansion::of_application(arguments, item, options).into_tokens()
}

/// `#[middleware]`: what the function or the impl block becomes. Whatever is wrong with it, the item
/// comes back, and what has its name with it.
#[must_use]
pub fn middleware(arguments: TokenStream, item: TokenStream) -> TokenStream {
    Expansion::of_middleware(arguments, item).into_tokens()
}

/// What an attribute makes of an item, in its parts: for tools that show them one by one.
///
/// ```
/// use lychgate_compiler::expand::{Expansion, Options};
///
/// let item = r#"mod site { #[get("^$")] fn index() -> &'static str { "Index" } }"#;
/// let item = item.parse().expect("tokens");
/// let expansion = Expansion::of_application(Default::default(), item, Options::default());
/// assert!(expansion.errors.is_empty());
/// let application = expansion.application.expect("there are routes");
/// assert_eq!(application.routes[0].pattern.text(), "^$");
/// ```
pub struct Expansion {
    /// The item, and the code behind it.
    pub code: TokenStream,
    /// What is wrong with the item, in the order in which it was found.
    pub errors: Vec<syn::Error>,
    /// What is right in it, where it has routes or is a single handler; nothing where it is a
    /// middleware, or takes `(environ, start_response)` itself.
    pub application: Option<Application>,
}

impl Expansion {
    /// What `#[application]` makes of an item.
    #[must_use]
    pub fn of_application(arguments: TokenStream, item: TokenStream, options: Options) -> Self {
        let errors = Errors::new();
        let arguments = parse::arguments(arguments, &errors);
        let work = Work { arguments: &arguments, options, errors: &errors };
        let (code, application) = match parse::item(item.clone(), &errors) {
            Some(ast::Application::Module(module)) => work.module(&module, item),
            Some(ast::Application::Impl(block)) => work.implementation(&block),
            Some(ast::Application::Function(function)) => work.single(&function),
            None => (parse::without_helpers(item), None),
        };
        Expansion { code, errors: errors.into_vec(), application }
    }

    /// What `#[middleware]` makes of an item.
    #[must_use]
    pub fn of_middleware(arguments: TokenStream, item: TokenStream) -> Self {
        let errors = Errors::new();
        let code = decorated(arguments, item, &errors);
        Expansion { code, errors: errors.into_vec(), application: None }
    }

    /// The code, and one `compile_error!` for each error.
    #[must_use]
    pub fn into_tokens(self) -> TokenStream {
        let Expansion { code, errors, .. } = self;
        let errors = errors.iter().map(syn::Error::to_compile_error);
        quote!(#code #(#errors)*)
    }
}

fn decorated(arguments: TokenStream, item: TokenStream, errors: &Errors) -> TokenStream {
    let runtime = parse::of_middleware(arguments, errors);
    match parse::middleware(item.clone(), errors) {
        Some(Middleware::Function(decorator)) => {
            let is_sound = check::decorator(&decorator.function, errors);
            if decorator.function.signature.receiver().is_some() {
                // It stands in an impl block, where there is no place for more than itself.
                parse::without_helpers(item)
            } else {
                codegen::decorator(&decorator, is_sound, runtime.as_ref())
            }
        }
        Some(Middleware::Impl(block)) => {
            let call = check::middleware(&block, errors);
            codegen::middleware(&block, call, runtime.as_ref())
        }
        None => parse::without_helpers(item),
    }
}

/// `#[derive(Respond)]`: what is added to the template's type.
#[must_use]
pub fn respond(item: TokenStream) -> TokenStream {
    match syn::parse2(item) {
        Ok(item) => codegen::template(&item),
        Err(error) => error.into_compile_error(),
    }
}

/// The code, and what it was made of.
type Made = (TokenStream, Option<Application>);

/// One expansion.
struct Work<'a> {
    arguments: &'a Arguments,
    options: Options,
    errors: &'a Errors,
}

impl Work<'_> {
    fn module(&self, module: &ast::Module, item: TokenStream) -> Made {
        let Some(items) = &module.items else {
            let message = format!(
                "the routes of a module in another file cannot be read from here: write \
                 `mod {} {{ … }}`",
                module.name
            );
            self.errors.error(&module.name, message);
            return (item, None);
        };
        let model = check::application(items, &module.around, Form::Module, self.errors);
        check::not_empty(items, &module.name, self.errors);
        self.finish(model, |compiled| codegen::module(module, compiled))
    }

    /// An impl block: an instance with a `call` method, a class with a function `new`, or an
    /// application of routes.
    fn implementation(&self, block: &ast::Impl) -> Made {
        if let Some(of_trait) = &block.of_trait {
            let message = "`#[application]` stands on a block of the type's own methods: write \
                           `impl Type { … }`";
            self.errors.error(of_trait, message);
            return (codegen::written(block), None);
        }
        let runtime = self.arguments.runtime.as_ref();
        let functions = || block.items.iter().filter_map(Item::function);
        let has_routes = functions().any(|function| !function.helpers.is_empty());
        let call = functions().find(|it| it.name() == "call" && is_bare(it));
        let new = functions().find(|it| it.name() == "new" && is_constructor(it));
        let form = match (call, new) {
            (None, Some(_)) if !has_routes => Form::Class,
            _ => Form::Impl(block),
        };
        let model = check::application(&block.items, &block.around, form, self.errors);
        match (call, new) {
            (Some(call), _) if !has_routes => {
                check::no_dependency(call, self.errors);
                return (codegen::instance(block, call, &model, runtime), None);
            }
            (None, Some(new)) if !has_routes => {
                let is_sound = check::class(new, self.errors);
                return (codegen::class(block, new, &model, is_sound, runtime), None);
            }
            _ => {}
        }
        check::not_empty(&block.items, &block.ty, self.errors);
        self.finish(model, |compiled| codegen::implementation(block, compiled))
    }

    fn single(&self, function: &Function) -> Made {
        if is_bare(function) {
            let is_sound = check::bare(function, self.errors);
            let runtime = self.arguments.runtime.as_ref();
            return (codegen::bare(function, is_sound, runtime), None);
        }
        let model = check::single(function, self.errors);
        self.finish(model, |compiled| codegen::single(function, compiled))
    }

    /// Compiles the routes and writes the code.
    fn finish(&self, model: Application, generate: impl Fn(&Compiled<'_>) -> TokenStream) -> Made {
        let patterns: Vec<Pattern> =
            model.routes.iter().map(|route| route.pattern.clone()).collect();
        let certain: Vec<bool> = model.routes.iter().map(Route::is_certain).collect();
        let plan = plan::plan(&patterns, &certain, &Limits::default());
        self.refuse(&model, &plan);
        self.analyse(&model, &patterns, &plan);
        let runtime = self.arguments.runtime.as_ref();
        let code = generate(&Compiled::new(&model, &plan, runtime, self.options.openapi));
        (code, Some(model))
    }

    /// Reports routes that can never answer, and if it is asked for those that overlap. Which
    /// routes are to blame is seen only in a plan where none hides another.
    fn analyse(&self, model: &Application, patterns: &[Pattern], plan: &Plan) {
        let facts = check::facts(model);
        let repeated = check::duplicates(model, self.errors);
        let mut dead = analysis::dead(plan, &facts);
        dead.retain(|route| !repeated.contains(route));
        if dead.is_empty() && !self.arguments.deny_overlap {
            return;
        }
        let open = open(patterns);
        check::dead(model, &analysis::explain(&open, &facts, &dead), self.errors);
        if self.arguments.deny_overlap {
            let mut overlaps = analysis::overlaps(&open, &facts);
            overlaps
                .retain(|pair| !dead.contains(&pair.second) && !repeated.contains(&pair.second));
            check::overlaps(model, &overlaps, self.errors);
        }
    }

    /// Reports the routes that need the run-time `regex` where there is none, or where it is
    /// denied, and those that even `regex` refuses.
    fn refuse(&self, model: &Application, plan: &Plan) {
        for part in &plan.parts {
            let Part::Regex { route, reason } = part else { continue };
            let Some(route) = model.routes.get(*route) else { continue };
            let why = match reason {
                Reason::Nodes => "its repetitions multiply to too many states",
                Reason::States => "its automaton would have too many states",
                Reason::Edges => "its code would be too long",
            };
            let how = "count less, or write `+` or `*` and check the length in the handler";
            if route.is_mount {
                let message = format!(
                    "this prefix needs the run-time `regex`, which finds no rest behind it: {why}. \
                     Instead {how}"
                );
                self.errors.error(&route.literal, message);
            } else if self.arguments.deny_regex {
                let message = format!(
                    "this pattern needs the run-time `regex`, which `deny(regex)` forbids: {why}. \
                     Instead {how}"
                );
                self.errors.error(&route.literal, message);
            } else if !self.options.regex {
                let message = format!(
                    "this pattern needs the run-time `regex`: {why}. Turn on the feature `regex` of \
                     `lychgate`, or {how}"
                );
                self.errors.error(&route.literal, message);
            }
        }
        for route in plan.refused.iter().filter_map(|route| model.routes.get(*route)) {
            let message = "this pattern is too large, also for the run-time `regex`: count less, or \
                           write `+` or `*` and check the length in the handler";
            self.errors.error(&route.literal, message);
        }
    }
}

/// A plan in which no route hides another.
fn open(patterns: &[Pattern]) -> Plan {
    plan::plan(patterns, &vec![false; patterns.len()], &Limits::default())
}

/// The pairs of routes that match the same path for the same method, each with such a path: what
/// `deny(overlap)` forbids.
#[must_use]
pub fn overlaps(model: &Application) -> Vec<Overlap> {
    let patterns: Vec<Pattern> = model.routes.iter().map(|route| route.pattern.clone()).collect();
    analysis::overlaps(&open(&patterns), &check::facts(model))
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

/// Whether the function makes an instance of what an application is called with: it has no
/// receiver, and of its two parameters the first is a reference.
fn is_constructor(function: &Function) -> bool {
    let mut inputs = function.signature.inputs.iter();
    let first = inputs.next();
    let borrows = matches!(
        first,
        Some(syn::FnArg::Typed(typed)) if matches!(*typed.ty, syn::Type::Reference(_))
    );
    borrows && inputs.count() == 1
}

/// `#[with]`, standing before the attribute that reads it: the item with both turned round; or
/// standing where nothing reads it.
#[must_use]
pub fn with(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match parse::behind_application(item.clone()) {
        Some((before, behind)) => quote!(#before #[with(#arguments)] #behind),
        None => misplaced("with", item),
    }
}

/// One of the attributes that mean something only inside `#[application]`, standing elsewhere: the
/// item, and what to do. Others of ours beside it would say the same again.
#[must_use]
pub fn misplaced(name: &str, item: TokenStream) -> TokenStream {
    let item = parse::without_helpers(item);
    let message = format!(
        "`#[{name}]` is read by `#[application]`: put that on the module or impl block around the \
         function"
    );
    quote!(#item ::core::compile_error! { #message })
}

/// `#[depends(…)]` on an item: the item, and where the attribute stands.
#[must_use]
pub fn not_on_parameter(item: TokenStream) -> TokenStream {
    let item = parse::without_helpers(item);
    let message = parse::DEPENDS_ON_PARAMETER;
    quote!(#item ::core::compile_error! { #message })
}
