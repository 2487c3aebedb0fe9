//! Nouns and verbs that say the same, within a language and across languages.

use std::sync::OnceLock;

use serde::Deserialize;

use super::hash::WordMap;
use super::stems::{StemTable, stems_of};
use super::tokens::{Tokens, counted_noun};
use super::{Language, fold};

/// What the words of one language say, by the name of the group that they belong to.
#[derive(Debug, Default)]
pub struct Concepts {
    nouns: WordMap<Vec<(Vec<String>, String)>>,
    verbs: StemTable<Verb>,
}

/// What a verb says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// Only that the figure is so ("compter", "have").
    Generic,
    /// What the verbs of its group say.
    Of(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConcepts {
    generic: Vec<RawGeneric>,
    noun: Vec<RawGroup>,
    verb: Vec<RawGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGeneric {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    name: String,
    #[serde(default)]
    fr: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    irregular: Vec<String>,
}

impl RawGroup {
    fn words(&self, language: Language) -> &[String] {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }
}

impl Concepts {
    /// Those of a language, read when they are first asked for.
    pub fn of(language: Language) -> &'static Concepts {
        static TABLES: OnceLock<(Concepts, Concepts)> = OnceLock::new();
        let (french, english) = TABLES.get_or_init(|| {
            let raw = Self::raw();
            (Self::new(&raw, Language::French), Self::new(&raw, Language::English))
        });
        match language {
            Language::French => french,
            Language::English => english,
        }
    }

    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    fn raw() -> RawConcepts {
        baked!("src/language/concepts").expect("the table of concepts is valid")
    }

    fn new(raw: &RawConcepts, language: Language) -> Self {
        let mut concepts = Concepts::default();
        for group in &raw.noun {
            for noun in group.words(language) {
                let key = keys(&Tokens::new(noun));
                let Some(first) = key.first().cloned() else { continue };
                let list = concepts.nouns.entry(first).or_default();
                list.push((key, group.name.clone()));
                list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
            }
        }
        for group in &raw.verb {
            for verb in group.words(language).iter().chain(&group.irregular) {
                concepts
                    .verbs
                    .add(stems_of(language, verb), Verb::Of(group.name.clone()));
            }
        }
        for word in raw.generic.iter().flat_map(|generic| &generic.words) {
            concepts.verbs.add(stems_of(language, word), Verb::Generic);
        }
        concepts
    }

    /// The group of the noun that begins at token `at`, and the token behind it.
    pub fn noun_at(&self, tokens: &Tokens<'_>, at: usize) -> Option<(&str, usize)> {
        let nouns = self.nouns.get(&counted_noun(tokens.folded(at)))?;
        nouns.iter().find_map(|(words, name)| {
            let whole = words
                .iter()
                .enumerate()
                .skip(1)
                .all(|(i, word)| *word == counted_noun(tokens.folded(at + i)));
            whole.then_some((name.as_str(), at + words.len()))
        })
    }

    /// What the verb that begins at token `at` says. `stem` gives the stem of the token at an index.
    pub fn verb_at<'s>(&self, tokens: &Tokens<'_>, at: usize, stem: &impl Fn(usize) -> &'s str) -> Option<Verb> {
        self.verbs.at(tokens, at, stem).next().map(|(verb, _)| verb.clone())
    }
}

/// The words of a noun in the form in which they are compared.
fn keys(tokens: &Tokens<'_>) -> Vec<String> {
    (0..tokens.len())
        .map(|at| counted_noun(&fold(tokens.text(at))))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_word_of_one_language_stands_in_one_group() {
        let raw = Concepts::raw();
        for groups in [&raw.noun, &raw.verb] {
            for language in Language::ALL {
                let mut known: BTreeMap<String, &str> = BTreeMap::new();
                for group in groups {
                    for word in group.words(language) {
                        let other = known.insert(word.to_lowercase(), &group.name);
                        assert!(
                            other.is_none_or(|other| other == group.name),
                            "\"{word}\" stands in {} and {}",
                            other.unwrap_or_default(),
                            group.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn nouns_and_verbs_say_the_same_in_both_languages() {
        let table = [
            (Language::French, "communes", "municipality"),
            (Language::English, "municipalities", "municipality"),
        ];
        for (language, word, expected) in table {
            let tokens = Tokens::new(word);
            let found = Concepts::of(language).noun_at(&tokens, 0).map(|(name, _)| name);
            assert_eq!(found, Some(expected), "{word}");
        }
    }
}
