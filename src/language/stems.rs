//! Phrases found in any inflection: by the stems of their words.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHasher;

use super::hash::WordMap;
use super::tokens::{TokenKind, Tokens};
use super::{Language, fold};

/// Phrases by the stems of their words, each with what it means.
#[derive(Debug)]
pub struct StemTable<T> {
    by_first: WordMap<Vec<(Vec<String>, T)>>,
    beginnings: HashSet<[u8; 2], BuildHasherDefault<FxHasher>>,
}

impl<T> Default for StemTable<T> {
    fn default() -> Self {
        Self {
            by_first: WordMap::default(),
            beginnings: HashSet::default(),
        }
    }
}

impl<T> StemTable<T> {
    /// Adds a phrase by its stems ([`stems_of`]); one without words is left out.
    pub fn add(&mut self, stems: Vec<String>, meaning: T) {
        let Some(first) = stems.first() else { return };
        self.beginnings.extend(beginning(first));
        let list = self.by_first.entry(first.clone()).or_default();
        // The longest first, and of one length in the order in which they came.
        let place = list.partition_point(|(other, _)| other.len() >= stems.len());
        list.insert(place, (stems, meaning));
    }

    /// Every phrase that begins at token `at`, the longest first: its meaning, and the token behind it.
    ///
    /// `stem` gives the stem of the token at an index; it is asked only for words that may begin a phrase.
    pub fn at<'t, 's>(
        &'t self,
        tokens: &Tokens<'_>,
        at: usize,
        stem: &'t impl Fn(usize) -> &'s str,
    ) -> impl Iterator<Item = (&'t T, usize)> + 't
    where
        's: 't,
    {
        let end = tokens.len();
        let possible = tokens.is(at, TokenKind::Word) && self.may_begin(tokens.folded(at));
        let phrases = possible.then(|| self.by_first.get(stem(at))).flatten();
        phrases.into_iter().flatten().filter_map(move |(stems, meaning)| {
            let rest = stems.iter().enumerate().skip(1);
            let whole = at + stems.len() <= end && { rest }.all(|(i, word)| stem(at + i) == word);
            whole.then_some((meaning, at + stems.len()))
        })
    }

    /// Whether a word that begins so may begin a phrase: a cheap test before stemming.
    fn may_begin(&self, folded: &str) -> bool {
        beginning(folded).is_none_or(|two| self.beginnings.contains(&two))
    }
}

/// Phrases by language, stemmed when a text of that language first asks for them.
#[derive(Debug, Default)]
pub struct StemPhrases {
    lists: Vec<PhraseList>,
}

/// The phrases of one language.
#[derive(Debug)]
struct PhraseList {
    language: Language,
    written: Vec<String>,
    stems: OnceLock<Vec<Vec<String>>>,
    table: OnceLock<StemTable<()>>,
}

impl StemPhrases {
    /// Phrases as they are written.
    pub fn new(phrases: impl IntoIterator<Item = (Language, Vec<String>)>) -> Self {
        Self {
            lists: phrases
                .into_iter()
                .map(|(language, written)| PhraseList {
                    language,
                    written,
                    stems: OnceLock::new(),
                    table: OnceLock::new(),
                })
                .collect(),
        }
    }

    /// The stems of each phrase in a language.
    pub fn stems(&self, language: Language) -> &[Vec<String>] {
        self.list(language).map_or(&[], |list| {
            list.stems
                .get_or_init(|| list.written.iter().map(|phrase| stems_of(language, phrase)).collect())
        })
    }

    /// Whether one of the phrases stands within a range of tokens. `stem` gives the stem of the token at
    /// an index; it is asked only for words that may begin a phrase.
    pub fn stand_in<'s>(
        &self,
        language: Language,
        tokens: &Tokens<'_>,
        range: Range<usize>,
        stem: &impl Fn(usize) -> &'s str,
    ) -> bool {
        let Some(list) = self.list(language).filter(|list| !list.written.is_empty()) else {
            return false;
        };
        let table = list.table.get_or_init(|| {
            let mut table = StemTable::default();
            for phrase in &list.written {
                table.add(stems_of(language, phrase), ());
            }
            table
        });
        let end = range.end;
        range
            .into_iter()
            .any(|at| table.at(tokens, at, stem).any(|(_, behind)| behind <= end))
    }

    /// The phrases in a language, as they are written.
    pub fn written(&self, language: Language) -> &[String] {
        self.list(language).map_or(&[], |list| list.written.as_slice())
    }

    /// Whether there is no phrase in any language.
    pub fn is_empty(&self) -> bool {
        self.lists.iter().all(|list| list.written.is_empty())
    }

    fn list(&self, language: Language) -> Option<&PhraseList> {
        self.lists.iter().find(|list| list.language == language)
    }
}

/// The stems of a phrase's words.
pub fn stems_of(language: Language, phrase: &str) -> Vec<String> {
    let tokens = Tokens::new(phrase);
    (0..tokens.len()).map(|at| language.stem(tokens.text(at))).collect()
}

/// The first two bytes, folded; stemming changes no beginning of more.
fn beginning(word: &str) -> Option<[u8; 2]> {
    debug_assert_eq!(word, fold(word), "stems and folded words are compared");
    word.as_bytes().get(..2).map(|two| [two[0], two[1]])
}
