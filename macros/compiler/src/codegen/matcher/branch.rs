//! Where the ways part: a `match` on the next byte or character.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use quote::quote;

use super::class::{Class, Wide};
use super::function::{Block, Emitter};
use super::graph::{Arc, Place};
use super::scope::{Position, Scope, byte_at};
use super::straight::{Arrival, Exit, Rest};

/// How far an arc takes the match.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Advance {
    /// Over so many bytes.
    Bytes(usize),
    /// Over the character `c`.
    Char,
    /// Nowhere: what comes next passes over the character.
    Stay,
}

/// One arm of a `match`.
struct Arm {
    pattern: TokenStream,
    body: TokenStream,
    /// Whether it can be joined with others of the same body: it has no condition and does not
    /// depend on the arms before it.
    plain: bool,
    /// Whether its pattern is `_`.
    rest: bool,
    /// The condition that can stand for the pattern.
    condition: Option<TokenStream>,
}

impl Arm {
    fn new(pattern: TokenStream, body: TokenStream) -> Arm {
        Arm { pattern, body, plain: true, rest: false, condition: None }
    }

    fn alone(pattern: TokenStream, body: TokenStream) -> Arm {
        Arm { pattern, body, plain: false, rest: false, condition: None }
    }

    fn rest(body: TokenStream) -> Arm {
        Arm { pattern: quote!(_), body, plain: false, rest: true, condition: None }
    }
}

impl<'a> Emitter<'a> {
    /// The `match` on what comes next, as an expression or, in a loop, as a statement.
    pub(super) fn branch(
        &mut self,
        rest: &Rest<'a>,
        scope: &Scope,
        cycle: Option<usize>,
    ) -> TokenStream {
        let mut exits = rest.exits.clone();
        // What a word falls back to comes after the word.
        exits.sort_by_key(|exit| {
            let class = exit.arc.class;
            (!class.is_ascii(), words(&rest.exits, exit.arc) != 0, class.ascii.trailing_zeros())
        });
        let wide = exits.iter().filter(|exit| !exit.arc.class.is_ascii()).count();
        match exits.last().copied() {
            Some(last) if wide == 1 && cycle.is_none() && self.is_plus(last.arc, &exits) => {
                exits.pop();
                self.branch_or_plus(&exits, last.arc, rest, scope)
            }
            Some(last)
                if wide == 1 && last.arc.class.wide == Wide::All && self.is_absorbed(last.arc) =>
            {
                exits.pop();
                self.byte_branch(&exits, Some(last), rest, scope, cycle)
            }
            _ if wide == 0 => self.byte_branch(&exits, None, rest, scope, cycle),
            _ => self.char_branch(&exits, rest, scope, cycle),
        }
    }

