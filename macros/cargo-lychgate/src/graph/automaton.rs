//! The automata that decide all routes at once, drawn with a word for each chain of characters.

use lychgate_compiler::automaton::alphabet::Classes;
use lychgate_compiler::automaton::plan::{self, Limits, Part};
use lychgate_compiler::automaton::{Dfa, Nfa};
use lychgate_compiler::model::{Application, Route};
use lychgate_compiler::pattern::{CharClass, Pattern};
use syn::ext::IdentExt;

use super::{Edge, Graph, Kind, Node};

/// The automata of an application, in the order in which they are asked.
pub(super) fn graph(application: &Application) -> Graph {
    let routes = &application.routes;
    let patterns: Vec<Pattern> = routes.iter().map(|route| route.pattern.clone()).collect();
    let certain: Vec<bool> = routes.iter().map(Route::is_certain).collect();
    let plan = plan::plan(&patterns, &certain, &Limits::default());
    let mut graph = Graph::default();
    let words = Words::new();
    for part in &plan.parts {
        match part {
            Part::Automaton { dfa, .. } => draw(&mut graph, dfa, routes, &words),
            Part::Regex { route, .. } => {
                let text = routes.get(*route).map(|route| format!("{}\nby `regex`", name(route)));
                graph.add(None, Node::new(Kind::Accept, text.unwrap_or_default()));
            }
        }
    }
    graph
}

fn name(route: &Route) -> String {
    format!("{} {}", route.methods_text(), route.handler.name.unraw())
}

fn draw(graph: &mut Graph, dfa: &Dfa, routes: &[Route], words: &Words) {
    let mut incoming = vec![0_usize; dfa.states.len()];
    for edge in dfa.states.iter().flat_map(|state| &state.edges) {
        if let Some(count) = incoming.get_mut(edge.target) {
            *count += 1;
        }
    }
    // In the middle of a word, there is one way in and one way out.
    let is_inside = |state: usize| {
        let Some(found) = dfa.states.get(state) else { return false };
        let only = found.edges.first().filter(|_| found.edges.len() == 1);
        let goes_on = only.is_some_and(|edge| edge.class.single().is_some());
        state != 0 && goes_on && found.accepts.is_empty() && incoming.get(state) == Some(&1)
    };
    let mut numbers = vec![None; dfa.states.len()];
    for (state, found) in dfa.states.iter().enumerate().filter(|(state, _)| !is_inside(*state)) {
        let names: Vec<String> =
            found.accepts.iter().filter_map(|it| routes.get(it.route)).map(name).collect();
        let kind = if names.is_empty() { Kind::State } else { Kind::Accept };
        let number = graph.add(None, Node::new(kind, names.join("\n")));
        numbers[state] = Some(number);
        if state == 0 {
            graph.starts.push(number);
        }
    }
    for (state, found) in dfa.states.iter().enumerate() {
        let Some(from) = numbers[state] else { continue };
        for edge in &found.edges {
            let mut text = words.of(&edge.class);
            let mut target = edge.target;
            while numbers.get(target).is_some_and(Option::is_none) {
                let next = dfa.states.get(target).and_then(|state| state.edges.first());
                let Some(next) = next else { break };
                text.push_str(&words.of(&next.class));
                target = next.target;
            }
            if let Some(to) = numbers.get(target).copied().flatten() {
                graph.edges.push(Edge { from, to, text });
            }
        }
    }
}

/// Classes by the names that they have in patterns.
struct Words(Vec<(CharClass, &'static str)>);

impl Words {
    fn new() -> Self {
        let known = [r"\w", r"\d", r"\s"].into_iter().filter_map(|text| {
            let pattern = Pattern::parse(&format!("^{text}")).ok()?;
            let mut classes = Classes::default();
            let _nfa = Nfa::new(&pattern, &mut classes);
            Some((classes.get(0)?.clone(), text))
        });
        Words(known.collect())
    }

    /// A class as a pattern says it, where that is short.
    fn of(&self, class: &CharClass) -> String {
        if let Some(c) = class.single() {
            return c.escape_debug().to_string();
        }
        let others = class.complement();
        if others.is_empty() {
            return "any".to_owned();
        }
        for (known, text) in &self.0 {
            if class == known {
                return (*text).to_owned();
            }
            // Often some characters of it go another way.
            let rest = known.complement().union(class).complement();
            let is_part = known.union(class) == *known;
            if is_part && !rest.is_empty() && rest.ranges().len() <= 4 {
                return format!("{text} but {}", ranges(&rest));
            }
            let more = known.union(class).complement();
            if others.union(known) == others && more.ranges().len() <= 6 {
                return format!("[^{text}{}]", ranges(&more));
            }
        }
        if class.ranges().len() <= 6 && class.ranges().iter().all(|(_, end)| *end != char::MAX) {
            return format!("[{}]", ranges(class));
        }
        if others.ranges().len() <= 6 {
            return format!("[^{}]", ranges(&others));
        }
        format!(
            "[{}…]",
            ranges(&CharClass::new(class.ranges().iter().take(4).map(|&(a, b)| a..=b)))
        )
    }
}

fn ranges(class: &CharClass) -> String {
    let ranges = class.ranges().iter().map(|&(start, end)| match start == end {
        true => start.escape_debug().to_string(),
        false => format!("{}-{}", start.escape_debug(), end.escape_debug()),
    });
    ranges.collect()
}
