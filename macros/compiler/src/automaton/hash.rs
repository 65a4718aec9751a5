//! Hash tables with a cheap hash. Half of the time of a construction in a build without
//! optimisation would go into the standard one, which resists attackers; here is none.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A hash table.
pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Words>>;

/// A hash set.
pub(super) type Set<K> = HashSet<K, BuildHasherDefault<Words>>;

/// A hash that takes a machine word at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words(u64);

/// An odd number without a pattern in its bits: the golden ratio's fraction.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Words {
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(word.into());
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn finish(&self) -> u64 {
        // Tables take the place from the low bits, which a product mixes least.
        self.0 ^ self.0 >> 32
    }
}
