//! The functions that parameters depend on: which they are, in which order they are called, and how
//! their values are handed on.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ExprPath;
use syn::ext::IdentExt;

use super::{parts, signature};
use crate::ast::{Depends, Function, Item};
use crate::errors::Errors;
use crate::model::{Argument, Dependency, Handler, Pass};
use crate::pattern::Group;

/// The functions of an application's item.
#[derive(Default)]
pub(super) struct Functions<'f> {
    all: Vec<&'f Function>,
    /// The names of those that nothing can depend on: a mistake was reported.
    broken: BTreeSet<String>,
}

/// A function that a handler depends on, itself or through others.
pub(super) struct Need<'f> {
    /// What the handler names: this function, or the first on the way to it.
    pub(super) named: &'f ExprPath,
    /// The path by which it is called.
    path: &'f ExprPath,
    /// The function, where it is one of the item.
    pub(super) function: Option<&'f Function>,
    key: String,
}

impl<'f> Functions<'f> {
    /// Checks the functions of an item that others depend on: their signatures, and that none
    /// depends on itself.
    pub(super) fn check(items: &'f [Item], errors: &Errors) -> Self {
        let all = items.iter().filter_map(Item::function).collect();
        let mut functions = Functions { all, broken: BTreeSet::new() };
        let mut checked = BTreeSet::new();
        for depends in functions.all.clone().into_iter().flat_map(|function| &function.depends) {
            let needed = depends.function.as_ref().and_then(|path| functions.own(path));
            if let Some(needed) = needed.filter(|it| checked.insert(it.name().to_string())) {
                functions.check_signature(needed, errors);
            }
        }
        let mut checked = BTreeSet::new();
        for function in functions.all.clone() {
            functions.check_cycle(function, &mut Vec::new(), &mut checked, errors);
        }
        functions
    }

    /// A dependency is a function that can be called with what is in the request.
    fn check_signature(&mut self, function: &Function, errors: &Errors) {
        let found = Errors::new();
        // What is wrong with a handler is reported where its routes are checked.
        let errors = if function.helpers.is_empty() { errors } else { &found };
        let before = errors.count();
        signature::check(function, "dependency", errors);
        if errors.count() > before {
            self.broken.insert(function.name().to_string());
        }
    }

