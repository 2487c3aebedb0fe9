//! Words of institutions that translate each other, so that one institution is found under the
//! names of two languages.

use std::sync::OnceLock;

use serde::Deserialize;

use super::hash::{WordMap, WordSet};
use super::tokens::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstitutions {
    pairs: Vec<(String, String)>,
}

/// Common words in the names of institutions and works ("université", "university").
#[derive(Debug)]
pub struct Institutions {
    /// From a French word to the English ones.
    translations: WordMap<Vec<String>>,
    /// The English words.
    english: WordSet,
}

impl Institutions {
    /// The table, read once.
    ///
    /// # Panics
    ///
    /// Where the file that is built into the program is broken, which a test rules out.
    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    pub fn get() -> &'static Self {
        static TABLE: OnceLock<Institutions> = OnceLock::new();
        TABLE.get_or_init(|| {
            let raw: RawInstitutions = baked!("src/language/institutions").expect("the table of institutions is valid");
            let mut translations: WordMap<Vec<String>> = WordMap::default();
            for (french, english) in &raw.pairs {
                translations.entry(fold(french)).or_default().push(fold(english));
            }
            Self {
                english: raw.pairs.iter().map(|(_, english)| fold(english)).collect(),
                translations,
            }
        })
    }

    /// What a folded word may be in English; empty where it is no such word.
    pub fn in_english(&self, word: &str) -> Vec<&str> {
        let translated = self.translations.get(word).map(Vec::as_slice).unwrap_or_default();
        let own = self.english.get(word).map(String::as_str);
        let mut words: Vec<&str> = translated.iter().map(String::as_str).chain(own).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_institutions_are_translated() {
        let table = Institutions::get();
        assert_eq!(table.in_english("universite"), ["university"]);
        assert_eq!(table.in_english("university"), ["university"]);
        assert!(table.in_english("lyon").is_empty());
    }
}
