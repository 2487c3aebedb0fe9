//! Names that hold all words of another: "Marlow Vale FC" and "Marlow Vale" may be the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::fold;

/// A name of one word says too little.
const FEWEST: usize = 2;

/// The words of a name, folded and sorted; none where they are too few to be told from others.
pub fn words_of(name: &str) -> BTreeSet<String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: BTreeSet<String> = words.filter(|word| !word.is_empty()).map(fold).collect();
    if words.len() < FEWEST { BTreeSet::new() } else { words }
}

/// For each name that stands whole in longer ones, those.
pub fn fuller_names<'n>(names: &BTreeSet<&'n str>) -> BTreeMap<&'n str, Vec<&'n str>> {
    let words: Vec<(&str, BTreeSet<String>)> = names
        .iter()
        .map(|name| (*name, words_of(name)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let mut with_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, words)) in words.iter().enumerate() {
        for word in words {
            with_word.entry(word).or_default().push(at);
        }
    }
    let mut fuller = BTreeMap::new();
    for (at, (name, short)) in words.iter().enumerate() {
        let candidates = short.iter().filter_map(|word| with_word.get(word.as_str()));
        let Some(rarest) = candidates.min_by_key(|names| names.len()) else {
            continue;
        };
        let holds = |other: &&usize| **other != at && short.is_subset(&words[**other].1);
        let longer: Vec<&str> = rarest.iter().filter(holds).map(|other| words[*other].0).collect();
        if !longer.is_empty() {
            fuller.insert(*name, longer);
        }
    }
    fuller
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_several_words_have_fuller_ones() {
        let names = [
            "Marlow Vale",
            "Marlow Vale FC",
            "Marlow",
            "FC Vale-Marlow",
            "Vale Marsh",
        ];
        let fuller: Vec<(&str, Vec<&str>)> = fuller_names(&BTreeSet::from(names)).into_iter().collect();
        assert_eq!(
            fuller,
            [
                ("FC Vale-Marlow", vec!["Marlow Vale FC"]),
                ("Marlow Vale", vec!["FC Vale-Marlow", "Marlow Vale FC"]),
                ("Marlow Vale FC", vec!["FC Vale-Marlow"]),
            ]
        );
    }
}
