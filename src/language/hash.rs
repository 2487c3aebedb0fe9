//! Maps and sets of words. Words are looked up for every token of every text, so the hash is a
//! fast one; the tables are part of the program, so nobody can choose keys that collide.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;

/// A set of folded words.
pub type WordSet = HashSet<String, BuildHasherDefault<FxHasher>>;

/// Folded words, each with what it means.
pub type WordMap<V> = HashMap<String, V, BuildHasherDefault<FxHasher>>;