    /// Whether all characters for which there is no other way can be left to a `plus` step.
    fn is_plus(&self, arc: &Arc<'_>, exits: &[Exit<'_>]) -> bool {
        let target = self.graph.node(arc.target);
        let others = exits.iter().filter(|exit| exit.arc != arc);
        let others = others.fold(0, |all, exit| all | exit.arc.class.ascii);
        target.place == Place::Inline
            && target.repeat.is_some_and(|repeat| {
                let missing = repeat.class.ascii & !arc.class.ascii;
                // The first character is tested by the class of the repeat, so that must hold all
                // that lead there; what it holds beyond them has been asked about before.
                repeat.limit.is_none()
                    && repeat.class.wide == arc.class.wide
                    && repeat.class.holds(arc.class)
                    && missing & !others == 0
            })
    }

    /// A `match` whose last arm is a step of at least one character.
    fn branch_or_plus(
        &mut self,
        exits: &[Exit<'a>],
        arc: &'a Arc<'a>,
        rest: &Rest<'a>,
        scope: &Scope,
    ) -> TokenStream {
        let mut arms = self.byte_arms(exits, rest, scope, None);
        let class = self.graph.node(arc.target).repeat.map_or(arc.class, |repeat| repeat.class);
        let mut after = scope.clone();
        after.note(None);
        let plus = self.plus(arc, class, &mut after);
        let repeated = Arrival { repeated: true, ..Arrival::default() };
        let block = self.block(arc.target, after, repeated);
        let mut statements = plus;
        statements.extend(block.statements);
        let block = Block { statements, tail: block.tail };
        let body = block.expression();
        let some = rest.accept.is_some();
        arms.push(if some { Arm::alone(quote!(Some(_)), body) } else { Arm::rest(body) });
        write(&byte_at(scope.at), arms)
    }

    /// A `match` on the next byte; `other` is the way for all that is not ASCII.
    fn byte_branch(
        &mut self,
        exits: &[Exit<'a>],
        other: Option<Exit<'a>>,
        rest: &Rest<'a>,
        scope: &Scope,
        cycle: Option<usize>,
    ) -> TokenStream {
        let mut arms = self.byte_arms(exits, rest, scope, cycle);
        let none = nothing(cycle);
        let Some(other) = other else {
            arms.push(Arm::rest(none));
            return write(&byte_at(scope.at), arms);
        };
        let taken =
            exits.iter().fold(other.arc.class.ascii, |all, exit| all | exit.arc.class.ascii);
        if taken != u128::MAX {
            let dead = self.predicates.byte_pattern(!taken, 0);
            arms.push(Arm::new(quote!(Some(#dead)), none.clone()));
        }
        if rest.accept.is_none() {
            arms.push(Arm::new(quote!(None), none));
        }
        let body = self.arrive(other, Advance::Stay, scope, cycle);
        arms.push(Arm::alone(quote!(Some(_)), body));
        write(&byte_at(scope.at), arms)
    }

    fn byte_arms(
        &mut self,
        exits: &[Exit<'a>],
        rest: &Rest<'a>,
        scope: &Scope,
        cycle: Option<usize>,
    ) -> Vec<Arm> {
        let mut arms = end_arm(rest, cycle);
        for exit in exits {
            let ascii = exit.arc.class.ascii | words(exits, exit.arc);
            let pattern = self.predicates.byte_pattern(ascii, 0);
            let body = self.arrive(*exit, Advance::Bytes(1), scope, cycle);
            arms.push(match word(exit.arc, scope, &pattern, &body) {
                Some(arm) => arm,
                None => Arm {
                    plain: words(exits, exit.arc) == 0,
                    ..Arm::new(quote!(Some(#pattern)), body)
                },
            });
        }
        arms
    }

    /// A `match` on the next character.
    fn char_branch(
        &mut self,
        exits: &[Exit<'a>],
        rest: &Rest<'a>,
        scope: &Scope,
        cycle: Option<usize>,
    ) -> TokenStream {
        let mut arms = end_arm(rest, cycle);
        let mut before = Vec::new();
        let mut all = false;
        for exit in exits {
            let mut class = exit.arc.class;
            class.ascii |= words(exits, exit.arc);
            let advance = match self.predicates.classes.width(class) {
                _ if !class.is_ascii() && self.is_absorbed(exit.arc) => Advance::Stay,
                Some(width) => Advance::Bytes(width),
                None => Advance::Char,
            };
            let body = self.arrive(*exit, advance, scope, cycle);
            let pattern = self.predicates.char_pattern(class, 0).unwrap_or_default();
            if let Some(arm) = word(exit.arc, scope, &pattern, &body) {
                arms.push(arm);
                continue;
            }
            before.push(class);
            all = self.predicates.classes.are_all(&before);
            arms.push(if all {
                let c = if advance == Advance::Char { quote!(c) } else { quote!(_) };
                Arm::alone(quote!(Some(#c)), body)
            } else {
                let (pattern, plain) = self.char_arm(class, advance, &before);
                let plain = plain && words(exits, exit.arc) == 0;
                Arm { pattern, body, plain, rest: false, condition: None }
            });
        }
        let body = nothing(cycle);
        match (all, rest.accept.is_some()) {
            (true, true) => {}
            (true, false) => arms.insert(0, Arm::new(quote!(None), body)),
            (false, _) => arms.push(Arm::rest(body)),
        }
        let at = scope.at.tokens();
        write(&quote!(char_at(path, #at)), arms)
    }

    /// The pattern for a class of characters, after others were dealt with; and whether it can
    /// stand anywhere.
    fn char_arm(
        &mut self,
        class: Class,
        advance: Advance,
        before: &[Class],
    ) -> (TokenStream, bool) {
        let free = before.iter().filter(|other| **other != class);
        let free = free.fold(0, |all, other| all | other.ascii);
        // A pattern that takes more than its class must stay behind the arms before it.
        let classes = &self.predicates.classes;
        let exact = classes.ranges(class, free) == classes.ranges(class, 0);
        match self.predicates.char_pattern(class, free) {
            Some(pattern) if advance == Advance::Char => (quote!(Some(c @ (#pattern))), exact),
            Some(pattern) => (quote!(Some(#pattern)), exact),
            None => {
                let condition = self.predicates.char_condition(class, free);
                (quote!(Some(c) if #condition), false)
            }
        }
    }

    /// The code after an arc.
    fn arrive(
        &mut self,
        exit: Exit<'a>,
        advance: Advance,
        scope: &Scope,
        cycle: Option<usize>,
    ) -> TokenStream {
        if let Some(turn) = cycle.and_then(|cycle| self.inside(cycle, exit.arc, advance)) {
            return turn;
        }
        let mut after = scope.clone();
        after.take(exit.arc);
        let word = exit.arc.keyword.as_ref().map_or("", |keyword| &keyword.text);
        let first = self.predicates.classes.single(exit.arc.class);
        [first].into_iter().chain(word.chars().map(Some)).for_each(|c| after.note(c));
        let mut statements = TokenStream::new();
        match advance {
            Advance::Bytes(bytes) => after.at = after.at.plus(bytes + word.len()),
            Advance::Stay => {}
            Advance::Char => {
                let at = (after.at != Position::Fixed(0)).then(|| after.at.tokens());
                let at = at.map(|at| quote!(#at +));
                let end = after.end();
                statements.extend(quote!(let #end = #at c.len_utf8();));
            }
        }
        let arrival = Arrival { decided: exit.decided, ..Arrival::default() };
        let block = self.block(exit.arc.target, after, arrival);
        statements.extend(block.statements);
        let block = Block { statements, tail: block.tail };
        if cycle.is_some() { block.exit() } else { block.expression() }
    }
}

/// The first characters of the words that fall back to an arc.
fn words(exits: &[Exit<'_>], arc: &Arc<'_>) -> u128 {
    let back = |exit: &&Exit<'_>| {
        exit.arc.keyword.as_ref().is_some_and(|keyword| keyword.class == arc.target)
    };
    exits.iter().filter(back).fold(0, |all, exit| all | exit.arc.class.ascii)
}

/// The arm for an arc that takes a whole word.
fn word(arc: &Arc<'_>, scope: &Scope, pattern: &TokenStream, body: &TokenStream) -> Option<Arm> {
    let rest = arc.keyword.as_ref()?.text.as_bytes();
    let text: Vec<u8> = arc.class.single_byte().into_iter().chain(rest.iter().copied()).collect();
    let (rest, text) = (Literal::byte_string(rest), Literal::byte_string(&text));
    let (at, after) = (scope.at.tokens(), scope.at.plus(1).tokens());
    let arm =
        Arm::alone(quote!(Some(#pattern) if literal(b, #after, #rest).is_some()), body.clone());
    Some(Arm { condition: Some(quote!(literal(b, #at, #text).is_some())), ..arm })
}

/// The answer that nothing matches.
pub(super) fn nothing(cycle: Option<usize>) -> TokenStream {
    if cycle.is_some() { quote!(return None) } else { quote!(None) }
}

fn end_arm(rest: &Rest<'_>, cycle: Option<usize>) -> Vec<Arm> {
    let arm = |accept: &TokenStream| {
        let body = if cycle.is_some() { quote!(return #accept) } else { accept.clone() };
        Arm::new(quote!(None), body)
    };
    rest.accept.iter().map(arm).collect()
}

/// Writes the arms, those with the same answer as one.
fn write(scrutinee: &TokenStream, arms: Vec<Arm>) -> TokenStream {
    let mut written: Vec<(Arm, Option<String>)> = Vec::new();
    for arm in arms {
        let answer = answer(&arm);
        let same = written.iter_mut().find(|(_, other)| other.is_some() && *other == answer);
        match same {
            Some((other, _)) => {
                let (first, second) = (&other.pattern, &arm.pattern);
                other.pattern = quote!(#first | #second);
            }
            None => written.push((arm, answer)),
        }
    }
    if let [(first, _), (Arm { rest: true, body, .. }, _)] = written.as_slice() {
        let (pattern, yes, no) = (&first.pattern, braced(&first.body), braced(body));
        match &first.condition {
            Some(condition) => return quote!(if #condition #yes else #no),
            None if first.plain => return quote!(if let #pattern = #scrutinee #yes else #no),
            None => {}
        }
    }
    let arms = written.iter().map(|(Arm { pattern, body, .. }, _)| quote!(#pattern => #body,));
    quote!(match #scrutinee { #(#arms)* })
}

/// What an arm answers, if it does nothing else and can be joined with others.
fn answer(arm: &Arm) -> Option<String> {
    let block = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let plain = arm.plain && !arm.body.clone().into_iter().any(|token| block(&token));
    plain.then(|| arm.body.to_string())
}

fn braced(body: &TokenStream) -> TokenStream {
    let mut tokens = body.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
            body.clone()
        }
        _ => quote!({ #body }),
    }
}
