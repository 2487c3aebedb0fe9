//! Names that hold all words of another: "Marlow Vale FC" and "Marlow Vale" may be the same.

use std::collections::{BTreeMap, BTreeSet};

use super::EntityId;
use crate::language::fold;

/// A name of one word says too little.
const FEWEST: usize = 2;

/// For each entity whose name stands whole in longer ones, the entities of those.
pub fn fuller_names<'n>(names: impl Iterator<Item = (&'n EntityId, &'n str)>) -> BTreeMap<EntityId, Vec<EntityId>> {
    let mut words: BTreeMap<&EntityId, BTreeSet<String>> = BTreeMap::new();
    for (entity, name) in names {
        words.entry(entity).or_insert_with(|| words_of(name));
    }
    let mut with_word: BTreeMap<&str, Vec<&EntityId>> = BTreeMap::new();
    for (entity, words) in &words {
        for word in words {
            with_word.entry(word).or_default().push(entity);
        }
    }
    let mut fuller: BTreeMap<EntityId, Vec<EntityId>> = BTreeMap::new();
    for (entity, short) in words.iter().filter(|(_, words)| words.len() >= FEWEST) {
        let candidates = short.iter().filter_map(|word| with_word.get(word.as_str()));
        let Some(rarest) = candidates.min_by_key(|entities| entities.len()) else {
            continue;
        };
        let holds = |other: &EntityId| other != *entity && words.get(other).is_some_and(|long| short.is_subset(long));
        let longer: Vec<EntityId> = rarest
            .iter()
            .filter(|other| holds(other))
            .map(|other| (*other).clone())
            .collect();
        if !longer.is_empty() {
            fuller.insert((*entity).clone(), longer);
        }
    }
    fuller
}

fn words_of(name: &str) -> BTreeSet<String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(fold).collect()
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
        let ids: Vec<EntityId> = names.iter().map(|name| EntityId((*name).to_owned())).collect();
        let fuller = fuller_names(ids.iter().zip(names));
        let shown: Vec<(&str, Vec<&str>)> = fuller
            .iter()
            .map(|(short, long)| (short.as_str(), long.iter().map(EntityId::as_str).collect()))
            .collect();
        assert_eq!(
            shown,
            [
                ("FC Vale-Marlow", vec!["Marlow Vale FC"]),
                ("Marlow Vale", vec!["FC Vale-Marlow", "Marlow Vale FC"]),
                ("Marlow Vale FC", vec!["FC Vale-Marlow"]),
            ]
        );
    }
}
