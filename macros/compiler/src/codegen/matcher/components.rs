//! Tarjan's strongly connected components.

/// The components that can be reached from vertex 0; each comes before those that lead to it.
pub(super) fn components(
    vertices: usize,
    successors: impl Fn(usize) -> Vec<usize>,
) -> Vec<Vec<usize>> {
    let mut search = Search {
        index: vec![None; vertices],
        low: vec![0; vertices],
        on_stack: vec![false; vertices],
        stack: Vec::new(),
        count: 0,
        found: Vec::new(),
    };
    if vertices > 0 {
        search.run(&successors);
    }
    search.found
}

struct Search {
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    count: usize,
    found: Vec<Vec<usize>>,
}

impl Search {
    /// A depth-first search with its own stack: automata are deeper than the thread's.
    fn run(&mut self, successors: &impl Fn(usize) -> Vec<usize>) {
        let mut path = vec![(0, self.enter(0, successors))];
        while let Some((vertex, left)) = path.last_mut() {
            let vertex = *vertex;
            match left.next() {
                Some(next) if self.index.get(next).is_some_and(Option::is_none) => {
                    path.push((next, self.enter(next, successors)));
                }
                Some(next) => {
                    if self.on_stack.get(next) == Some(&true) {
                        self.lower(vertex, self.index.get(next).copied().flatten());
                    }
                }
                None => {
                    path.pop();
                    let low = self.low.get(vertex).copied();
                    if let Some((parent, _)) = path.last() {
                        self.lower(*parent, low);
                    }
                    if low == self.index.get(vertex).copied().flatten() {
                        self.close(vertex);
                    }
                }
            }
        }
    }

    fn enter(
        &mut self,
        vertex: usize,
        successors: &impl Fn(usize) -> Vec<usize>,
    ) -> std::vec::IntoIter<usize> {
        let count = self.count;
        self.count += 1;
        put(&mut self.index, vertex, Some(count));
        put(&mut self.low, vertex, count);
        put(&mut self.on_stack, vertex, true);
        self.stack.push(vertex);
        successors(vertex).into_iter()
    }

    fn lower(&mut self, vertex: usize, bound: Option<usize>) {
        if let (Some(low), Some(bound)) = (self.low.get_mut(vertex), bound) {
            *low = bound.min(*low);
        }
    }

    fn close(&mut self, root: usize) {
        let mut component = Vec::new();
        while let Some(vertex) = self.stack.pop() {
            put(&mut self.on_stack, vertex, false);
            component.push(vertex);
            if vertex == root {
                break;
            }
        }
        self.found.push(component);
    }
}

fn put<T>(values: &mut [T], place: usize, value: T) {
    if let Some(old) = values.get_mut(place) {
        *old = value;
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn components_come_before_those_that_lead_to_them() {
        // 0 -> 1 <-> 2 -> 3 (its own successor), 4 apart.
        let edges = [vec![1], vec![2], vec![1, 3], vec![3], vec![0]];
        let found = components(edges.len(), |vertex| edges[vertex].clone());
        assert_eq!(found, [vec![3], vec![2, 1], vec![0]]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let found = components(100_000, |vertex| vec![vertex + 1]);
        assert_eq!((found.len(), found[0][0]), (100_000, 99_999));
    }
}
