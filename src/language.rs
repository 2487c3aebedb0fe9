//! What differs between French and English, as data.
//!
//! Each language is one TOML table file beside this module. Nothing below this
//! room knows a French or an English word: the readers of values, names and
//! claims ask the tables. Adding a language is adding a file.

mod concepts;
mod dates;
mod forms;
mod grammar;
mod guess;
mod hash;
mod institutions;
mod lexicon;
mod phrases;
mod stems;
mod tables;
mod tokens;

use std::fmt;
use std::sync::OnceLock;

use rust_decimal::Decimal;
use rust_stemmers::{Algorithm, Stemmer};

pub use concepts::{Concepts, Verb};
pub use dates::{CalendarUnit, DateMeaning, DateSlot, Dates, HolidayRule};
pub use forms::{Accept, Fill, Forms};
pub use grammar::Grammar;
pub use guess::{Guess, guess};
pub use hash::{WordMap, WordSet};
pub use institutions::Institutions;
pub use lexicon::{Lexicon, WordClass};
pub use phrases::PhraseTable;
pub use stems::{StemPhrases, StemTable, stems_of};
pub use tables::{
    DescriptionNoun, DocumentWords, Durations, Gender, HedgeWord, Hedges, KeyWords, Modality, Names, Numbers, Pronouns,
    Tables, TimeUnit,
};
pub use tokens::{Token, TokenKind, Tokens, counted_noun, fold, singular, without_plural};

/// A language that factlint reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::French, Language::English];

    /// The language of an ISO 639-1 code or a tag that begins with one ("fr", "fr-CA", "en_GB").
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Language::French => "fr",
            Language::English => "en",
        }
    }

    /// The tables, read once.
    pub fn tables(self) -> &'static Tables {
        static FRENCH: OnceLock<Tables> = OnceLock::new();
        static ENGLISH: OnceLock<Tables> = OnceLock::new();
        match self {
            Language::French => FRENCH.get_or_init(|| {
                Tables::read(
                    self,
                    baked_bytes!("src/language/fr"),
                    baked_bytes!("src/language/fr.dates"),
                    baked_bytes!("src/language/fr.grammar"),
                )
            }),
            Language::English => ENGLISH.get_or_init(|| {
                Tables::read(
                    self,
                    baked_bytes!("src/language/en"),
                    baked_bytes!("src/language/en.dates"),
                    baked_bytes!("src/language/en.grammar"),
                )
            }),
        }
    }

    /// The stem of a word in lower case, accents stripped: equal for most inflections of one word.
    ///
    /// Snowball's algorithms need the accents ("levée" and "lever" both give "lev"), so give the
    /// word with them.
    pub fn stem(self, word: &str) -> String {
        let algorithm = match self {
            Language::French => Algorithm::French,
            Language::English => Algorithm::English,
        };
        fold(&Stemmer::create(algorithm).stem(&word.to_lowercase()))
    }
}

/// The reader of number words of one language.
pub struct NumberWords {
    language: text2num::Language,
    /// Single words that were read before any text.
    known: WordMap<Decimal>,
}

impl NumberWords {
    fn new<'w>(language: Language, words: impl Iterator<Item = &'w String>) -> Self {
        let language = match language {
            Language::French => text2num::Language::french(),
            Language::English => text2num::Language::english(),
        };
        let read = |word: &String| Some((word.clone(), text2num::text2digits(word, &language).ok()?.parse().ok()?));
        let known = words.filter_map(read).collect();
        Self { language, known }
    }

    /// The digits of a number in words ("dix-neuf" gives "19"); none where it is not one.
    pub fn digits(&self, words: &str) -> Option<String> {
        text2num::text2digits(words, &self.language).ok()
    }

    /// The number that a single folded word is, read before any text.
    pub fn word(&self, word: &str) -> Option<Decimal> {
        self.known.get(word).copied()
    }
}

impl fmt::Debug for NumberWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NumberWords")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
