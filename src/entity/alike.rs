//! Names that look alike and were not found to be one: what a user may want to join by hand.

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;

use super::{EntityKind, name_key};
use crate::language::fold;

/// Names less alike than this are not proposed; 1 is equal.
const LEAST: f32 = 0.72;

/// A word that more names than this have in common brings none of them together.
const CROWD: usize = 40;

/// Words shorter than this, in characters, bring no names together.
const SHORTEST: usize = 4;

/// Two names that look alike, by their places in the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The place of the longer one.
    pub one: usize,
    /// The place of the other.
    pub other: usize,
    /// How alike they are, up to 1.
    pub ratio: f32,
}

/// Pairs of names that look alike, nearest first. Only names that share a word, or the beginning
/// of one, are compared.
pub fn alike(names: &[(&str, EntityKind)]) -> Vec<Alike> {
    let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (name, _)) in names.iter().enumerate() {
        let folded = fold(name);
        let words: BTreeSet<String> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= SHORTEST)
            .map(|word| word.chars().take(SHORTEST).collect())
            .collect();
        for word in words {
            by_word.entry(word).or_default().push(place);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for places in by_word.values().filter(|places| places.len() <= CROWD) {
        for (at, one) in places.iter().enumerate() {
            pairs.extend(places[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let mut found: Vec<Alike> = pairs
        .into_iter()
        .filter_map(|(one, other)| {
            let ((a, kind), (b, other_kind)) = (names[one], names[other]);
            let ratio = if kind.fits(other_kind) { nearness(a, b) } else { 0.0 };
            let longer = if a.len() >= b.len() { (one, other) } else { (other, one) };
            (ratio >= LEAST).then_some(Alike {
                one: longer.0,
                other: longer.1,
                ratio,
            })
        })
        .collect();
    found.sort_by(|a, b| {
        b.ratio
            .total_cmp(&a.ratio)
            .then((a.one, a.other).cmp(&(b.one, b.other)))
    });
    found
}

/// How alike two names are: letter by letter, or one that begins or ends with all words of the other.
fn nearness(one: &str, other: &str) -> f32 {
    let (a, b) = (fold(one), fold(other));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    // "Lot 2" and "Lot 3" are alike and never one.
    if digits(&a) != digits(&b) {
        return 0.0;
    }
    let (long, short) = if a.len() >= b.len() { (&a, &b) } else { (&b, &a) };
    let held = long
        .strip_prefix(short.as_str())
        .is_some_and(|rest| rest.starts_with(' '))
        || long
            .strip_suffix(short.as_str())
            .is_some_and(|rest| rest.ends_with(' '));
    let letters = TextDiff::from_chars(name_key(one), name_key(other)).ratio();
    if held { letters.max(0.8) } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_come_nearest_first() {
        let names = [
            ("Tarnholm Robotics", EntityKind::Organization),
            ("Tarnholm Robotic", EntityKind::Unknown),
            ("Lot 2", EntityKind::Work),
            ("Lot 3", EntityKind::Work),
            ("Odile Marchetti", EntityKind::Person),
            ("Odile Marchetty", EntityKind::Person),
            ("Vaubrun", EntityKind::Place),
        ];
        let found: Vec<(usize, usize)> = alike(&names).iter().map(|pair| (pair.one, pair.other)).collect();
        assert_eq!(found, [(0, 1), (4, 5)]);
    }
}
