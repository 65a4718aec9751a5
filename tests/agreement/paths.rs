//! Random paths that match a pattern, or nearly.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::grammar::Random;

const STRAY: [char; 14] =
    ['a', 'b', 'A', '/', '/', '-', '.', '1', ' ', '\n', 'é', 'ß', 'λ', '\u{1F600}'];

/// A path that a pattern is likely to match: sampled from it, then changed here and there.
pub fn path(random: &mut Random, pattern: &Hir) -> String {
    let mut path = String::new();
    if random.percent(20) {
        path.extend((0..random.below(4)).map(|_| random.pick(&STRAY)));
    }
    sample(random, pattern, &mut path);
    if random.percent(20) {
        path.extend((0..random.below(4)).map(|_| random.pick(&STRAY)));
    }
    if random.percent(40) {
        path = mutated(random, &path);
    }
    path
}

fn sample(random: &mut Random, pattern: &Hir, path: &mut String) {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => path.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => path.extend(member(random, class)),
        HirKind::Capture(capture) => sample(random, &capture.sub, path),
        HirKind::Concat(parts) => parts.iter().for_each(|part| sample(random, part, path)),
        HirKind::Alternation(branches) => {
            let branch = random.below(branches.len());
            sample(random, &branches[branch], path);
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(repetition.min + 3).min(repetition.min + 3);
            let times =
                repetition.min as usize + random.below((most - repetition.min + 1) as usize);
            (0..times).for_each(|_| sample(random, &repetition.sub, path));
        }
    }
}

/// A character of the class: one of the usual ones where it has any, else one of its ranges'.
fn member(random: &mut Random, class: &Class) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
    };
    let within = |c: u32| ranges.iter().any(|(start, end)| (*start..=*end).contains(&c));
    let usual: Vec<char> = STRAY.into_iter().filter(|c| within(u32::from(*c))).collect();
    if !usual.is_empty() && random.percent(80) {
        return Some(random.pick(&usual));
    }
    if ranges.is_empty() {
        return None;
    }
    let (start, end) = random.pick(&ranges);
    char::from_u32(start + random.below((end - start).min(200) as usize + 1) as u32)
}

fn mutated(random: &mut Random, path: &str) -> String {
    let mut characters: Vec<char> = path.chars().collect();
    for _ in 0..=random.below(2) {
        let at = random.below(characters.len() + 1);
        match random.below(3) {
            0 => characters.insert(at, random.pick(&STRAY)),
            1 if at < characters.len() => characters[at] = random.pick(&STRAY),
            _ if at < characters.len() => {
                characters.remove(at);
            }
            _ => {}
        }
    }
    characters.into_iter().collect()
}
