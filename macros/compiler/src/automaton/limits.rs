//! How large automata may become.

/// How large automata may become. The defaults were found by measuring tables of ten to five
/// hundred routes, in a build without optimisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// States of any automaton. Five hundred routes with captures have about 4,500, so this is
    /// a table of two thousand; `rustc` needs many seconds for the code of more.
    pub states: usize,
    /// States that a route may have which is ambiguous, as a search is. They all lie in one
    /// loop, and a loop of more states costs the optimiser of `rustc` minutes.
    pub lone: usize,
    /// States for each node of the routes, beside `slack`. Routes that get along have fewer
    /// states than nodes, because they share prefixes; twice as many is a table that begins to
    /// multiply.
    pub states_per_node: usize,
    /// Edges for each node of the routes, if that is more than `edges`. Words and segments have
    /// little more than one.
    pub edges_per_node: usize,
    /// Edges that any automaton may have. An edge of a loop is five lines of code, so this is two
    /// thousand lines; and most of a thousand random patterns with five operators in each other have
    /// fewer than a tenth of it.
    pub edges: usize,
    /// The percentage of the states and of the edges they have apart that joined automata may have. One pass over
    /// the path is worth half as much code again, and not more.
    pub joined_percent: usize,
    /// States and edges allowed beyond these proportions, so that they do not bind small tables: this many
    /// cost nothing to compile.
    pub slack: usize,
    /// Steps for each node of the routes, beside a hundred for each state of `slack`. A step is
    /// a node visited or a value copied; tables of routes that get along take 5 to 10.
    pub steps_per_node: usize,
    /// Steps of the whole plan beyond that proportion. A million take about a second; what is
    /// left then goes to `regex`.
    pub steps: usize,
    /// Steps that may go into joining automata that could stand apart.
    pub joining_steps: usize,
    /// Nodes of the routes that are considered together. The tables of the construction grow
    /// with them, to some ten megabytes at this limit; so they do with `classes`.
    pub nodes: u64,
    /// Classes of characters in the routes that are considered together.
    pub classes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            states: 20_000,
            lone: 300,
            states_per_node: 2,
            edges_per_node: 4,
            edges: 400,
            joined_percent: 150,
            slack: 64,
            steps_per_node: 32,
            steps: 1_000_000,
            joining_steps: 1_000_000,
            nodes: 200_000,
            classes: 2_000,
        }
    }
}