    /// The function of the item that a path names: `f`, `self::f` or `Self::f`. Where several have
    /// the name, under different conditions, the first stands for all.
    fn own(&self, path: &ExprPath) -> Option<&'f Function> {
        let mut words = path.path.segments.iter();
        let name = match (words.next()?, words.next(), words.next()) {
            (only, None, None) => only,
            (first, Some(second), None) if first.ident == "self" || first.ident == "Self" => second,
            _ => return None,
        };
        let plain = path.qself.is_none() && path.path.leading_colon.is_none();
        let named = |function: &&&Function| *function.name() == name.ident;
        self.all.iter().find(named).copied().filter(|_| plain && name.arguments.is_none())
    }

    /// A function does not depend on itself. Each cycle is reported once, where it closes.
    fn check_cycle(
        &mut self,
        function: &'f Function,
        way: &mut Vec<&'f Function>,
        checked: &mut BTreeSet<String>,
        errors: &Errors,
    ) {
        if checked.contains(&function.name().to_string()) {
            return;
        }
        way.push(function);
        for depends in &function.depends {
            let Some(path) = &depends.function else { continue };
            let Some(next) = self.own(path) else { continue };
            match way.iter().position(|earlier| earlier.name() == next.name()) {
                Some(start) => {
                    let cycle = way.get(start..).unwrap_or_default();
                    report_cycle(path, cycle, next, errors);
                    self.broken.extend(cycle.iter().map(|it| it.name().to_string()));
                }
                None => self.check_cycle(next, way, checked, errors),
            }
        }
        way.pop();
        checked.insert(function.name().to_string());
    }

    /// The names of the attributes, where they were written.
    pub(super) fn attributes(&self) -> impl Iterator<Item = syn::Path> + use<'_> {
        let depends = self.all.iter().flat_map(|function| &function.depends);
        depends.filter(|depends| depends.function.is_some()).map(|it| it.attribute.clone())
    }

    /// What a function depends on, in the order of the calls; `None` where a mistake in it was
    /// reported.
    pub(super) fn needs(&self, function: &'f Function) -> Option<Vec<Need<'f>>> {
        let mut needs = Vec::new();
        self.collect(function, None, &mut needs)?;
        Some(needs)
    }

    fn collect(
        &self,
        function: &'f Function,
        named: Option<&'f ExprPath>,
        needs: &mut Vec<Need<'f>>,
    ) -> Option<()> {
        if self.broken.contains(&function.name().to_string()) {
            return None;
        }
        for depends in &function.depends {
            let path = depends.function.as_ref()?;
            let key = self.key(path);
            if needs.iter().any(|need| need.key == key) {
                continue;
            }
            let named = named.unwrap_or(path);
            let function = self.own(path);
            if let Some(function) = function {
                self.collect(function, Some(named), needs)?;
            }
            needs.push(Need { named, path, function, key });
        }
        Some(())
    }

    /// What tells dependencies apart.
    fn key(&self, path: &ExprPath) -> String {
        match self.own(path) {
            Some(function) => function.name().unraw().to_string(),
            None => path.to_token_stream().to_string(),
        }
    }

    /// A handler with all that it depends on.
    pub(super) fn handler(
        &self,
        function: &'f Function,
        needs: &[Need<'f>],
        groups: &[Group],
    ) -> Handler {
        let place = |depends: &Depends| {
            let key = depends.function.as_ref().map(|path| self.key(path));
            needs.iter().position(|need| Some(&need.key) == key.as_ref()).unwrap_or_default()
        };
        let mut handler = parts(function, groups, &place);
        let locals = locals(function, needs);
        let dependencies = needs.iter().zip(locals).map(|(need, local)| {
            let function = need.function.map(|function| {
                let name = need.path.path.segments.last().map(|last| last.ident.clone());
                let function = parts(function, groups, &place);
                Handler { name: name.unwrap_or_else(|| function.name.clone()), ..function }
            });
            Dependency { local, path: need.path.clone(), function }
        });
        handler.dependencies = dependencies.collect();
        hand_on(&mut handler);
        handler
    }
}

fn report_cycle(path: &ExprPath, cycle: &[&Function], next: &Function, errors: &Errors) {
    let names: Vec<String> =
        cycle.iter().chain([&next]).map(|function| format!("`{}`", function.name())).collect();
    let message = format!(
        "`{}` depends on itself: {}. One of them must do without another",
        next.name(),
        names.join(" → ")
    );
    errors.error(path, message);
}

/// The local variables for the values, each named after its function. None hides a function that
/// is called later.
fn locals(function: &Function, needs: &[Need<'_>]) -> Vec<Ident> {
    let own = needs.iter().filter_map(|need| need.function).chain([function]);
    let called: BTreeSet<String> = own.map(|function| function.name().to_string()).collect();
    let mut taken: BTreeSet<String> = BTreeSet::from(["call".to_owned(), "error".to_owned()]);
    let locals = needs.iter().map(|need| {
        let last = need.path.path.segments.last().map(|last| last.ident.unraw().to_string());
        // A tuple struct is a function too, and not a name for a variable.
        let name = last.unwrap_or_default().to_lowercase();
        let own = need.function.map(|function| function.name().to_string());
        let mut local = name.clone();
        let mut number = 1;
        let is_free = |local: &String, taken: &BTreeSet<String>| {
            let hides = called.contains(local) && own.as_ref() != Some(local);
            !hides && !taken.contains(local) && syn::parse_str::<Ident>(local).is_ok()
        };
        while !is_free(&local, &taken) {
            number += 1;
            local = format!("{name}_{number}");
        }
        taken.insert(local.clone());
        Ident::new(&local, Span::call_site())
    });
    locals.collect()
}

/// Decides for each parameter whether it takes a dependency's value away, or another takes it
/// later.
fn hand_on(handler: &mut Handler) {
    let functions = handler.dependencies.iter_mut().filter_map(|it| it.function.as_mut());
    let calls = functions.map(|function| &mut function.arguments).chain([&mut handler.arguments]);
    let calls: Vec<&mut Vec<Argument>> = calls.collect();
    let mut taken = BTreeSet::new();
    for arguments in calls.into_iter().rev() {
        // A call borrows for all its arguments at once.
        let borrowed: Vec<usize> = arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Dependency { place, pass: Pass::Borrow, .. } => Some(*place),
                _ => None,
            })
            .collect();
        taken.extend(borrowed);
        for argument in arguments.iter_mut().rev() {
            if let Argument::Dependency { place, pass, .. } = argument {
                if *pass == Pass::Move && !taken.insert(*place) {
                    *pass = Pass::Share;
                }
            }
        }
    }
}
