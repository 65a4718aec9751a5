// Random patterns from a grammar, and the random numbers behind them. This file is part of the
// build script too, which has the compiler see the patterns.

/// A small generator of random numbers (splitmix64): the same seed gives the same tables.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A random pattern. It has at least one named group; they are called `g0`, `g1`, …
pub fn pattern(random: &mut Random) -> String {
    let mut groups = 0;
    let mut text = String::new();
    if random.percent(12) {
        text.push_str("(?i)");
    }
    if random.percent(80) {
        text.push('^');
    }
    text.push_str(&sequence(random, 2, &mut groups));
    if groups == 0 {
        text.push_str(&format!("(?<g0>{})", piece(random, 0, &mut 1)));
    }
    text.push_str(random.pick(&["$", "$", "$", "/?$", ""]));
    text
}

fn sequence(random: &mut Random, depth: usize, groups: &mut usize) -> String {
    (0..=random.below(4)).map(|_| piece(random, depth, groups)).collect()
}

fn piece(random: &mut Random, depth: usize, groups: &mut usize) -> String {
    let atom = match random.below(if depth == 0 { 12 } else { 20 }) {
        0..6 => random
            .pick(&["a", "b", "ab", "hello", "/", "/", "-", "é", "1", "k", "."])
            .replace('.', r"\."),
        6..12 => random
            .pick(&[
                r"\w",
                r"\d",
                "[^/]",
                "[^/]",
                ".",
                "[a-c]",
                "[^a]",
                r"\s",
                r"[\w.-]",
                r"\p{Greek}",
                "[a-cé-ü0-9]",
                "(?s:.)",
            ])
            .to_owned(),
        12..16 => {
            let name = *groups;
            *groups += 1;
            format!("(?<g{name}>{})", sequence(random, depth - 1, groups))
        }
        16..18 => {
            let branches: Vec<String> =
                (0..=1 + random.below(2)).map(|_| sequence(random, depth - 1, groups)).collect();
            format!("(?:{})", branches.join("|"))
        }
        18 => random.pick(&[r"\b", r"\B", "(?:)", "^", "$", "(?m:^)", "(?m:$)"]).to_owned(),
        _ => format!("(?i:{})", sequence(random, depth - 1, groups)),
    };
    if !random.percent(40) {
        return atom;
    }
    let times = random.pick(&["?", "*", "+", "+", "{2}", "{1,3}", "{2,}", "??", "*?", "+?"]);
    format!("(?:{atom}){times}")
}
